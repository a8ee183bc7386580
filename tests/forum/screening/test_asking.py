"""What a spam service and a program of one's own say of comments."""

import hashlib
import hmac
import json
import logging
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_network
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from pytest_django import Settings

from articles.models import Article
from forum.models import Action, Comment, Discussion, Kind, Member, RuleVersion
from forum.posting import post
from forum.screening import asking

Make = Callable[..., RuleVersion]
SECRET = "between us"


class Service:
    """Answers what it is told to, and remembers what it was asked."""

    def __init__(self) -> None:
        self.answer = b"false"
        self.status = 200
        self.asked: list[tuple[str, dict[str, str], bytes]] = []

    def says(self, answer: Any) -> None:
        self.answer = answer if isinstance(answer, bytes) else json.dumps(answer).encode()


@pytest.fixture
def service(settings: Settings) -> Iterator[Service]:
    service = Service()

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.asked.append((self.path, dict(self.headers), body))
            self.send_response(service.status)
            self.end_headers()
            self.wfile.write(service.answer)

        def log_message(self, *told: Any) -> None:
            """Not into the tests' output."""

    server = HTTPServer(("127.0.0.1", 0), Answers)
    thread = Thread(target=server.serve_forever, args=[0.01])
    thread.start()
    settings.FETCH_ALLOW = [ip_network("127.0.0.0/8")]
    settings.AKISMET_URL = f"http://127.0.0.1:{server.server_port}"
    settings.AKISMET_KEY = "our-key"
    settings.HOOK_URL = f"http://127.0.0.1:{server.server_port}/hook"
    settings.HOOK_SECRET = SECRET
    asking._silent_until.clear()
    yield service
    asking._silent_until.clear()
    server.shutdown()
    thread.join()
    server.server_close()


def say(discussion: Discussion, author: Member, body: str = "A word.") -> Comment:
    return post(discussion, author=author, body=body, address="192.0.2.7")


def test_what_a_service_takes_for_spam_is_held(
    discussion: Discussion, nora: Member, rule: Make, service: Service
) -> None:
    version = rule(Kind.SERVICE, Action.HOLD)
    assert say(discussion, nora, "Good morning.").is_published
    service.says(b"true")
    waiting = say(discussion, nora, "Watches!")
    assert waiting.decisions.get().rule == version
    path, _, body = service.asked[-1]
    told = {name: values[0] for name, values in parse_qs(body.decode()).items()}
    assert path == "/1.1/comment-check"
    assert told == {
        "api_key": "our-key",
        "blog": "http://testserver",
        "user_ip": "192.0.2.7",
        "comment_type": "comment",
        "comment_author": "Nora",
        "comment_author_email": "nora@example.org",
        "comment_content": "Watches!",
        "permalink": "http://testserver/articles/the-tram-that-came-back/",
    }


def test_where_people_post_from_is_told_to_the_service(
    article: Article,
    nora: Member,
    rule: Make,
    service: Service,
    as_member: Callable[[Member], Client],
) -> None:
    rule(Kind.SERVICE, Action.HOLD)
    address = f"{article.get_absolute_url()}comments/"
    as_member(nora).post(address, {"body": "Hello."}, REMOTE_ADDR="198.51.100.4")
    assert b"user_ip=198.51.100.4" in service.asked[0][2]


@pytest.mark.parametrize("kind", [Kind.SERVICE, Kind.HOOK])
@pytest.mark.parametrize(
    ("answer", "status"),
    [(b"invalid", 200), (b"", 500), (b'{"decision": "no"}', 200), (b'["hold"]', 200)],
)
def test_who_gives_no_sensible_answer_lets_nothing_through_and_is_left_alone_for_a_while(
    kind: str,
    answer: bytes,
    status: int,
    discussion: Discussion,
    nora: Member,
    rule: Make,
    service: Service,
    caplog: pytest.LogCaptureFixture,
) -> None:
    version = rule(kind, Action.HOLD)
    service.answer, service.status = answer, status
    with caplog.at_level(logging.WARNING):
        first = say(discussion, nora, "First.")
    service.answer, service.status = b"false", 200
    second = say(discussion, nora, "Second.")
    assert [first.is_waiting, second.is_waiting] == [True, True]
    assert first.decisions.get().rule == version
    assert len(service.asked) == 1
    assert "gave no answer" in caplog.text
    assert "our-key" not in caplog.text + first.decisions.get().reason


def test_a_service_that_is_not_to_be_reached_lets_nothing_through(
    discussion: Discussion, nora: Member, rule: Make, service: Service, settings: Settings
) -> None:
    rule(Kind.SERVICE, Action.REFUSE)
    settings.FETCH_ALLOW = []
    assert say(discussion, nora).is_waiting
    assert service.asked == []


def test_a_program_of_ones_own_decides_and_can_tell_who_asks(
    adas_comment: Comment, nora: Member, rule: Make, service: Service
) -> None:
    rule(Kind.HOOK, Action.HOLD)
    discussion = adas_comment.discussion
    service.says({"decision": "publish"})
    assert say(discussion, nora, "See https://example.org/.").is_published
    path, headers, body = service.asked[0]
    signed = headers["X-Rejoinder-Timestamp"].encode() + b"." + body
    signature = hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    assert (path, headers["X-Rejoinder-Signature"]) == ("/hook", f"sha256={signature}")
    told = json.loads(body)
    assert told["comment"]["links_to"] == ["example.org"]
    assert (told["author"]["name"], told["answers"]) == ("Nora", None)
    service.says({"decision": "hold", "reason": "Read this one"})
    assert say(discussion, nora, "Two.").decisions.get().reason == "Rule 1: Read this one"
    service.says({"decision": "refuse", "reason": "Not in verse."})
    with pytest.raises(ValidationError, match="Not in verse"):
        say(discussion, nora, "Three.")


def test_others_hear_only_of_what_would_be_published(
    discussion: Discussion, nora: Member, mira: Member, rule: Make, service: Service
) -> None:
    rule(Kind.SERVICE, Action.HOLD)
    rule(Kind.WORDS, Action.HOLD, entries="watches")
    say(discussion, nora, "Watches!")
    say(discussion, mira, "From a moderator.")
    assert service.asked == []


def test_nobody_is_asked_in_a_transaction(
    committed_db: None,
    discussion: Discussion,
    nora: Member,
    rule: Make,
    service: Service,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rule(Kind.SERVICE, Action.HOLD)
    states = []
    fetch = asking.fetch

    def watched(*given: Any, **named: Any) -> Any:
        states.append(connection.in_atomic_block)
        return fetch(*given, **named)

    monkeypatch.setattr(asking, "fetch", watched)
    comment = say(discussion, nora)
    assert comment.is_published
    assert states == [False]
