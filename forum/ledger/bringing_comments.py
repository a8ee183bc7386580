"""Comments of an import become ours, in the places that they had."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from articles.readers import State
from forum import markup
from forum.checking import check
from forum.ledger.identity import origins_of_comments
from forum.ledger.lines import store_lines
from forum.ledger.ordering import BEGINS
from forum.ledger.people import authors_of
from forum.ledger.planning import NOT_HERE, pass_over
from forum.ledger.renewing import Said, renew
from forum.ledger.states import BECAUSE, STATUSES
from forum.models import (
    AuthorshipClaim,
    Change,
    Comment,
    Decision,
    Discussion,
    ImportBatch,
    ImportedAuthor,
    ImportItem,
    Origin,
    Quote,
)
from forum.placing import attach_all, place_all

Stage, Verdict = ImportItem.Stage, ImportItem.Verdict
Wanted = Mapping[int, Sequence[markup.BlockQuote]]
ELSEWHERE = f"It answers {{}}, which isn’t below this article: it {BEGINS}."
DONE = ["verdict", "reason", "stage", "comment", "before"]


def bring_comments(batch: ImportBatch, items: list[ImportItem]) -> int:
    """Stores the comments of these lines, which are about one article; returns how many lines
    were dealt with. Their quotes are looked up afterwards, when all that they may quote is there.
    """
    discussion = _discussion(batch, items[0].article_key)
    if not discussion:
        for item in items:
            pass_over(item, NOT_HERE)
        return len(items)
    said = {item.pk: words for item in items if (words := _said(item))}
    try:
        with transaction.atomic():
            _bring(batch, discussion, [item for item in items if item.pk in said], said)
    except (DataError, IntegrityError, ValueError) as error:
        # Something in them that the database doesn't take: the others are to come in all the same.
        if len(items) > 1:
            half = len(items) // 2
            return bring_comments(batch, items[:half]) + bring_comments(batch, items[half:])
        pass_over(items[0], f"It can’t be stored: {error}")
        return 1
    quotes = {pk: words.rendered.quotes for pk, words in said.items()}
    look_up_quotes([item for item in items if item.stage == Stage.PLACED], quotes)
    return len(items)


def look_up_quotes(items: Sequence[ImportItem], wanted: Wanted | None = None) -> None:
    """Looks the quotes of comments up that were just stored, as those of all others are. Which
    they are is read from the comments again where it isn't `wanted` by the lines' ids."""
    if not items:
        return
    comments = Comment.objects.select_related("discussion__article__current", "parent")
    rows = comments.in_bulk([item.comment_id for item in items if item.comment_id])
    found: dict[int, list[Quote]] = {}
    for item in items:
        if comment := rows.get(item.comment_id or 0):
            quotes = wanted[item.pk] if wanted else _quotes(comment)
            found[item.pk] = check(quotes, discussion=comment.discussion, to=comment.parent)
    with transaction.atomic():
        placed = ImportItem.objects.select_for_update().filter(stage=Stage.PLACED)
        here = set(placed.filter(pk__in=[item.pk for item in items]).values_list("pk", flat=True))
        placed.filter(pk__in=here).update(stage=Stage.DONE)
        attach_all(
            (quote, rows[item.comment_id or 0])
            for item in items
            if item.pk in here
            for quote in found.get(item.pk, ())
        )
        for discussion in {row.discussion_id: row.discussion for row in rows.values()}.values():
            Change.objects.note(discussion=discussion)


def _quotes(comment: Comment) -> Sequence[markup.BlockQuote]:
    return markup.render(comment.body, room=markup.KEPT).quotes


def _said(item: ImportItem) -> Said | None:
    try:
        return Said(*markup.render_whole(item.payload["body"]))
    except ValidationError as error:
        pass_over(item, " ".join(error.messages))
        return None


def _bring(
    batch: ImportBatch,
    discussion: Discussion,
    items: Sequence[ImportItem],
    said: dict[int, Said],
) -> None:
    items = _locked(items)
    known = origins_of_comments(
        [i.key for i in items] + [i.parent_key for i in items], batch.source
    )
    authors = authors_of(items, batch.source)
    members = _members(authors.values())
    here = {
        key: origin.comment
        for key, origin in known.items()
        if origin.comment and origin.comment.discussion_id == discussion.pk
    }
    new: list[tuple[ImportItem, Comment]] = []
    for item in items:
        if item.key in known:
            renew(item, known[item.key], said[item.pk], discussion)
            continue
        author = authors.get(item.author_key)
        comment = _comment(item, said[item.pk], discussion)
        comment.parent = here.get(item.parent_key)
        if item.parent_key and not comment.parent:
            item.reason = f"{ELSEWHERE.format(item.parent_key)} {item.reason}"[:500]
        comment.author_id = members.get(author.pk) if author else None
        here[item.key] = comment
        new.append((item, comment))
    place_all([comment for _, comment in new])
    _record(batch, new, authors, said)
    store_lines(items, DONE)
    Change.objects.note(discussion=discussion)


def _record(
    batch: ImportBatch,
    new: Iterable[tuple[ImportItem, Comment]],
    authors: dict[str, ImportedAuthor],
    said: dict[int, Said],
) -> None:
    """What became of the lines, and why what isn't published isn't."""
    origins, decisions = [], []
    for item, comment in new:
        item.comment, item.verdict = comment, Verdict.NEW
        item.stage = Stage.PLACED if said[item.pk].rendered.quotes else Stage.DONE
        author = authors.get(item.author_key)
        more: dict[str, Any] = {"digest": item.digest, "item": item, "author": author}
        origins.append(Origin(source=batch.source, key=item.key, comment=comment, **more))
        if reason := BECAUSE.get(State(item.payload["state"])):
            decisions.append(
                Decision(comment=comment, by=None, after=comment.status, reason=reason)
            )
    Origin.objects.bulk_create(origins)
    Decision.objects.bulk_create(decisions)


def _locked(items: Sequence[ImportItem]) -> list[ImportItem]:
    """Those that nobody has dealt with in the meantime, answering what they are to answer now."""
    rows = ImportItem.objects.select_for_update().filter(
        pk__in=[item.pk for item in items], stage=Stage.FOUND
    )
    now = {pk: rest for pk, *rest in rows.order_by("pk").values_list("pk", "parent_key", "reason")}
    for item in items:
        if item.pk in now:
            item.parent_key, item.reason = now[item.pk]
    return [item for item in items if item.pk in now]


def _comment(item: ImportItem, said: Said, discussion: Discussion) -> Comment:
    more = item.payload
    return Comment(
        discussion=discussion,
        author_name=more["author"],
        body=said.body,
        html=said.rendered.html,
        text=said.rendered.text,
        renderer=markup.VERSION,
        status=STATUSES[State(more["state"])],
        posted_at=item.posted_at,
        edited_at=more["edited_at"],
        created_at=timezone.now(),
    )


def _discussion(batch: ImportBatch, key: str) -> Discussion | None:
    line = batch.lines.articles().filter(key=key, article__isnull=False).first()
    article = line and line.article_id
    if not article:
        origins = Origin.objects.filter(source=batch.source, key=key, article__isnull=False)
        article = origins.values_list("article", flat=True).first()
    if not article:
        return None
    Discussion.objects.get_or_create(article_id=article)
    return Discussion.objects.select_related("article__current").get(article=article)


def _members(authors: Iterable[ImportedAuthor]) -> dict[int, int]:
    """Who has claimed what these authors wrote."""
    claims = AuthorshipClaim.objects.standing().filter(author__in=[a.pk for a in authors])
    return dict(claims.values_list("author", "member"))
