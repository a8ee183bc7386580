"""By whose clock pages tell the time."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from articles.models import Article
from forum.models import Comment, Member

AsMember = Callable[[Member], Client]
MORNING = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
IN_TOKYO = "4 March 2026, 18:30 JST"
IN_UTC = "4 March 2026, 09:30 UTC"


@pytest.fixture
def in_tokyo(ada: Member) -> Member:
    ada.time_zone = "Asia/Tokyo"
    ada.save()
    return ada


def test_members_are_told_the_time_by_the_clock_that_they_have_chosen(
    article: Article, in_tokyo: Member, bob: Member, as_member: AsMember
) -> None:
    article.versions.update(created_at=MORNING)
    address = f"{article.get_absolute_url()}versions/"
    for client, said in ((as_member(in_tokyo), IN_TOKYO), (as_member(bob), IN_UTC)):
        assert said in client.get(address).content.decode()
    assert 'data-zone="Asia/Tokyo"' in as_member(in_tokyo).get(address).content.decode()
    guests = Client().get(address).content.decode()
    assert IN_UTC in guests
    assert "data-zone" not in guests


def test_what_all_share_is_nobodys_clock(
    adas_comment: Comment, in_tokyo: Member, as_member: AsMember
) -> None:
    Comment.objects.update(edited_at=MORNING)
    address = adas_comment.discussion.article.get_absolute_url()
    for client in (as_member(in_tokyo), Client()):
        assert f'title="{IN_UTC}">edited' in client.get(address).content.decode()


def test_members_name_a_moment_by_their_clock(
    adas_comment: Comment, in_tokyo: Member, bob: Member, as_member: AsMember
) -> None:
    address = adas_comment.discussion.article.get_absolute_url()
    for member, since in ((in_tokyo, "2026-03-04T09:30:00Z"), (bob, "2026-03-04T18:30:00Z")):
        page = as_member(member).get(f"{address}?since=2026-03-04T18:30").content.decode()
        assert f'<time datetime="{since}"' in page
