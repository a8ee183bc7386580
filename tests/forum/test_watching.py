"""How a process learns of changes that others made."""

from collections.abc import Callable, Iterator
from threading import Event
from typing import Any, NoReturn

import pytest
from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from forum import moderating
from forum.models import Change, Comment, Discussion, Member
from forum.store import LONGEST_DOUBT, Page, Store
from forum.watching import LONGEST_GAP, LONGEST_TRANSACTION, REACH, Watcher
from tests.conftest import Clock

Execute = Callable[..., Any]


class Other(Store):
    """What another process keeps. Says when it has forgotten something."""

    def __init__(self) -> None:
        super().__init__()
        self.is_told, self.forgot = Event(), Event()

    def confirm(self, moment: float) -> None:
        super().confirm(moment)
        self.is_told.set()

    def drop(self, article: str) -> None:
        super().drop(article)
        self.forgot.set()


@pytest.fixture
def store() -> Other:
    return Other()


@pytest.fixture
def watcher(db: None, clock: Clock, store: Other) -> Watcher:
    watcher = Watcher(store)
    watcher.look()
    return watcher


@pytest.fixture
def running(committed_db: None, store: Other) -> Iterator[Watcher]:
    """One in a thread of its own, by the real clock."""
    watcher = Watcher(store)
    watcher.start()
    assert store.is_told.wait(10)
    yield watcher
    watcher.stop()


def keep(store: Store, article: str | None = None) -> None:
    store.put("page", Page(b"", "", [], []), store.begin(article))


def refuse(execute: Execute, *told: Any) -> NoReturn:
    raise DatabaseError("The database is away.")


def note(pk: int) -> None:
    """As a row with this number looks when its transaction ends."""
    Change.objects.create(pk=pk)


def note_elsewhere(discussion: Discussion | None = None) -> None:
    """As another process does it."""
    Change.objects.create(discussion=discussion)


def test_a_process_that_begins_knows_nothing_and_is_sure_of_that(
    db: None, clock: Clock, store: Other
) -> None:
    store.confirm(clock.now)
    keep(store)
    note_elsewhere()
    Watcher(store).look()
    assert len(store) == 0
    assert store.is_sure


def test_each_change_is_heard_of_once(watcher: Watcher, store: Other) -> None:
    note_elsewhere()
    watcher.look()
    keep(store)
    watcher.look()
    assert store.get("page")
    note_elsewhere()
    watcher.look()
    assert store.get("page") is None


def test_a_change_of_one_discussion_leaves_the_others(
    watcher: Watcher, store: Other, discussion: Discussion
) -> None:
    watcher.look()
    store.put("tram", Page(b"", "", [], []), store.begin(discussion.article.slug))
    store.put("storage", Page(b"", "", [], []), store.begin("storage"))
    note_elsewhere(discussion)
    watcher.look()
    assert store.get("tram") is None
    assert store.get("storage")


def test_a_number_that_comes_to_light_after_a_higher_one_is_heard_of(
    watcher: Watcher, store: Other, clock: Clock
) -> None:
    note(101)
    note(104)
    watcher.look()
    for late in (102, 103):
        clock.now += LONGEST_GAP / 2
        watcher.look()
        keep(store)
        note(late)
        watcher.look()
        assert store.get("page") is None
    keep(store)
    watcher.look()
    assert store.get("page")


@pytest.mark.django_db
def test_so_is_one_whose_transaction_was_under_way_when_the_process_began(
    store: Other, clock: Clock
) -> None:
    note(101)
    note(103)
    watcher = Watcher(store)
    watcher.look()
    keep(store)
    note(102)
    watcher.look()
    assert store.get("page") is None


def test_numbers_that_were_rolled_back_are_not_looked_for_for_ever(
    watcher: Watcher, clock: Clock
) -> None:
    note(1)
    watcher.look()
    note(10**9)
    watcher.look()
    assert len(watcher._passed_over) == REACH
    for _ in range(int(LONGEST_TRANSACTION / LONGEST_GAP) + 1):
        clock.now += LONGEST_GAP
        watcher.look()
    assert not watcher._passed_over


def test_after_a_long_silence_everything_is_forgotten(
    watcher: Watcher, store: Other, clock: Clock
) -> None:
    keep(store)
    clock.now += LONGEST_GAP
    watcher.look()
    assert store.get("page")
    clock.now += LONGEST_GAP + 1
    watcher.look()
    assert len(store) == 0


def test_while_the_database_is_away_the_store_is_silent(
    watcher: Watcher, store: Other, clock: Clock
) -> None:
    keep(store)
    with connection.execute_wrapper(refuse), pytest.raises(DatabaseError):
        watcher.look()
    clock.now += LONGEST_DOUBT
    assert store.get("page") is None
    watcher.look()
    assert store.get("page")


def test_a_watcher_outlives_a_database_that_was_away(committed_db: None, store: Other) -> None:
    away, refused = Event(), Event()

    def refuse_while_away(execute: Execute, *told: Any) -> Any:
        if away.is_set():
            refused.set()
            refuse(execute, *told)
        return execute(*told)

    def connect(connection: BaseDatabaseWrapper, **more: Any) -> None:
        connection.execute_wrappers.append(refuse_while_away)

    connection_created.connect(connect)
    watcher = Watcher(store)
    watcher.start()
    try:
        assert store.is_told.wait(10)
        away.set()
        assert refused.wait(10)
        store.is_told.clear()
        away.clear()
        assert store.is_told.wait(10)
    finally:
        watcher.stop()
        connection_created.disconnect(connect)


def test_a_removed_comment_is_gone_from_another_process(
    running: Watcher, store: Other, adas_comment: Comment, mira: Member
) -> None:
    slug = adas_comment.discussion.article.slug
    keep(store, slug)
    store.forgot.clear()
    moderating.remove(adas_comment, by=mira, reason="Spam")
    assert store.forgot.wait(10)
    assert store.get("page") is None
