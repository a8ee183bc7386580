from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from forum.models import Comment, Discussion, Member
from forum.posting import post

Open = Callable[[Member], Client]


@pytest.fixture
def desk(mira: Member, as_member: Open) -> Client:
    return as_member(mira)


@pytest.fixture
def max_(make_member: Callable[..., Member], mira: Member) -> Member:
    """Moderates, too."""
    member = make_member("Max", is_staff=True)
    member.groups.set(mira.groups.all())
    return member


@pytest.fixture
def wait(discussion: Discussion, nora: Member) -> Callable[..., Comment]:
    """Makes a comment that waits for a moderator."""

    def make(body: str = "Is this on?", author: Member = nora, to: Any = None) -> Comment:
        discussion.mode = Discussion.Mode.PREMODERATED
        comment = post(discussion, author=author, body=body, to=to)
        discussion.mode = Discussion.Mode.OPEN
        return comment

    return make
