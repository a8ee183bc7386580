from collections.abc import Callable

import pytest
from django.test import Client

from forum.models import Comment, Member

AsMember = Callable[[Member], Client]


def test_a_member_mutes_somebody_from_a_comment_and_is_led_back_to_it(
    adas_comment: Comment, ada: Member, bob: Member, as_member: AsMember
) -> None:
    browser = as_member(bob)
    door = f"/members/Ada/mute/?comment={adas_comment.pk}"
    page = browser.get(adas_comment.discussion.article.get_absolute_url()).content.decode()
    assert f'href="{door}"' in page
    answer = browser.post(door)
    assert answer["Location"] == adas_comment.get_absolute_url()
    assert bob.muted == {ada.pk}
    assert "You have muted" in browser.get("/members/Ada/").content.decode()


def test_a_member_hears_somebody_again(
    ada: Member, bob: Member, as_member: AsMember, adas_comment: Comment
) -> None:
    browser = as_member(bob)
    for address, words in [
        ("/members/Ada/mute/", {"off": "on"}),
        ("/accounts/mutes/", {"name": "Ada"}),
    ]:
        browser.post("/members/Ada/mute/")
        assert "Ada" in browser.get("/accounts/mutes/").content.decode()
        browser.post(address, words)
        browser.get("/")  # which says so
        assert "Ada" not in browser.get("/accounts/mutes/").content.decode()


def test_who_mutes_enough_is_told_how_to_go_on(
    adas_comment: Comment,
    bobs_answer: Comment,
    nora: Member,
    as_member: AsMember,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("forum.muting.MOST", 1)
    browser = as_member(nora)
    browser.post("/members/Ada/mute/")
    answer = browser.post("/members/Bob/mute/")
    assert answer.status_code == 422
    assert "Hear one of them again first." in answer.content.decode()


def test_guests_and_oneself_are_offered_nothing(
    adas_comment: Comment, ada: Member, as_member: AsMember
) -> None:
    page = adas_comment.discussion.article.get_absolute_url()
    for browser in (Client(), as_member(ada)):
        for address in (page, "/members/Ada/"):
            assert "Mute" not in browser.get(address).content.decode()
    assert as_member(ada).post("/members/Ada/mute/").status_code == 403
