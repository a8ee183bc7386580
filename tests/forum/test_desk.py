"""Who gets into the desk, and with what."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth.models import Group
from django.test import Client, override_settings

from forum.models import Member

Open = Callable[[Member], Client]
PAGES = ["/admin/", "/admin/queue/", "/admin/forum/comment/"]


@pytest.mark.parametrize("address", PAGES)
def test_moderators_set_up_a_second_step_first(
    address: str, mira: Member, ada: Member, as_member: Open
) -> None:
    desk = as_member(mira)
    with override_settings(MODERATORS_NEED_SECOND_FACTOR=True):
        Authenticator.objects.create(user=ada, type="totp", data={})
        RecoveryCodes.activate(mira)
        answer = desk.get(address, follow=True)
        assert answer.redirect_chain[-1][0] == "/accounts/2fa/"
        assert "The desk needs a second step" in answer.content.decode()
        Authenticator.objects.create(user=mira, type="totp", data={})
        assert desk.get(address).status_code == 200
        assert as_member(ada).get(address).status_code in {302, 403}


def test_without_it_the_desk_decides_nothing_either(mira: Member, as_member: Open) -> None:
    with override_settings(MODERATORS_NEED_SECOND_FACTOR=True):
        answer = as_member(mira).post("/admin/queue/batches/", {"verb": "approve"})
    assert answer["Location"] == "/accounts/2fa/"


@pytest.mark.parametrize(
    ("group", "address", "status"),
    [
        ("editors", "/admin/articles/article/", 200),
        ("editors", "/admin/imports/", 200),
        ("editors", "/admin/forum/discussion/", 200),
        ("editors", "/admin/forum/comment/", 403),
        ("editors", "/admin/queue/", 403),
        ("editors", "/admin/forum/member/", 403),
        ("administrators", "/admin/articles/article/", 200),
        ("administrators", "/admin/queue/", 200),
        ("administrators", "/admin/forum/member/", 200),
        ("administrators", "/admin/forum/reason/", 200),
        ("administrators", "/admin/auth/group/", 403),
        ("moderators", "/admin/articles/author/", 403),
        ("moderators", "/admin/forum/reason/add/", 200),
    ],
)
def test_each_group_opens_its_own_doors(
    group: str,
    address: str,
    status: int,
    make_member: Callable[..., Member],
    as_member: Open,
) -> None:
    member = make_member("Max", is_staff=True)
    member.groups.add(Group.objects.get(name=group))
    assert as_member(member).get(address).status_code == status


def test_the_header_leads_to_the_account_where_the_password_is_changed(
    mira: Member, as_member: Open
) -> None:
    page = as_member(mira).get("/admin/").content.decode()
    tools = page.partition('id="user-tools"')[2].partition("</header>")[0]
    assert '<a href="/accounts/"><bdi>Mira</bdi></a>' in tools
    assert "password" not in tools


def test_administrators_of_the_group_make_nobody_more_powerful(
    ada: Member, make_member: Callable[..., Member], as_member: Open
) -> None:
    member = make_member("Max", is_staff=True)
    member.groups.add(Group.objects.get(name="administrators"))
    form = {"name": "Ada", "is_active": "on", "is_superuser": "on", "is_staff": "on"}
    as_member(member).post(f"/admin/forum/member/{ada.pk}/change/", form)
    ada.refresh_from_db()
    assert not ada.is_superuser
    assert not ada.is_staff
