"""The pages that a process keeps: what it gives, what it forgets, and when it is silent."""

from threading import Barrier, Thread

import pytest

from forum.store import LONGEST_AGE, LONGEST_DOUBT, OVERHEAD, Page, Store
from tests.conftest import Clock


@pytest.fixture
def store(clock: Clock) -> Store:
    """Has room for three pages of a kilobyte, and is sure."""
    store = Store(room=3 * (1024 + OVERHEAD))
    store.confirm(clock.now)
    return store


def page(text: str = "", size: int = 1024) -> Page:
    return Page(text.ljust(size).encode(), '"1"', [], [])


def keep(store: Store, key: str, article: str | None = "tram", size: int = 1024) -> None:
    store.put(key, page(key, size), store.begin(article))


def test_a_page_is_given_as_it_was_kept(store: Store) -> None:
    kept = page("The tram")
    store.put("/tram/", kept, store.begin("tram"))
    assert store.get("/tram/") is kept
    assert store.get("/storage/") is None


def test_a_change_of_an_article_takes_its_pages_and_the_lists(store: Store) -> None:
    keep(store, "/tram/", "tram")
    keep(store, "/storage/", "storage")
    keep(store, "/", None)
    store.drop("tram")
    assert [key for key in ("/tram/", "/storage/", "/") if store.get(key)] == ["/storage/"]
    store.drop_all()
    assert len(store) == store.size == 0


def test_the_least_recently_read_go_when_there_is_no_more_room(store: Store) -> None:
    for key in ("a", "b", "c"):
        keep(store, key)
    store.get("a")
    keep(store, "d")
    assert [key for key in "abcd" if store.get(key)] == ["a", "c", "d"]


def test_a_page_that_fills_everything_does_not_push_the_others_out(store: Store) -> None:
    keep(store, "a")
    keep(store, "huge", size=4 * (1024 + OVERHEAD))
    assert store.get("a")
    assert store.get("huge") is None


def test_keeping_a_page_again_takes_no_more_room(store: Store) -> None:
    keep(store, "a")
    before = store.size
    keep(store, "a")
    keep(store, "a", article=None)
    assert store.size == before
    store.drop("tram")
    assert store.size == 0


def test_many_pages_take_no_more_room_than_a_few(store: Store) -> None:
    for number in range(10_000):
        keep(store, f"/?start={number}", f"article-{number}")
    assert len(store) == 3
    assert store.size == 3 * (1024 + OVERHEAD)
    assert len(store._keys) == 3


def test_a_page_is_too_old_after_a_minute(store: Store, clock: Clock) -> None:
    making = store.begin("tram")
    clock.now += 1
    store.confirm(clock.now)
    store.put("/tram/", page(), making)
    clock.now += LONGEST_AGE - 1
    store.confirm(clock.now)
    assert store.get("/tram/")
    clock.now += 0.5
    assert store.get("/tram/") is None
    assert store.size == 0


def test_a_store_that_hears_nothing_for_a_second_neither_gives_nor_takes(
    store: Store, clock: Clock
) -> None:
    keep(store, "before")
    clock.now += LONGEST_DOUBT
    assert not store.is_sure
    assert store.get("before") is None
    keep(store, "meanwhile")
    store.confirm(clock.now)
    assert store.get("before")
    assert store.get("meanwhile") is None


def test_a_new_store_has_heard_nothing(clock: Clock) -> None:
    assert not Store().is_sure


@pytest.mark.parametrize("article", ["tram", None])
def test_a_page_begun_before_a_change_is_not_kept_after_it(
    store: Store, article: str | None
) -> None:
    before, elsewhere = store.begin(article), store.begin("storage")
    store.drop("tram")
    after = store.begin(article)
    store.put("before", page(), before)
    store.put("after", page(), after)
    store.put("elsewhere", page(), elsewhere)
    assert store.get("before") is None
    assert store.get("after")
    assert store.get("elsewhere")


def test_a_page_begun_before_everything_changed_is_not_kept(store: Store) -> None:
    making = store.begin("tram")
    store.drop_all()
    store.put("/tram/", page(), making)
    assert store.get("/tram/") is None


def test_a_page_made_while_another_thread_changes_it_is_not_kept(store: Store) -> None:
    begun, changed = Barrier(2, timeout=10), Barrier(2, timeout=10)

    def make() -> None:
        making = store.begin("tram")
        begun.wait()
        changed.wait()
        store.put("/tram/", page("as it was"), making)

    reader = Thread(target=make)
    reader.start()
    begun.wait()
    store.drop("tram")
    changed.wait()
    reader.join()
    assert store.get("/tram/") is None


def test_a_change_of_one_thread_leaves_the_others_of_its_article(store: Store) -> None:
    for key, thread in (("whole", None), ("first", 1), ("second", 2)):
        store.put(key, page(), store.begin("tram", thread))
    whole, first, second = (store.begin("tram", thread) for thread in (None, 1, 2))
    store.drop("tram", thread=1)
    assert [key for key in ("whole", "first", "second") if store.get(key)] == ["second"]
    assert [making.is_outdated for making in (whole, first, second)] == [True, True, False]
    store.drop("tram")
    assert store.get("second") is None
