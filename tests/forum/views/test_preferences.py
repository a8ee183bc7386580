"""Where members say how they hear of things, and where mail programs stop mails."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from forum.mailing import choose, chosen_by, gather_next, send_next, trying_again
from forum.models import Comment, Delivery, Member, Notification, RefusedAddress
from forum.models.notification import AT_DESK

AsMember = Callable[[Member], Client]
ADDRESS = "/accounts/notifications/"
ANSWER = Notification.Kind.ANSWER
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def stop_address(bobs_answer: Comment) -> str:
    """The link in the mail that Ada got, without the host."""
    Notification.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    assert gather_next()
    assert send_next()
    return mail.outbox[-1].extra_headers["List-Unsubscribe"][len("<http://testserver") : -1]


def choices(client: Client) -> dict[str, str]:
    """What is selected for each kind on the page."""
    page = client.get(ADDRESS).content.decode()
    selects = re.findall(r'<select name="(\w+)".*?</select>', page, re.DOTALL)
    chosen = re.findall(r'<option value="(\w+)" selected>', page)
    return dict(zip(selects, chosen, strict=True))


def test_a_member_chooses_for_each_kind(ada: Member, as_member: AsMember) -> None:
    client = as_member(ada)
    before = choices(client)
    assert before.keys() == set(Notification.Kind.values) - AT_DESK.keys()
    assert before["answer"] == Delivery.AT_ONCE
    answer = client.post(ADDRESS, before | {"answer": "weekly", "quote": "off"}, follow=True)
    assert "Saved." in answer.content.decode()
    assert choices(client) == before | {"answer": "weekly", "quote": "off"}


def test_what_nobody_could_choose_is_refused_and_changes_nothing(
    ada: Member, as_member: AsMember
) -> None:
    client = as_member(ada)
    before = choices(client)
    for said in ({"answer": "hourly"}, before | {"answer": "by pigeon"}):
        answer = client.post(ADDRESS, said)
        assert answer.status_code == 422
        assert 'class="field-error"' in answer.content.decode()
    assert choices(client) == before


def test_a_member_reads_that_the_address_refuses_mail_and_proves_that_it_takes_it(
    ada: Member, bob: Member, as_member: AsMember
) -> None:
    said = "550 5.1.1 No such user <b>here</b>"
    RefusedAddress.objects.create(address=ada.email, said=said)
    client = as_member(ada)
    page = client.get(ADDRESS).content.decode()
    assert "Your address refuses mail." in page
    assert "550 5.1.1 No such user &lt;b&gt;here&lt;/b&gt;" in page
    assert "Your address refuses mail" in client.get("/accounts/").content.decode()
    assert "refuses mail" not in as_member(bob).get(ADDRESS).content.decode()
    assert client.post(ADDRESS, {"again": "1"}).status_code == 303
    assert RefusedAddress.objects.exists()
    (letter,) = mail.outbox
    assert letter.to == [ada.email]
    (path,) = re.findall(r"http://testserver(/mail-again/\S+)", letter.body)
    scanner = Client()
    assert "Shall we write there again?" in scanner.get(path).content.decode()
    assert RefusedAddress.objects.exists()
    scanner.post(path)
    assert not RefusedAddress.objects.exists()
    assert "refuses mail" not in client.get(ADDRESS).content.decode()


def test_a_link_to_get_mail_again_holds_for_a_day_and_for_its_address(ada: Member) -> None:
    trying_again.ask(ada)
    (path,) = re.findall(r"http://testserver(/mail-again/\S+)", mail.outbox[0].body)
    assert Client().get(path).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert Client().post(path).status_code == 404
    Member.objects.filter(pk=ada.pk).update(email="ada@elsewhere.example")
    assert Client().post(path).status_code == 404


def test_a_server_that_is_away_is_said_to_be(
    ada: Member, as_member: AsMember, settings: Any
) -> None:
    RefusedAddress.objects.create(address=ada.email, kind="complaint")
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = SMTP, "127.0.0.1"
    settings.EMAIL_PORT = 1
    page = as_member(ada).post(ADDRESS, {"again": "1"}, follow=True).content.decode()
    assert "The mail could not be sent now." in page
    assert "Mail to you is off." in page


def test_nobody_has_us_write_to_them_again_and_again(ada: Member, as_member: AsMember) -> None:
    answers = [as_member(ada).post(ADDRESS, {"again": "1"}).status_code for _ in range(4)]
    assert answers == [303, 303, 303, 429]


def test_a_mail_program_stops_the_mails_without_a_session(stop_address: str, ada: Member) -> None:
    program = Client(enforce_csrf_checks=True)
    answer = program.post(stop_address, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not answer.cookies
    assert chosen_by(ada)[ANSWER] == Delivery.SITE
    assert program.post(stop_address).status_code == 200


def test_looking_at_the_link_changes_nothing(stop_address: str, ada: Member) -> None:
    scanner = Client()
    page = scanner.get(stop_address).content.decode()
    assert scanner.head(stop_address).status_code == 200
    assert '<form method="post">' in page
    assert "You get mail when somebody answers you." in page
    assert chosen_by(ada)[ANSWER] == Delivery.AT_ONCE


def test_the_link_of_a_digest_stops_that_digest(bobs_answer: Comment, ada: Member) -> None:
    choose(ada, {ANSWER: Delivery.DAILY, Notification.Kind.QUOTE: Delivery.WEEKLY})
    six = timezone.now().replace(hour=6, minute=0, second=0, microsecond=0)
    Notification.objects.update(due_at=six - timedelta(days=1))
    assert gather_next()
    assert send_next()
    address = mail.outbox[-1].extra_headers["List-Unsubscribe"][len("<http://testserver") : -1]
    assert "You get mail once a day." in Client().get(address).content.decode()
    Client().post(address)
    assert chosen_by(ada)[ANSWER] == Delivery.SITE
    assert chosen_by(ada)["quote"] == Delivery.WEEKLY


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: token[:-1],
        lambda token: token.replace(":", ""),
        lambda token: "WzIsImFuc3dlciJd" + token[token.index(":") :],
        lambda token: "x",
    ],
)
def test_nobody_stops_mails_with_a_link_that_is_not_ours(
    spoil: Callable[[str], str], stop_address: str, ada: Member
) -> None:
    token = stop_address.split("/")[2]
    address = stop_address.replace(token, spoil(token))
    assert Client().post(address).status_code == 404
    assert Client().get(address).status_code == 404
    assert chosen_by(ada)[ANSWER] == Delivery.AT_ONCE
