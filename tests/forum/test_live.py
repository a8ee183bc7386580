"""Following a discussion: which changes readers are told of, and what of those they missed."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NoReturn

import pytest
from django.db import DatabaseError, connection, connections

from articles.models import Article
from forum import asgi, live, moderating, posting, recommending
from forum.cursor import Cursor
from forum.models import Change, Comment, Discussion, Member
from forum.streams import MOST_PENDING, Event, Stream, Streams
from forum.watching import watcher
from tests.conftest import take_offline
from tests.forum.knocking import hand_in

Message = dict[str, Any]
Act = Callable[[], object]


class Reader:
    """Somebody who follows a discussion at our own entry, as a browser does."""

    def __init__(self, article: Article, *, after: object = "") -> None:
        self.path = f"/live{article.get_absolute_url()}"
        self.query = f"after={after}".encode()
        self.said = b""
        self.status = 0
        self.heard = asyncio.Event()
        self.gone = asyncio.Event()
        self.task = asyncio.create_task(self._follow())

    async def until(self, text: str) -> None:
        async with asyncio.timeout(10):
            while text.encode() not in self.said:
                await self.heard.wait()
                self.heard.clear()

    async def leave(self) -> None:
        self.gone.set()
        await self.task

    @property
    def comments(self) -> list[str]:
        """The data of the events that came, in their order."""
        lines = self.said.decode().splitlines()
        return [line.removeprefix("data: ") for line in lines if line.startswith("data: ")]

    @property
    def cursor(self) -> str:
        """Of the last event, or line, that had one."""
        lines = self.said.decode().splitlines()
        return [line.removeprefix("id: ") for line in lines if line.startswith("id: ")][-1]

    async def _follow(self) -> None:
        scope = {
            "type": "http",
            "method": "GET",
            "path": self.path,
            "query_string": self.query,
            "headers": [(b"host", b"testserver")],
        }
        await asgi.application(scope, self._receive, self._send)

    async def _receive(self) -> Message:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        self.status = message.get("status", self.status)
        self.said += message.get("body", b"")
        self.heard.set()


Play = Callable[[Any], Any]


@pytest.fixture
def play(committed_db: None, article: Article) -> Play:
    """Plays a scene in an event loop that runs as the server's does, with its watcher."""

    async def with_streams(scene: Any) -> Any:
        live.streams.start()
        try:
            return await asyncio.wait_for(scene(), 30)
        finally:
            live.streams.stop()
            await asyncio.to_thread(connections.close_all)

    def play(scene: Any) -> Any:
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(asyncio.run, with_streams(scene)).result()

    watcher.start_anew()
    watcher.look()
    return play


async def do(act: Act) -> Any:
    """In another thread, as a request; then the watcher looks, as it does all the time."""

    def act_and_look() -> Any:
        try:
            done = act()
            watcher.look()
            return done
        finally:
            connection.close()

    return await asyncio.to_thread(act_and_look)


def heard(comment: Comment) -> str:
    return f'{{"comment": {comment.pk}}}'


def test_a_reader_hears_of_a_new_comment_and_never_its_words(
    play: Play, article: Article, ada: Member
) -> None:
    async def scene() -> None:
        reader = Reader(article)
        await reader.until("id:")
        posted = await do(lambda: posting.post(article.discussion, author=ada, body="So be it."))
        await reader.until(heard(posted))
        await reader.leave()
        assert reader.comments == [heard(posted)]
        assert b"So be it" not in reader.said

    play(scene)


def test_a_reader_of_another_article_hears_nothing(
    play: Play, make_article: Callable[..., Article], article: Article, ada: Member
) -> None:
    other_article = make_article("Otherwise\n\nA paragraph of its own.\n", "other.txt")

    async def scene() -> None:
        here, there = Reader(article), Reader(other_article)
        await here.until("id:")
        await there.until("id:")
        posted = await do(lambda: posting.post(article.discussion, author=ada, body="Only here."))
        await here.until(heard(posted))
        await here.leave()
        await there.leave()
        assert there.comments == []

    play(scene)


def test_a_comment_that_waits_shows_nothing_until_it_is_published(
    play: Play, article: Article, ada: Member, mira: Member
) -> None:
    Discussion.objects.update(mode=Discussion.Mode.PREMODERATED)
    article = Article.objects.get()

    async def scene() -> None:
        reader = Reader(article)
        await reader.until("id:")
        waiting = await do(lambda: posting.post(article.discussion, author=ada, body="Wait."))
        rejected = await do(lambda: posting.post(article.discussion, author=ada, body="No."))
        await do(lambda: moderating.reject(rejected, by=mira, reason="No."))
        withdrawn = await do(lambda: posting.post(article.discussion, author=ada, body="Oh."))
        await do(lambda: posting.withdraw(withdrawn, by=ada))
        assert reader.comments == []
        await do(lambda: moderating.approve(waiting, by=mira))
        await reader.until(heard(waiting))
        await reader.leave()
        assert reader.comments == [heard(waiting)]

    play(scene)


def test_removal_edits_and_recommendations_are_told(
    play: Play, article: Article, adas_comment: Comment, ada: Member, mira: Member, bob: Member
) -> None:
    acts: list[Act] = [
        lambda: recommending.recommend(adas_comment, by=bob),
        lambda: posting.edit(adas_comment, by=ada, body="Otherwise.", version=1),
        lambda: moderating.remove(adas_comment, by=mira, reason="Off topic."),
    ]

    async def scene() -> None:
        reader = Reader(article)
        await reader.until("id:")
        for number, act in enumerate(acts, start=1):
            await do(act)
            async with asyncio.timeout(10):
                while len(reader.comments) < number:
                    await reader.heard.wait()
                    reader.heard.clear()
        await reader.leave()
        assert reader.comments == 3 * [heard(adas_comment)]

    play(scene)


