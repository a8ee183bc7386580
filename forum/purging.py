"""Deletes what may not be kept for longer: the words of comments that were taken away, pictures
that no article shows any more, and what the site remembers of sessions that are over."""

from datetime import timedelta
from time import monotonic
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from articles.models import Picture
from forum.models import (
    Appeal,
    Change,
    Comment,
    Decision,
    Flag,
    IndexedComment,
    Quote,
    Recheck,
    Revision,
    Status,
)
from forum.models.comment import TAKEN_AWAY, CommentQuerySet

BATCH = 50
SESSIONS = 500
OFTEN = 600.0  # seconds, when there was nothing to do

_found_nothing_at: dict[Any, float] = {}


def purge_next() -> bool:
    """Deletes the words of some comments whose time is over. False if there are none, or it isn't
    time to look again."""
    return _now_and_then(_purge_some)


def sweep_sessions() -> bool:
    """Deletes sessions that have run out, with what is remembered of where they were."""
    return _now_and_then(_sweep_some)


def sweep_pictures() -> bool:
    """Deletes pictures of which no version of an article is left."""
    return _now_and_then(_sweep_some_pictures)


def purge(comment: Comment) -> None:
    """Deletes what a comment says and said, with what was typed about it in reports and appeals.

    That it was there, who decided what and why stays. What others quoted of it is taken out of
    their comments by forum.rechecking. Does nothing if it isn't, or is no longer, due.
    """
    with transaction.atomic():
        Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
        if not due().filter(pk=comment.pk).exists():
            return
        Comment.objects.filter(pk=comment.pk).update(
            body="", html="", text="", purged_at=timezone.now()
        )
        Quote.objects.filter(comment=comment).delete()
        Revision.objects.filter(comment=comment).delete()
        IndexedComment.objects.filter(pk=comment.pk).delete()
        Flag.objects.filter(comment=comment).update(note="")
        Appeal.objects.filter(decision__comment=comment).update(text="")
        Recheck.objects.request(comment=comment)
        Change.objects.note(comment=comment)


def due() -> CommentQuerySet:
    """The comments that were taken away so long ago that their words are to be deleted. While an
    appeal is open they aren't, and not soon after its answer. What whoever has closed their account
    withdrew goes at once, unless it is reported."""
    since = timezone.now() - settings.REMOVED_WORDS_KEPT
    here = OuterRef("pk")
    decided = Decision.objects.filter(comment=here, created_at__gt=since)
    appeals = Appeal.objects.filter(decision__comment=here)
    is_open = Exists(appeals.open()) | Exists(appeals.filter(answered_at__gt=since))
    is_reported = Exists(Flag.objects.open().filter(comment=here))
    is_left = Q(status=Status.WITHDRAWN, author__closed_at__isnull=False) & ~Q(is_reported)
    return Comment.objects.filter(
        ~Exists(decided) | is_left, ~Q(is_open), status__in=TAKEN_AWAY, purged_at=None
    )


def _purge_some() -> bool:
    comments = list(due().order_by("pk").select_related("discussion__article")[:BATCH])
    for comment in comments:
        purge(comment)
    return bool(comments)


def _sweep_some_pictures() -> bool:
    unused = list(Picture.objects.unused()[:BATCH])
    for picture in unused:
        picture.remove()
    return bool(unused)


def _sweep_some() -> bool:
    over = Session.objects.filter(expire_date__lt=timezone.now()).order_by("expire_date")
    keys = list(over.values_list("pk", flat=True)[:SESSIONS])
    Session.objects.filter(pk__in=keys).delete()
    running = Session.objects.filter(pk=OuterRef("session_key"))
    # A session is written a moment before or after what is remembered of it.
    settled = UserSession.objects.filter(last_seen_at__lt=timezone.now() - timedelta(hours=1))
    lost = list(settled.filter(~Exists(running)).values_list("pk", flat=True)[:SESSIONS])
    UserSession.objects.filter(pk__in=lost).delete()
    return bool(keys or lost)


def _now_and_then(do: Any) -> bool:
    if monotonic() - _found_nothing_at.get(do, float("-inf")) < OFTEN:
        return False
    has_done = bool(do())
    if not has_done:
        _found_nothing_at[do] = monotonic()
    return has_done
