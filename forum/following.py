"""What members follow, and how they come to hear of it.

Followers can be many, so they are told behind the pages: a `Telling` is written together with what
they are to hear of (docs/decisions/following.md).
"""

from collections.abc import Iterable, Set
from datetime import timedelta
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from articles.models import Article
from forum.models import (
    Announced,
    AuthorAccount,
    Comment,
    Delivery,
    Discussion,
    Follow,
    Member,
    Notification,
    Preference,
    Telling,
)

NEWS_FOR = timedelta(days=3)
BATCH = 250  # followers told in one transaction, which on SQLite nobody writes beside
BY_MAIL = [way for way in Delivery if way.is_by_mail]
Kind = Notification.Kind


def follow(followed: Any, *, by: Member) -> Follow:
    """Follows a discussion, a comment with what is answered to it, another member, or a section.
    A second time changes nothing."""
    return Follow.objects.get_or_create(member=by, **_what(followed))[0]


def stop(followed: Any, *, by: Member) -> None:
    """Of what was heard by it, nothing is told any more."""
    Follow.objects.filter(member=by, **_what(followed)).delete()


def is_followed(followed: Any, *, by: Member) -> bool:
    return Follow.objects.filter(member=by, **_what(followed)).exists()


def prefer(member: Member, *, follows_own: bool) -> None:
    """Whether the composer offers with a tick to follow the discussion that they write in."""
    member.follows_own = follows_own
    member.save(update_fields=["follows_own"])


class Follows(NamedTuple):
    """What somebody follows of a discussion."""

    is_whole: bool
    branches: Set[int]


def of(viewer: Any, discussion: Discussion) -> Follows:
    if not viewer.is_authenticated:
        return Follows(False, frozenset())
    here = Q(discussion=discussion) | Q(branch__discussion=discussion)
    rows = Follow.objects.filter(here, member=viewer).values_list("branch", flat=True)
    branches = list(rows)
    return Follows(None in branches, {pk for pk in branches if pk})


def shown_to(member: Member, own: Any) -> Any:
    """What the member follows, the latest first, as far as they may see it."""
    articles = Article.objects.visible_to(member).values("pk")
    comments = Comment.objects.visible_to(member).values("pk")
    seen = Q(discussion=None) | Q(discussion__in=articles)
    seen &= Q(branch=None) | Q(branch__in=comments)
    related = ["discussion__article", "branch__author", "branch__discussion__article"]
    return own.filter(seen).select_related(*related, "writer", "section").order_by("-pk")


def tell_next() -> bool:
    """Tells some of those who are to hear of one comment. False if nobody is."""
    asked = Telling.objects.claim()
    if not asked:
        return False
    try:
        _tell(asked)
    except Exception:
        asked.fail()
        raise
    return True


def announce_next() -> bool:
    """Tells some of those who follow a section of an article that is new there. False if none is.

    New is what was published in the last days: of an archive that comes in nobody hears. Without
    a date nobody knows."""
    recent = Article.objects.visible_to(AnonymousUser()).filter(
        published_on__gte=timezone.localdate() - NEWS_FOR, announced=None
    )
    article = recent.order_by("published_on", "pk").first()
    if not article:
        return False
    told = Notification.objects.filter(member=OuterRef("member"), article=article)
    authors = AuthorAccount.objects.filter(author__articles=article).values("member")
    follows = Follow.objects.filter(section=article.section_id or 0, member__is_active=True)
    untold = follows.filter(~Exists(told)).exclude(member__in=authors).order_by("pk")[:BATCH]
    news = [
        Notification(member_id=row.member_id, article=article, kind=Kind.PUBLISHED, follow=row)
        for row in untold
    ]
    Notification.objects.bulk_create(_due(news), ignore_conflicts=True)
    if not news:
        Announced.objects.get_or_create(article=article)
    return True


def _what(followed: Any) -> dict[str, Any]:
    match followed:
        case Discussion():
            return {"discussion": followed}
        case Comment():
            return {"branch": followed}
        case Member():
            return {"writer": followed}
    return {"section": followed}


def _tell(asked: Telling) -> None:
    # What was removed meanwhile is asked for anew if it comes back.
    found = Comment.objects.published().select_related("discussion__article")
    comment = found.filter(pk=asked.comment_id).first()
    follows = _follows(comment, asked.told_up_to) if comment else []
    authors = _authors(comment) if comment and not asked.told_up_to else []
    told = _due([*authors, *_followers(asked.comment_id, follows)])
    with transaction.atomic():
        Notification.objects.bulk_create(told, ignore_conflicts=True)
        if len(follows) == BATCH:
            asked.put_off(timedelta(), told_up_to=follows[-1].member_id)
        else:
            asked.finish()


def _follows(comment: Comment, after: int) -> list[Follow]:
    """Of the members behind this number, the nearest of each one's first."""
    reaching: Any = Follow.objects.reaching(comment).with_distance()
    before = reaching.filter(created_at__lte=comment.appeared_at or comment.created_at)
    found = before.filter(member__is_active=True, member__gt=after)
    return list(found.order_by("member", "distance")[:BATCH])


def _authors(comment: Comment) -> list[Notification]:
    members = set(AuthorAccount.objects.of(comment).values_list("member", flat=True))
    return [Notification(member_id=pk, comment=comment, kind=Kind.ARTICLE) for pk in members]


def _followers(comment: int, follows: Iterable[Follow]) -> list[Notification]:
    nearest: dict[int, Follow] = {}
    for row in follows:
        nearest.setdefault(row.member_id, row)
    return [
        Notification(member_id=member, comment_id=comment, kind=Kind.FOLLOWED, follow=row)
        for member, row in nearest.items()
    ]


def _due(told: list[Notification]) -> list[Notification]:
    """Of those who don't want mails of this, which is most, nobody has to look after any."""
    members = {row.member_id for row in told}
    wishes = Preference.objects.filter(member__in=members, delivery__in=BY_MAIL)
    mailed = set(wishes.values_list("member", "kind"))
    for row in told:
        if (row.member_id, row.kind) not in mailed:
            row.due_at = None
    return told