def test_who_comes_back_hears_what_was_missed_once_and_nothing_twice(
    play: Play, article: Article, ada: Member
) -> None:
    def post(number: int) -> Act:
        return lambda: posting.post(article.discussion, author=ada, body=f"Word {number}.")

    async def scene() -> None:
        before = Reader(article)
        await before.until("id:")
        first = await do(post(1))
        await before.until(heard(first))
        await before.leave()
        second, third = await do(post(2)), await do(post(3))
        after = Reader(article, after=before.cursor)
        await after.until(heard(third))
        fourth = await do(post(4))
        await after.until(heard(fourth))
        await after.leave()
        assert after.comments == [heard(each) for each in (second, third, fourth)]

    play(scene)


def test_a_browser_that_connects_again_says_in_a_header_where_it_was() -> None:
    scope = {"query_string": b"after=1", "headers": [(b"last-event-id", b"7-3")]}
    assert live._cursor(scope) == Cursor(7, frozenset({3}))


def test_who_was_away_for_longer_than_the_log_reaches_is_told_to_look_at_everything(
    article: Article, ada: Member
) -> None:
    posting.post(article.discussion, author=ada, body="Long ago.")
    seen = Change.objects.latest("pk").pk
    posting.post(article.discussion, author=ada, body="Since.")
    now = Cursor(Change.objects.latest("pk").pk)
    Change.objects.filter(pk__lte=seen).delete()
    assert b'{"comment": null}' in live._told(article.slug, Cursor(seen), now)


def test_a_number_that_came_to_light_late_is_told_to_who_passed_it_over(
    article: Article, ada: Member
) -> None:
    late = posting.post(article.discussion, author=ada, body="Late.")
    number = Change.objects.latest("pk").pk
    seen = Cursor(number + 2, frozenset({number}))
    assert heard(late).encode() in live._told(article.slug, seen, Cursor(number + 2))
    assert heard(late).encode() not in live._told(
        article.slug, seen, Cursor(number + 2, frozenset({number}))
    )


def test_numbers_that_never_came_to_light_hide_nothing(article: Article, ada: Member) -> None:
    seen = Cursor(Change.objects.latest("pk").pk, frozenset({0}))  # older than the log
    missed = posting.post(article.discussion, author=ada, body="Meanwhile.")
    told = live._told(article.slug, seen, Cursor(Change.objects.latest("pk").pk))
    assert heard(missed).encode() in told
    assert b"null" not in told


def test_a_draft_can_not_be_followed(play: Play, article: Article) -> None:
    Article.objects.update(status=Article.Status.DRAFT)

    async def scene() -> None:
        reader = Reader(article)
        await reader.task
        assert reader.status == 404

    play(scene)


def test_streams_end_when_the_article_is_taken_offline(play: Play, article: Article) -> None:
    async def scene() -> None:
        reader = Reader(article)
        await reader.until("id:")
        await do(lambda: take_offline(article))
        await asyncio.wait_for(reader.task, 10)
        assert reader.comments == []

    play(scene)


def test_only_getting_is_allowed(article: Article) -> None:
    sent = hand_in([], method="POST", path=f"/live{article.get_absolute_url()}")
    assert sent[0]["status"] == 405


def test_when_there_are_too_many_it_says_to_come_back(
    article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forum.streams.MOST", 0)
    sent = hand_in([], path=f"/live{article.get_absolute_url()}")
    assert sent[0]["status"] == 503


def test_while_the_database_is_away_it_says_to_come_back(
    article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> NoReturn:
        raise DatabaseError

    monkeypatch.setattr(live, "_missed", away)
    sent = hand_in([], path=f"/live{article.get_absolute_url()}")
    assert sent[0]["status"] == 503


def test_who_reads_too_slowly_is_let_go() -> None:
    async def scene() -> bool:
        streams, stuck = Streams(), asyncio.Event()

        async def send(_: object) -> None:
            await stuck.wait()

        async def read() -> None:
            stream = Stream(send)
            with streams.following("a", stream):
                stream.begin(b"", Cursor(0))
                await asyncio.Event().wait()

        reading = asyncio.create_task(read())
        streams.start()
        await asyncio.sleep(0)
        for number in range(1, MOST_PENDING + 3):
            streams.tell([Event(number, "a", number, Cursor(number))])
            await asyncio.sleep(0)
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(reading, 10)
        streams.stop()
        return streams.articles == []

    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(asyncio.run, scene()).result()


def test_who_has_begun_to_follow_feels_a_pulse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forum.streams.PULSE", 0)

    async def scene() -> tuple[bytes, bytes]:
        streams, felt = Streams(), asyncio.Event()
        said = {"early": b"", "begun": b""}

        def sending(name: str) -> Stream:
            async def send(message: Mapping[str, Any]) -> None:
                said[name] += message["body"]
                felt.set()

            return Stream(send)

        early, begun = sending("early"), sending("begun")
        begun.begin(b"", Cursor(0))
        with streams.following("a", early), streams.following("a", begun):
            streams.start()
            async with asyncio.timeout(10):
                while b"pulse" not in said["begun"]:
                    felt.clear()
                    await felt.wait()
            streams.stop()
        return said["early"], said["begun"]

    with ThreadPoolExecutor(1) as thread:
        early, begun = thread.submit(asyncio.run, scene()).result()
    assert early == b""
    assert begun.startswith(b"event: pulse\ndata:\n\n")
