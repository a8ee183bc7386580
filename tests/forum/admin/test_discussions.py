from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.contrib import admin
from django.test import Client, RequestFactory

from forum.counting import wrong_counts
from forum.models import Discussion, Member
from forum.posting import post


def test_a_moderator_closes_a_discussion(
    discussion: Discussion, mira: Member, as_member: Callable[[Member], Client]
) -> None:
    address = f"/admin/forum/discussion/{discussion.pk}/change/"
    answer = as_member(mira).post(address, {"mode": "closed", "marks_quotes": "on"})
    assert answer.status_code == 302
    discussion.refresh_from_db()
    assert (discussion.is_closed, discussion.marks_quotes) == (True, True)


@pytest.mark.parametrize("changed", [["mode"], []])
def test_what_is_posted_while_a_moderator_saves_stays_counted(
    changed: list[str], discussion: Discussion, ada: Member
) -> None:
    desk = admin.site._registry[Discussion]
    before = Discussion.objects.get(pk=discussion.pk)
    post(discussion, author=ada, body="Just in time.")
    before.mode = Discussion.Mode.CLOSED
    form = SimpleNamespace(changed_data=changed)
    desk.save_model(RequestFactory().post("/"), before, form, change=True)  # type: ignore[arg-type]
    assert Discussion.objects.get(pk=discussion.pk).is_closed == bool(changed)
    assert list(wrong_counts()) == []
