"""How far members have read. Reading a discussion hardly ever writes, and never waits for long."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import OperationalError, connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from forum.models import Comment, Discussion, Member, Visit
from forum.models.comment import CommentQuerySet
from forum.models.visit import PAUSE

OFTEN = timedelta(minutes=1)
PATIENCE = 50  # milliseconds for SQLite's write lock


def look(discussion: Discussion, *, by: Member) -> Visit:
    """Says that a member opens the discussion, and returns the visit of which that is a part.

    While the database is busy the look isn't written down; the next one is.
    """
    now = timezone.now()
    visits = Visit.objects.filter(member=by, discussion=discussion)
    visit = visits.first() or Visit(member=by, discussion=discussion, since=now, seen=now)
    if not visit.pk:
        with _unless_busy():
            Visit.objects.bulk_create([visit], ignore_conflicts=True)
    elif now - visit.seen >= OFTEN:
        is_over = now - visit.seen >= PAUSE
        since = visit.seen if is_over else visit.since
        with _unless_busy(), transaction.atomic():
            if visits.filter(seen=visit.seen).update(since=since, seen=now):
                if is_over:
                    _marked(visit, until=since).delete()
                visit.since, visit.seen = since, now
            else:  # in another tab, just now
                visit = visits.get()
    return visit


def new(visits: Iterable[Visit], *, to: Member) -> CommentQuerySet:
    """What is new to a member in the discussions of their `visits`: what others said, if people
    could first read it since then, and the member hasn't marked it as read."""
    known = {visit.pk: visit for visit in visits if visit.pk}
    since = {visit.discussion_id: visit.since for visit in known.values()}
    marked = Visit.read.through.objects.filter(visit__in=list(known), comment=OuterRef("pk"))
    return Comment.objects.new_to(to, since).exclude(Exists(marked))


def read_all(discussion: Discussion, *, by: Member, until: datetime) -> None:
    """Marks as read what the member could see by then."""
    visit = _visit(discussion, by)
    with transaction.atomic():
        Visit.objects.filter(pk=visit.pk, since__lt=until).update(since=until)
        _marked(visit, until=until).delete()


def read_branch(top: Comment, *, by: Member, until: datetime) -> None:
    """Marks as read a comment and all answers below it that the member could see by then."""
    visit = _visit(top.discussion, by)
    branch = new([visit], to=by).in_branch(top).filter(appeared_at__lte=until)
    with transaction.atomic():
        visit.read.add(*branch.values_list("pk", flat=True))


def read_some(discussion: Discussion, comments: Iterable[int], *, by: Member) -> None:
    """Marks as read those of the comments with these ids that are new to the member."""
    visit = _visit(discussion, by)
    visit.read.add(*new([visit], to=by).filter(pk__in=comments).values_list("pk", flat=True))


def _marked(visit: Visit, *, until: datetime) -> Any:
    """What was marked as read, and isn't new anyway to who has read all until then."""
    marked = Visit.read.through.objects.filter(visit=visit)
    return marked.filter(comment__appeared_at__lte=until)


def _visit(discussion: Discussion, member: Member) -> Visit:
    now = timezone.now()
    visit, _ = Visit.objects.get_or_create(
        member=member, discussion=discussion, defaults={"since": now, "seen": now}
    )
    return visit


@contextmanager
def _unless_busy() -> Iterator[None]:
    """What is written here isn't worth waiting for: readers don't wait for those who write."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        [usual] = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
        try:
            yield
        except OperationalError as error:
            if "locked" not in str(error):
                raise
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")
