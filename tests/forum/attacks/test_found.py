"""Ways in that were once open. Each must stay shut."""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from articles.models import Article
from forum.models import Comment, Discussion, Member, Status
from forum.moderating import approve
from forum.posting import edit, post
from tests.conftest import take_offline


def test_words_that_were_replaced_before_approval_are_in_no_history(
    discussion: Discussion, ada: Member, mira: Member
) -> None:
    discussion.mode = Discussion.Mode.PREMODERATED
    waiting = post(discussion, author=ada, body="An insult.")
    Comment.objects.filter(pk=waiting.pk).update(posted_at=waiting.created_at - timedelta(hours=1))
    waiting.refresh_from_db()
    waiting.discussion = discussion
    edit(waiting, by=ada, body="A kind word.", version=1)
    approve(waiting, by=mira)
    answer = Client().get(f"/comments/{waiting.pk}/history/")
    assert "An insult." not in answer.content.decode()


def test_a_form_sent_again_with_other_words_loses_none_of_them(
    article: Article, ada: Member, as_member: Callable[[Member], Client]
) -> None:
    client = as_member(ada)
    address = f"{article.get_absolute_url()}comments/"
    for body in ("The first words.", "Other words, after going back."):
        answer = client.post(address, {"body": body, "token": "one-form"})
        kept = Comment.objects.filter(body=body).exists() or body in answer.content.decode()
        assert kept


def test_an_edit_cannot_slip_in_after_a_removal(
    adas_comment: Comment, ada: Member, mira: Member
) -> None:
    as_read_before = Comment.objects.get(pk=adas_comment.pk)
    adas_comment.become(Status.REMOVED, by=mira, reason="Spam")
    with pytest.raises((PermissionDenied, ValidationError)):
        edit(as_read_before, by=ada, body="Changed all the same.", version=1)
    assert Comment.objects.get(pk=adas_comment.pk).body != "Changed all the same."


def test_a_form_that_another_site_sent_is_not_offered_for_sending_again(mira: Member) -> None:
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post(
        "/admin/forum/member/1/change/",
        {"is_superuser": "on"},
        headers={"origin": "https://elsewhere.example"},
    )
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert "is_superuser" not in answer.content.decode()


@pytest.mark.parametrize("field", ["email", "password"])
def test_a_moderator_cannot_find_out_secrets_by_filtering_members(
    field: str, mira: Member, as_member: Callable[[Member], Client]
) -> None:
    client = as_member(mira)
    answer = client.get(f"/admin/forum/member/?{field}__startswith=m")
    assert answer.status_code == HTTPStatus.BAD_REQUEST


def test_a_sentence_number_of_five_thousand_digits_is_only_ignored(
    article: Article, ada: Member, as_member: Callable[[Member], Client]
) -> None:
    address = f"{article.get_absolute_url()}comments/"
    answer = as_member(ada).get(address, {"passage": "1", "sentence": "9" * 5000})
    assert answer.status_code == HTTPStatus.OK


def test_a_comment_withdrawn_before_anybody_could_read_it_leaves_nothing(
    discussion: Discussion, ada: Member, as_member: Callable[[Member], Client], bob: Member
) -> None:
    discussion.mode = Discussion.Mode.PREMODERATED
    waiting = post(discussion, author=ada, body="On second thoughts …")
    waiting.become(Status.WITHDRAWN, by=ada)
    for client in (Client(), as_member(bob)):
        assert client.get(waiting.get_absolute_url()).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.django_db
def test_a_cookie_with_a_null_character_is_only_ignored() -> None:
    cookie = 'sessionid="\\000abcdefghijkl"'
    assert Client().get("/rules/", headers={"cookie": cookie}).status_code == HTTPStatus.OK


def test_null_characters_and_absurd_numbers_are_no_error_of_ours(
    adas_comment: Comment,
    ada: Member,
    mira: Member,
    as_member: Callable[[Member], Client],
) -> None:
    preview = as_member(ada).post("/comments/preview/", {"article": "\0", "body": "\0"})
    assert preview.status_code == HTTPStatus.NOT_FOUND
    desk = as_member(mira)
    for query in ("status__exact=%00", "q=%00", "created_at__year=99999999999999999999"):
        answer = desk.get(f"/admin/forum/comment/?{query}")
        assert answer.status_code in (HTTPStatus.OK, HTTPStatus.FOUND, HTTPStatus.BAD_REQUEST)


def test_a_moderator_does_not_approve_words_that_changed_under_their_eyes(
    discussion: Discussion, ada: Member, mira: Member
) -> None:
    discussion.mode = Discussion.Mode.PREMODERATED
    waiting = post(discussion, author=ada, body="A kind word.")
    waiting.discussion = discussion
    edit(waiting, by=ada, body="An insult.", version=1)
    with pytest.raises(ValidationError, match="changed"):
        approve(waiting, by=mira, version=1)
    approve(waiting, by=mira, version=2)


def test_an_unfinished_sign_up_has_no_page(db: None) -> None:
    Member.objects.create_user("somebody@example.org", "Quentin Olm", "a long password")
    assert Client().get("/members/Quentin Olm/").status_code == HTTPStatus.NOT_FOUND


def test_the_section_of_a_draft_is_not_there(article: Article) -> None:
    address = article.section.get_absolute_url()
    assert Client().get(address).status_code == HTTPStatus.OK
    take_offline(article)
    assert Client().get(address).status_code == HTTPStatus.NOT_FOUND
    assert address not in Client().get("/").content.decode()
