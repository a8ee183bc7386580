"""What administrators see of the mails, and can do about those that weren't sent."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from forum.models import Comment, Mail, Member

ADDRESS = "/admin/forum/mail/"


@pytest.fixture
def administrator(
    make_member: Callable[..., Member], as_member: Callable[[Member], Client]
) -> Client:
    tove = make_member("Tove", is_staff=True)
    tove.groups.add(Group.objects.get(name="administrators"))
    return as_member(tove)


@pytest.fixture
def mails(ada: Member, bob: Member) -> list[Mail]:
    """One of each state, the one that was given up first."""
    states = [
        *(Mail.State.FAILED, Mail.State.UNCERTAIN, Mail.State.WAITING),
        *(Mail.State.SENT, Mail.State.SKIPPED),
    ]
    rows = [Mail(member=ada, delivery="at_once", state=state) for state in states]
    for row in rows:
        row.due_at = row.due_at if row.state == Mail.State.WAITING else None
    rows[0].member, rows[0].error = bob, "450 4.2.1 Come back later"
    return Mail.objects.bulk_create(rows)


def test_those_that_were_given_up_come_first_with_the_reason(
    mails: list[Mail], administrator: Client
) -> None:
    page = administrator.get(ADDRESS).content.decode()
    states = [str(row.get_state_display()) for row in mails]
    table = page[page.index("result_list") :]
    found = [table.index(f">{state}</td>") for state in states]
    assert found == sorted(found)
    assert "450 4.2.1 Come back later" in table


def test_an_administrator_has_them_tried_again(mails: list[Mail], administrator: Client) -> None:
    keys = [str(row.pk) for row in mails]
    answer = administrator.post(
        ADDRESS, {"action": "try_again", "_selected_action": keys}, follow=True
    )
    assert "2 mails are tried again at once." in answer.content.decode()
    assert [row.state for row in Mail.objects.order_by("pk")] == [
        *[Mail.State.WAITING] * 3,
        *(Mail.State.SENT, Mail.State.SKIPPED),
    ]


def test_nobody_reads_addresses_or_words_of_others_there(
    bobs_answer: Comment, mails: list[Mail], administrator: Client
) -> None:
    for address in (ADDRESS, f"{ADDRESS}{mails[0].pk}/change/"):
        page = administrator.get(address)
        assert page.status_code == 200
        assert "@example.org" not in page.content.decode()
