"""The buttons that follow, and the page of what one follows."""

from collections.abc import Callable

import pytest
from django.test import Client

from articles.models import Article
from forum import limits
from forum.following import follow
from forum.limits import Limit
from forum.models import Comment, Discussion, Follow, Member
from forum.posting import post
from forum.views import following
from tests.conftest import take_offline

Open = Callable[[Member], Client]
ADDRESS = "/accounts/following/"
TICK = 'type="checkbox" name="follow"'


@pytest.mark.parametrize(
    ("place", "door"),
    [
        ("/articles/the-tram-that-came-back/", "/articles/the-tram-that-came-back/following/"),
        ("/members/Ada/", "/members/Ada/following/"),
        ("/sections/cities/", "/sections/cities/following/"),
        ("/articles/the-tram-that-came-back/", "/comments/{pk}/following/"),
    ],
)
def test_a_button_follows_and_the_same_button_ends_it(
    place: str, door: str, adas_comment: Comment, nora: Member, as_member: Open
) -> None:
    client, door = as_member(nora), door.format(pk=adas_comment.pk)
    for sent, count, pressed in [({}, 1, "true"), ({"withdraw": "1"}, 0, "false")]:
        page = client.get(place).content.decode()
        assert f'action="{door}"' in page
        answer = client.post(door, sent)
        assert (answer.status_code, answer["Location"].partition("#")[0]) == (303, place)
        assert Follow.objects.filter(member=nora).count() == count
        page = client.get(place).content.decode()
        behind = page.partition(f'action="{door}"')[2].partition("</button>")[0]
        assert f'aria-pressed="{pressed}"' in behind


def test_guests_and_oneself_are_offered_nothing_to_follow(
    adas_comment: Comment, as_member: Open
) -> None:
    ada = adas_comment.author
    assert "following/" not in Client().get("/members/Ada/").content.decode()
    assert "following/" not in as_member(ada).get("/members/Ada/").content.decode()
    assert as_member(ada).post("/members/Ada/following/").status_code == 403


def test_what_is_not_there_for_one_cannot_be_followed(
    adas_comment: Comment, nora: Member, as_member: Open
) -> None:
    article = adas_comment.discussion.article
    take_offline(article)
    client = as_member(nora)
    for door in (f"{article.get_absolute_url()}following/", "/sections/cities/following/"):
        assert client.post(door).status_code == 404
    assert client.post(f"/comments/{adas_comment.pk}/following/").status_code == 404
    assert not Follow.objects.exists()


def test_what_one_follows_stands_on_a_page_where_each_can_be_ended(
    discussion: Discussion,
    adas_comment: Comment,
    ada: Member,
    nora: Member,
    bob: Member,
    as_member: Open,
) -> None:
    for followed in (discussion, adas_comment, ada, discussion.article.section):
        follow(followed, by=nora)
    page = as_member(nora).get(ADDRESS).content.decode()
    for said in ("The tram that came back", "A comment by", "Every comment by this", "Cities"):
        assert said in page
    row = Follow.objects.get(writer=ada)
    assert as_member(bob).post(ADDRESS, {"follow": row.pk}).status_code == 404
    assert as_member(nora).post(ADDRESS, {"follow": row.pk}).status_code == 303
    assert not Follow.objects.filter(writer=ada).exists()
    assert Follow.objects.filter(member=nora).count() == 3


def test_what_one_may_no_longer_see_is_not_told_on_that_page(
    discussion: Discussion, adas_comment: Comment, nora: Member, as_member: Open
) -> None:
    follow(discussion, by=nora)
    follow(adas_comment, by=nora)
    take_offline(discussion.article)
    page = as_member(nora).get(ADDRESS).content.decode()
    assert discussion.article.title not in page
    assert "A comment by" not in page


@pytest.mark.parametrize("number", [1, 6])
def test_the_page_costs_the_same_however_much_one_follows(
    number: int,
    discussion: Discussion,
    ada: Member,
    nora: Member,
    as_member: Open,
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    for index in range(number):
        follow(post(discussion, author=ada, body=f"Word {index}."), by=nora)
    client = as_member(nora)
    with django_assert_max_num_queries(6):
        client.get(ADDRESS)


def test_what_is_followed_earlier_is_on_the_next_page(
    discussion: Discussion,
    ada: Member,
    nora: Member,
    as_member: Open,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(following, "PER_PAGE", 2)
    for index in range(3):
        follow(post(discussion, author=ada, body=f"Word {index}."), by=nora)
    first = as_member(nora).get(ADDRESS)
    second = as_member(nora).get(f"{ADDRESS}{first.context['older_url']}")
    assert [len(page.context["follows"]) for page in (first, second)] == [2, 1]


def test_following_everything_has_a_limit_that_is_told(
    article: Article, nora: Member, as_member: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "FOLLOWS", [Limit("things followed", 1, 60)])
    door = f"{article.get_absolute_url()}following/"
    assert [as_member(nora).post(door).status_code for _ in range(2)] == [303, 429]


@pytest.mark.parametrize("is_ticked", [True, False])
def test_whoever_writes_can_follow_the_discussion_with_a_tick(
    discussion: Discussion, nora: Member, as_member: Open, is_ticked: bool
) -> None:
    form = {"body": "What do others say?", "token": "a"} | ({"follow": "on"} if is_ticked else {})
    place = discussion.article.get_absolute_url()
    client = as_member(nora)
    assert TICK in client.get(place).content.decode()
    for _ in range(2):  # a double click
        assert client.post(f"{place}comments/", form).status_code == 303
    assert Follow.objects.filter(member=nora, discussion=discussion).count() == int(is_ticked)
    assert (TICK in client.get(place).content.decode()) is not is_ticked


def test_what_is_refused_is_not_followed_and_the_tick_stays(
    discussion: Discussion, nora: Member, as_member: Open
) -> None:
    place = f"{discussion.article.get_absolute_url()}comments/"
    for form in ({"body": "", "follow": "on"}, {"body": "Hm.", "follow": "on", "preview": "1"}):
        assert 'name="follow" checked' in as_member(nora).post(place, form).content.decode()
    assert not Follow.objects.exists()


def test_the_box_is_ticked_for_those_who_prefer_it(
    discussion: Discussion, adas_comment: Comment, nora: Member, as_member: Open
) -> None:
    client, preferences = as_member(nora), "/accounts/notifications/"
    kept = client.get(preferences).context["form"].initial
    reply = f"{adas_comment.get_absolute_url()}reply/"
    for is_preferred in (True, False):
        chosen = {**kept, "follows_own": "on"} if is_preferred else kept | {"follows_own": ""}
        assert client.post(preferences, chosen).status_code == 303
        for place in (discussion.article.get_absolute_url(), reply):
            page = client.get(place).content.decode()
            assert ('name="follow" checked' in page) is is_preferred
