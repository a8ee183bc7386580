import io
import json
from collections.abc import Callable
from datetime import timedelta
from secrets import token_hex
from typing import Any
from zipfile import ZipFile

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from forum import closing, flagging, moderating, posting, recommending, sanctioning
from forum.disclosing import packed
from forum.models import Closing, Comment, Member
from tests.conftest import PASSWORD
from tests.forum.exporting.test_html import Page
from tests.forum.mails import code_sent_to


def log_in(member: Member) -> Client:
    client = Client()
    answer = client.post("/accounts/login/", {"login": member.email, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def proven(member: Member) -> Client:
    """A browser whose owner has just shown once more who they are."""
    client = log_in(member)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def downloaded(client: Client) -> tuple[dict[str, Any], str]:
    answer = client.post("/accounts/data/")
    assert answer.status_code == 200
    with ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:  # type: ignore[attr-defined]
        assert archive.namelist() == ["data.json", "index.html"]
        return json.loads(archive.read("data.json")), archive.read("index.html").decode()


def test_only_who_has_just_shown_who_they_are_gets_in(
    as_member: Callable[[Member], Client], ada: Member
) -> None:
    for address in ("/accounts/data/", "/accounts/closing/"):
        answer = as_member(ada).get(address)
        assert answer.headers["Location"].startswith("/accounts/reauthenticate/")
        answer = proven(ada).get(address)
        assert (answer.status_code, "no-store" in answer.headers["Cache-Control"]) == (200, True)


def test_ada_downloads_what_the_site_holds_of_her(
    adas_comment: Comment, bobs_answer: Comment, ada: Member, bob: Member, mira: Member
) -> None:
    recommending.recommend(bobs_answer, by=ada)
    flagging.flag(bobs_answer, by=ada, reason="other", note="Too short.")
    moderating.remove(adas_comment, by=mira, reason="Off the subject.")
    sanctioning.warn(ada, by=mira, reason="Please be kind.")
    data, text = downloaded(proven(ada))
    assert data["account"]["name"] == "Ada"
    assert data["account"]["email_addresses"][0]["address"] == "ada@example.org"
    [comment] = data["comments"]
    assert comment["body"] == adas_comment.body
    assert comment["decisions"][0]["reason"] == "Off the subject."
    assert data["recommendations"][0]["comment"].endswith(f"/comments/{bobs_answer.pk}/")
    assert data["reports"][0]["note"] == "Too short."
    assert data["sanctions"][0]["reason"] == "Please be kind."
    assert data["sessions"]
    for words in ("Ada", adas_comment.text, "Off the subject.", "Too short.", "Please be kind."):
        assert words in text
    assert not Page(text).tags & {"script", "link", "img"}


def test_nothing_of_others_is_in_it(
    adas_comment: Comment, bobs_answer: Comment, ada: Member, bob: Member, mira: Member
) -> None:
    words = "Bob lives at the depot"
    removed = posting.post(adas_comment.discussion, author=bob, body=f"{words}.")
    posting.post(removed.discussion, author=ada, body=f"> {words}.\n\nDoes he?", to=removed)
    moderating.remove(removed, by=mira, reason="Private.")
    sanctioning.note(ada, by=mira, text="Knows Bob.")
    flagging.flag(adas_comment, by=bob, reason="other", note="Ask Gertrude.")
    data, text = downloaded(proven(ada))
    for secret in (words, "Knows Bob", "Gertrude", "bob@", "mira@", "Mira", PASSWORD):
        assert secret not in text
        assert secret not in json.dumps(data, ensure_ascii=False)
    assert "Does he?" in text


def test_a_download_is_a_file_that_nobody_keeps(ada: Member) -> None:
    answer = proven(ada).post("/accounts/data/")
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer.headers["Cache-Control"]
    assert b"".join(answer.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]


def test_three_downloads_a_day_are_enough(ada: Member) -> None:
    client = proven(ada)
    for _ in range(3):
        downloaded(client)
    answer = client.post("/accounts/data/")
    assert answer.status_code == 429
    assert "3 downloads of one’s data in a day" in answer.content.decode()


def test_the_number_of_questions_does_not_grow_with_the_comments(
    adas_comment: Comment, ada: Member, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        posting.post(adas_comment.discussion, author=ada, body=f"> {adas_comment.text}\n\n{number}")
    with django_assert_max_num_queries(60):
        list(packed(ada))


def test_much_is_sent_as_it_is_read(adas_comment: Comment, ada: Member) -> None:
    for _ in range(20):
        posting.post(adas_comment.discussion, author=ada, body=token_hex(2_000))
    pieces = list(packed(ada))
    assert len(pieces) > 3
    assert max(map(len, pieces)) < 50_000
    with ZipFile(io.BytesIO(b"".join(pieces))) as archive:
        assert len(json.loads(archive.read("data.json"))["comments"]) == 21


def test_ada_closes_her_account_and_is_told_before(adas_comment: Comment, ada: Member) -> None:
    client = proven(ada)
    assert "What is to become of your comment?" in client.get("/accounts/closing/").content.decode()
    mail.outbox.clear()
    answer = client.post("/accounts/closing/", {"comments": "withdraw"})
    assert answer.status_code == 200
    assert "Good-bye" in answer.content.decode()
    assert Closing.objects.get().withdraws
    [sent] = mail.outbox
    assert sent.to == ["ada@example.org"]
    assert "log in before then" in sent.body
    assert client.get("/accounts/").status_code == 302


def test_who_chooses_nothing_is_asked_again(ada: Member) -> None:
    answer = proven(ada).post("/accounts/closing/", {})
    assert answer.status_code == 422
    assert "Choose one of the two." in answer.content.decode()
    assert not Closing.objects.exists()


def test_a_mail_server_that_is_away_keeps_nobody_here(ada: Member, settings: Any) -> None:
    client = proven(ada)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert client.post("/accounts/closing/", {"comments": "keep"}).status_code == 200
    assert Closing.objects.exists()


def test_logging_in_within_the_day_takes_it_back(ada: Member) -> None:
    closing.ask(ada, withdraws=True)
    client = log_in(ada)
    assert not Closing.objects.exists()
    assert "your account stays" in client.get("/accounts/").content.decode()


def test_the_only_administrator_is_told_why_not(make_member: Callable[..., Member]) -> None:
    tove = make_member("Tove", is_staff=True, is_superuser=True)
    client = proven(tove)
    assert "only administrator" in client.get("/accounts/closing/").content.decode()
    answer = client.post("/accounts/closing/", {"comments": "keep"})
    assert (answer.status_code, Closing.objects.exists()) == (422, False)


@pytest.mark.parametrize("kind", ["silence", "ban"])
def test_who_comes_back_with_the_same_address_comes_back_sanctioned(
    kind: str, ada: Member, mira: Member
) -> None:
    closing.ask(ada, withdraws=False)
    until = timezone.now() + timedelta(days=3)
    getattr(sanctioning, kind)(ada, by=mira, reason="Spam.", until=until)
    Closing.objects.update(due_at=timezone.now())
    assert closing.close_next()
    client = Client()
    told = {"email": "ada@example.org", "username": "Adele", "password1": PASSWORD, "website": ""}
    assert client.post("/accounts/signup/", told).status_code == 302
    code = code_sent_to("ada@example.org")
    answer = client.post("/accounts/confirm-email/", {"code": code}, follow=True)
    back = Member.objects.get(name="Adele")
    assert [row.kind for row in back.sanctions.all()] == [kind]
    is_in = client.get("/accounts/").status_code == 200
    assert is_in == (kind == "silence")
    assert ("You can’t come in" in answer.content.decode()) == (kind == "ban")
