"""Anonymous readers get finished pages: the same as Django's, as long as nothing has changed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

import pytest
import time_machine
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.test import Client
from django.utils import timezone

from articles.models import Article
from forum import asgi, moderating, posting, recommending, watching
from forum.models import Comment, Discussion, Member
from forum.store import LONGEST_AGE, LONGEST_DOUBT, pages
from tests.conftest import TRAM, Clock
from tests.forum.knocking import WHOLE, Answer, ask, ask_together, hand_in

ACCEPTED = "gzip, deflate, br"


@pytest.fixture(autouse=True)
def _sure(committed_db: None, clock: Clock) -> Iterator[None]:
    watching.watcher.look()
    with time_machine.travel(timezone.now(), tick=False):  # "now" stays "now"
        yield


@pytest.fixture
def asked() -> Iterator[list[str]]:
    """The addresses that Django is asked for."""
    addresses: list[str] = []

    def note(environ: dict[str, Any], **more: Any) -> None:
        query = environ["QUERY_STRING"]
        addresses.append(environ["PATH_INFO"] + (f"?{query}" if query else ""))

    request_started.connect(note)
    yield addresses
    request_started.disconnect(note)


@contextmanager
def held(address: str) -> Iterator[list[Answer]]:
    """A reader whose page is made, from what is there now, but not yet handed on."""
    made, go_on = Event(), Event()
    answers: list[Answer] = []

    def hold(**more: Any) -> None:
        if not made.is_set():
            made.set()
            assert go_on.wait(10)

    reader = Thread(target=lambda: answers.append(ask(address)))
    request_finished.connect(hold)
    reader.start()
    try:
        assert made.wait(10)
        yield answers
    finally:
        go_on.set()
        reader.join()
        request_finished.disconnect(hold)


@pytest.fixture
def tram(adas_comment: Comment) -> str:
    return adas_comment.discussion.article.get_absolute_url()


def test_a_second_reader_is_answered_without_django(tram: str, asked: list[str]) -> None:
    first, second = ask(tram), ask(tram)
    assert asked == [tram]
    assert first == second
    assert first.status == 200
    assert "I took the later tram" in first.text


@pytest.mark.parametrize(
    "door",
    [
        *("/", "/feed.xml", "/sections/cities/", "/authors/lena-horvat/", "/quotes/", "/rules/"),
        *("{tram}", "{tram}feed.xml", "{tram}?order=newest", "{tram}passages/p-1/"),
    ],
)
def test_the_pages_that_people_read_are_kept(door: str, tram: str, asked: list[str]) -> None:
    address = door.format(tram=tram)
    plain = Client().get(address)
    asked.clear()
    kept = [ask(address), ask(address)][1]
    assert asked == [address]
    assert kept.body == plain.content
    assert kept.headers == {name.lower(): value for name, value in plain.headers.items()}


@pytest.mark.parametrize(
    "door", ["/members/Ada/", "/healthz", "/accounts/login/", "/comments/{pk}/quote/", "/nowhere/"]
)
def test_other_pages_are_not(door: str, adas_comment: Comment, asked: list[str]) -> None:
    address = door.format(pk=adas_comment.pk)
    assert ask(address).status == ask(address).status
    assert asked == [address, address]
    assert len(pages) == 0


def test_what_is_not_there_is_not_kept(tram: str, asked: list[str]) -> None:
    assert ask("/articles/nothing/").status == ask("/articles/nothing/").status == 404
    assert len(asked) == 2
    assert len(pages) == 0


def test_who_has_the_page_already_is_told_so(tram: str, asked: list[str]) -> None:
    first = ask(tram, accept_encoding=ACCEPTED)
    etag = first.headers["etag"]
    again = ask(tram, accept_encoding=ACCEPTED, if_none_match=f'"other", W/{etag}')
    assert (again.status, again.body) == (304, b"")
    assert ask(tram, accept_encoding=ACCEPTED, if_none_match='"other"').status == 200
    of_a_body = {"content-type", "content-length", "content-encoding"}
    assert again.headers == {
        name: value for name, value in first.headers.items() if name not in of_a_body
    }
    assert len(asked) == 1


def test_even_the_first_to_ask_after_a_restart(tram: str) -> None:
    etag = ask(tram, accept_encoding=ACCEPTED).headers["etag"]
    pages.drop_all()
    assert ask(tram, accept_encoding=ACCEPTED, if_none_match=etag).status == 304


def test_django_tells_so_too_where_nothing_is_kept(tram: str, clock: Clock) -> None:
    etag = ask(tram).headers["etag"]
    clock.now += LONGEST_DOUBT
    again = ask(tram, if_none_match=etag)
    assert (again.status, again.body) == (304, b"")
    assert "content-security-policy" in again.headers
    assert ask(tram, if_none_match='"other"').status == 200


def test_each_encoding_is_a_page_of_its_own(tram: str) -> None:
    answers = [
        ask(tram, accept_encoding=accepted) for accepted in ("br", "gzip", "identity", "br;q=0")
    ]
    assert [answer.headers.get("content-encoding") for answer in answers] == [
        *("br", "gzip", None, None)
    ]
    assert len({answer.text for answer in answers}) == 1
    assert len({answer.headers["etag"] for answer in answers}) == 3
    for answer in answers:
        assert int(answer.headers["content-length"]) == len(answer.body)
        assert "Accept-Encoding" in answer.headers["vary"]


def test_who_takes_nothing_that_we_have_is_left_to_django(tram: str, asked: list[str]) -> None:
    for _ in range(2):
        assert ask(tram, accept_encoding="identity;q=0").status == 200
    assert asked == [tram, tram]


def test_asking_for_the_headers_only_brings_the_same_ones(tram: str, asked: list[str]) -> None:
    head, page = ask(tram, method="HEAD"), ask(tram)
    assert head.headers == page.headers
    assert (head.status, head.body) == (200, b"")
    assert asked == [tram]


@pytest.mark.parametrize("cookie", ["sessionid=abcdefgh", "csrftoken=x", "messages=x", "marks=off"])
def test_whoever_may_see_another_page_is_left_to_django(
    cookie: str, tram: str, asked: list[str]
) -> None:
    ask(tram)
    for header in (cookie, f"theme=dark; {cookie}"):
        asked.clear()
        answer = ask(tram, cookie=header, if_none_match=ask(tram).headers["etag"])
        assert answer.status == 200
        assert asked == [tram]
        assert answer.headers["cache-control"] == "private, no-store"


def test_a_member_sees_their_own_page_and_nobody_else_does(
    tram: str, ada: Member, as_member: Callable[[Member], Client]
) -> None:
    session = as_member(ada).cookies["sessionid"].value
    assert "Log out" in ask(tram, cookie=f"sessionid={session}").text
    assert "Log out" not in ask(tram).text
    assert "Log out" in ask(tram, cookie=f"sessionid={session}").text


@pytest.mark.parametrize("session", ["", "never-was-one", "%00", "a" * 5000])
def test_a_session_that_is_none_breaks_nothing(session: str, tram: str) -> None:
    answer = ask(tram, cookie=f"sessionid={session}")
    assert answer.status == 200
    assert "Log in" in answer.text


def test_cookies_of_others_change_nothing(tram: str, asked: list[str]) -> None:
    assert ask(tram) == ask(tram, cookie="_ga=GA1.2.3; theme=dark")
    assert asked == [tram]


def test_a_fragment_is_no_page(tram: str, asked: list[str]) -> None:
    ask(tram)
    ask(tram, x_fragment="1")
    assert asked == [tram, tram]


def test_writing_is_left_to_django(tram: str, asked: list[str]) -> None:
    ask(tram)
    assert ask(tram, method="POST").status in {403, 405}
    assert asked == [tram, tram]


def test_a_host_that_is_not_ours_is_refused(tram: str) -> None:
    ask(f"{tram}feed.xml")
    for _ in range(2):
        assert ask(f"{tram}feed.xml", host="evil.example").status == 400
    assert len(pages) == 1


def test_a_feed_bears_the_sites_own_addresses_whichever_host_was_asked(
    tram: str, settings: Any
) -> None:
    for host in ("testserver", "localhost", "localhost:8000"):
        for _ in range(2):
            assert f"{settings.SITE_URL}{tram}" in ask(f"{tram}feed.xml", host=host).text


def test_a_header_that_stands_there_twice_is_left_to_django(tram: str) -> None:
    ask(tram)
    hosts = [(b"host", b"testserver"), (b"host", b"evil.example")]
    assert hand_in([WHOLE], path=tram, headers=hosts)[0]["status"] == 400


@pytest.fixture
def with_tls_only(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SECURE_SSL_REDIRECT = True
    anew = asgi.WSGIMiddleware(get_wsgi_application(), workers=1)
    monkeypatch.setattr(asgi, "pages", anew)


@pytest.mark.usefixtures("with_tls_only")
def test_who_comes_without_tls_is_sent_to_it(tram: str, settings: Any) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for _ in range(2):
        assert ask(tram, x_forwarded_proto="https").status == 200
        for forwarded in ({}, {"x_forwarded_proto": "http"}, {"x_forwarded_proto": "http, https"}):
            answer = ask(tram, **forwarded)
            assert answer.status == 301
            assert answer.headers["location"] == f"https://testserver{tram}"


@pytest.mark.usefixtures("with_tls_only")
def test_a_forwarded_scheme_that_nobody_vouches_for_counts_nothing(tram: str) -> None:
    for _ in range(2):
        assert ask(tram, scheme="https").status == 200
        assert ask(tram, x_forwarded_proto="https").status == 301


def test_the_order_of_a_query_and_what_no_page_reads_make_no_other_page(
    tram: str, asked: list[str]
) -> None:
    pages = [
        ask(f"{tram}{query}")
        for query in (
            "?order=newest&start=7",
            "?start=7&order=newest",
            "?utm_source=mail&order=oldest&start=7&order=newest",
        )
    ]
    assert pages[0] == pages[1] == pages[2]
    assert asked == [f"{tram}?order=newest&start=7"]


def test_queries_made_up_to_fill_the_store_do_not(tram: str, asked: list[str]) -> None:
    for number in range(200):
        assert ask(f"{tram}?{number}=x&junk={number}").status == 200
    assert asked == [tram]
    assert ask(f"{tram}?{'x' * 1000}").status == 200
    assert len(pages) == 1


def test_nothing_internal_leaks(tram: str) -> None:
    known = {
        *("cache-control", "cdn-cache-control", "content-length", "content-security-policy"),
        *("content-type", "cross-origin-opener-policy", "etag", "permissions-policy"),
        *("referrer-policy", "strict-transport-security", "vary", "x-content-type-options"),
        "x-frame-options",
    }
    for _ in range(2):
        assert ask(tram).headers.keys() - known == set()


def test_ages_stay_true(tram: str, clock: Clock, asked: list[str]) -> None:
    ask(tram)
    clock.now += LONGEST_AGE + 1
    watching.watcher.look()
    ask(tram)
    assert len(asked) == 2


def test_while_changes_cannot_be_heard_of_django_is_asked(
    tram: str, clock: Clock, asked: list[str]
) -> None:
    feed = f"{tram}feed.xml"
    ask(feed)
    clock.now += LONGEST_DOUBT
    for _ in range(2):
        assert ask(feed).status == 200
    assert len(asked) == 3


def test_what_is_removed_is_gone_at_once(
    tram: str, adas_comment: Comment, mira: Member, asked: list[str]
) -> None:
    addresses = [tram, f"{tram}feed.xml", f"{tram}?order=newest"]
    for address in addresses:
        assert "I took the later tram" in ask(address).text
    moderating.remove(adas_comment, by=mira, reason="Spam")
    for address in addresses:
        assert "I took the later tram" not in ask(address).text


def test_what_is_said_changed_and_recommended_is_there_at_once(
    tram: str, adas_comment: Comment, ada: Member, bob: Member
) -> None:
    ask(tram)
    posting.post(adas_comment.discussion, author=bob, body="So did I.")
    assert "So did I." in ask(tram).text
    assert "2 comments" in ask("/").text
    posting.edit(adas_comment, by=ada, body="I took it home.", version=1)
    assert "I took it home." in ask(tram).text
    recommending.recommend(adas_comment, by=bob)
    assert "Recommend <b>1</b>" in ask(tram).text


def test_what_is_imported_and_closed_is_shown_at_once(
    tram: str,
    make_article: Callable[..., Article],
    make_member: Callable[..., Member],
    as_member: Callable[[Member], Client],
) -> None:
    ask("/")
    make_article(TRAM.replace("The tram", "The bus").replace("Cities", "Roads"), "bus.txt")
    assert "The bus that came back" in ask("/").text
    assert "Roads" in ask(tram).text
    discussion = Discussion.objects.get(article__slug=tram.split("/")[2])
    desk = as_member(make_member("Tove", is_staff=True, is_superuser=True))
    desk.post(f"/admin/forum/discussion/{discussion.pk}/change/", {"mode": "closed"})
    assert "This discussion is closed" in ask(tram).text


def test_other_articles_stay(
    tram: str, bob: Member, make_article: Callable[..., Article], asked: list[str]
) -> None:
    other = make_article(TRAM.replace("The tram", "The bus"), "bus.txt")
    ask(tram)
    asked.clear()
    posting.post(other.discussion, author=bob, body="And the bus?")
    ask(tram)
    assert asked == []


def test_a_page_that_changes_while_it_is_made_is_shown_to_nobody_else(
    tram: str, adas_comment: Comment, mira: Member
) -> None:
    """The reader came before the removal and may see what stood there; whoever comes after not."""
    with held(tram) as answers:
        moderating.remove(adas_comment, by=mira, reason="Spam")
    assert "I took the later tram" in answers[0].text
    assert "I took the later tram" not in ask(tram).text


def test_nobody_waits_for_a_page_that_has_changed_meanwhile(
    tram: str, adas_comment: Comment, mira: Member
) -> None:
    with held(tram):
        moderating.remove(adas_comment, by=mira, reason="Spam")
        assert "I took the later tram" not in ask(tram).text
    assert "I took the later tram" not in ask(tram).text


def test_a_page_that_many_ask_for_at_once_is_made_once(tram: str, asked: list[str]) -> None:
    answers = ask_together(tram, times=20, accept_encoding=ACCEPTED)
    assert asked == [tram]
    assert all(answer == answers[0] for answer in answers)
    assert answers[0].status == 200
