"""Brings a piece in: the article, its discussion, and the comments that came with it."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction

from articles.importing import Outcome, store
from articles.models import Article
from articles.readers import ParsedArticle, ParsedComment
from forum import markup
from forum.checking import check
from forum.indexing import index_articles
from forum.models import Change, Comment, Discussion, Recheck
from forum.placing import place


@dataclass(frozen=True)
class BroughtIn:
    article: Article
    outcome: Outcome
    comments_added: int
    problems: tuple[str, ...]


def bring_in(parsed: ParsedArticle, *, source: str, data: bytes) -> BroughtIn:
    """Stores a piece with its comments, whole or not at all.

    Comments that came with an earlier import of it stay as they are. One that can't be rendered
    within our limits is left out, with the answers to it, and named among the problems.
    """
    rendered, problems = _render(parsed.comments)
    with transaction.atomic():
        stored = store(parsed, source=source, data=data)
        discussion, _ = Discussion.objects.get_or_create(article=stored.article)
        if stored.outcome != Outcome.SAME:
            index_articles([stored.article])
        if stored.outcome == Outcome.CHANGED:
            Recheck.objects.request(article=stored.article)
        added = _add_comments(discussion, parsed.comments, rendered)
        outcome = Outcome.CHANGED if stored.outcome == Outcome.SAME and added else stored.outcome
        if outcome != Outcome.SAME:
            Change.objects.note()
    return BroughtIn(stored.article, outcome, added, (*parsed.warnings, *problems))


def _render(
    comments: tuple[ParsedComment, ...],
) -> tuple[dict[int, markup.Rendered], list[str]]:
    rendered, problems = {}, []
    for index, comment in enumerate(comments):
        try:
            if comment.parent is None or comment.parent in rendered:
                rendered[index] = markup.render(markup.clean(comment.body))
            else:
                problems.append(f"Comment {index + 1} is left out with the one it answers.")
        except ValidationError as error:
            problems.append(f"Comment {index + 1} is left out: {' '.join(error.messages)}")
    return rendered, problems


def _add_comments(
    discussion: Discussion,
    comments: tuple[ParsedComment, ...],
    rendered: dict[int, markup.Rendered],
) -> int:
    known = {
        comment.import_key: comment
        for comment in discussion.comments.exclude(import_key=None).select_related("root")
    }
    by_index: dict[int, Comment] = {}
    added = 0
    for (index, parsed), key in zip(enumerate(comments), keys_of(comments), strict=True):
        if index not in rendered:
            continue
        if key not in known:
            parent = by_index[parsed.parent] if parsed.parent is not None else None
            known[key] = _add(discussion, parsed, rendered[index], parent, key)
            added += 1
        by_index[index] = known[key]
    return added


def _add(
    discussion: Discussion,
    parsed: ParsedComment,
    rendered: markup.Rendered,
    parent: Comment | None,
    key: str,
) -> Comment:
    comment = Comment(
        discussion=discussion,
        parent=parent,
        author_name=parsed.author[:100],
        body=markup.clean(parsed.body),
        html=rendered.html,
        text=rendered.text,
        renderer=markup.VERSION,
        posted_at=_moment(parsed.posted_at),
        import_key=key,
    )
    place(comment, quotes=check(rendered.quotes, discussion=discussion, to=parent))
    return comment


def keys_of(comments: tuple[ParsedComment, ...]) -> Iterator[str]:
    """By what a comment says, who said it and what it answers, it is known again next time."""
    seen: Counter[str] = Counter()
    keys: list[str] = []
    for comment in comments:
        above = keys[comment.parent] if comment.parent is not None else ""
        said = "\0".join([above, comment.author, str(comment.posted_at), comment.body])
        digest = hashlib.sha256(said.encode()).hexdigest()
        seen[digest] += 1
        twin = hashlib.sha256(f"{digest}{seen[digest]}".encode()).hexdigest()
        keys.append(digest if seen[digest] == 1 else twin)
    yield from keys


def _moment(when: date | datetime | None) -> datetime | None:
    if when is None:
        return None
    moment = when if isinstance(when, datetime) else datetime.combine(when, time())
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
