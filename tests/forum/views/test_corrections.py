"""The corrections desk and what everybody reads of it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client, override_settings

from articles.models import Article
from forum import correcting
from forum.models import Comment, Discussion, EditorsAnswer, Member, Question
from forum.posting import post
from tests.conftest import take_offline
from tests.forum.test_correcting import MISSED, reprint

Open = Callable[[Member], Client]
DESK = "/admin/corrections/"


@pytest.fixture
def adas_question(discussion: Discussion, ada: Member) -> Comment:
    return post(discussion, author=ada, body=MISSED, asks="fact")


@pytest.fixture
def said(article: Article, adas_question: Comment) -> dict[str, Any]:
    """What the desk's form says of it."""
    return {
        "version": article.current.pk,
        "passage": 1,
        "comment": [adas_question.pk],
        "kind": "clarified",
        "words": "The driver <b>counted</b>.",
    }


@pytest.fixture
def desk(article: Article) -> str:
    return f"{DESK}articles/{article.slug}/"


def page_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_reader_asks_in_the_composer(article: Article, ada: Member, as_member: Open) -> None:
    client, address = as_member(ada), f"{article.get_absolute_url()}comments/"
    assert 'name="asks"' in page_of(client, address)
    assert client.post(address, {"body": MISSED, "asks": "error"}).status_code == 303
    assert Question.objects.get().kind == "error"
    page = page_of(client, article.get_absolute_url())
    assert "Possible error" in page
    assert 'data-label="1 question of fact"' in page


def test_a_refused_question_keeps_words_and_choice(
    article: Article, ada: Member, as_member: Open
) -> None:
    address = f"{article.get_absolute_url()}comments/"
    answer = as_member(ada).post(address, {"body": "Who counted?", "asks": "fact"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Which words is your question about?" in page
    assert "Who counted?" in page
    assert '<option value="fact" selected>' in page


def test_an_unknown_question_is_refused(article: Article, ada: Member, as_member: Open) -> None:
    address = f"{article.get_absolute_url()}comments/"
    assert as_member(ada).post(address, {"body": MISSED, "asks": "x"}).status_code == 422


def test_the_edit_form_knows_what_is_asked(
    adas_question: Comment, ada: Member, as_member: Open
) -> None:
    page = page_of(as_member(ada), f"/comments/{adas_question.pk}/edit/")
    assert '<option value="fact" selected>' in page


def test_an_editor_answers_and_everybody_reads_it(
    article: Article, adas_question: Comment, ada: Member, edith: Member, as_member: Open,
    desk: str, said: dict[str, Any],
) -> None:  # fmt: skip
    guest = Client()
    assert "corrections and clarifications" not in page_of(guest, article.get_absolute_url())
    editor = as_member(edith)
    assert MISSED.splitlines()[0][2:] in page_of(editor, DESK)
    assert editor.post(desk, said).status_code == 303
    page = page_of(guest, article.get_absolute_url())
    assert "corrections and clarifications" in page
    assert "The driver &lt;b&gt;counted&lt;/b&gt;." in page
    assert "question of fact" not in page
    assert "Question of fact, answered" in page
    assert "The editors, " not in page.replace("<bdi>The editors</bdi>, ", "")
    public = page_of(guest, f"{article.get_absolute_url()}corrections/")
    assert "Clarified" in public
    assert f"/comments/{adas_question.pk}/" in public
    assert "Clarified" in page_of(guest, f"{article.get_absolute_url()}passages/p-1/")
    told = page_of(as_member(ada), "/notifications/")
    assert "The editors answered you: clarified" in told


def test_editors_are_named_where_the_site_names_its_people(
    article: Article, edith: Member, as_member: Open, desk: str, said: dict[str, Any]
) -> None:
    with override_settings(MODERATION_LOG_NAMES=True):
        as_member(edith).post(desk, said)
        assert "Edith, editor" in page_of(Client(), article.get_absolute_url())


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"kind": ""}, "Choose what your answer is."),
        ({"kind": "taken back"}, "Select a valid choice"),
        ({"words": ""}, "Say how it is"),
        ({"words": "x" * 1001}, "at most 1000 characters"),
        ({"kind": "corrected"}, "In which version was it corrected?"),
        ({"kind": "corrected", "corrected_in": "7"}, "There is no such version"),
        ({"comment": []}, "Tick the questions that you answer."),
        ({"passage": 99}, "There is no such passage"),
        ({"comment": ["9" * 99]}, "Select a valid choice"),
        ({"version": "9" * 99}, "Select a valid choice"),
        ({"kind": "corrected", "corrected_in": "9" * 99}, "There is no such version"),
        ({"words": "a\0b"}, "Null characters are not allowed"),
        ({"kind": "", "article": "a\0b"}, "Choose what your answer is."),
    ],
)
def test_what_makes_no_sense_is_told_and_nothing_typed_is_lost(
    change: dict[str, Any], sentence: str, edith: Member, as_member: Open, desk: str,
    said: dict[str, Any],
) -> None:  # fmt: skip
    answer = as_member(edith).post(desk, {**said, **change})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert change.get("words", "The driver &lt;b&gt;counted") in page
    assert not EditorsAnswer.objects.exists()


def test_who_answers_second_is_told(
    edith: Member, as_member: Open, desk: str, said: dict[str, Any]
) -> None:
    editor = as_member(edith)
    editor.post(desk, said)
    answer = editor.post(desk, said)
    assert answer.status_code == 422
    assert "Somebody has answered in the meantime" in answer.content.decode()
    assert "The driver &lt;b&gt;counted" in answer.content.decode()
    assert EditorsAnswer.objects.count() == 1


def test_an_answer_is_changed_and_taken_back_at_the_desk(
    article: Article, edith: Member, as_member: Open, desk: str, said: dict[str, Any]
) -> None:
    editor = as_member(edith)
    editor.post(desk, said)
    first = EditorsAnswer.objects.get()
    address = f"{DESK}answers/{first.pk}/"
    assert editor.post(address, {"kind": "stands", "words": ""}).status_code == 422
    assert editor.post(address, {"kind": "stands", "words": "It does."}).status_code == 303
    listed = page_of(editor, f"{DESK}?list=answered")
    assert "It does." in listed
    assert "Before that" in listed
    assert "It does." in page_of(Client(), article.get_absolute_url())
    second = EditorsAnswer.objects.standing().get()
    editor.post(f"{DESK}answers/{second.pk}/taking-back/")
    assert "It does." not in page_of(Client(), article.get_absolute_url())
    again = editor.post(f"{DESK}answers/{second.pk}/taking-back/", follow=True)
    assert "has changed this answer meanwhile" in again.content.decode()


def test_the_version_after_the_question_is_chosen_beforehand(
    adas_question: Comment, edith: Member, as_member: Open
) -> None:
    reprint("Nobody had counted", "Somebody counted")
    assert '<option value="2" selected>' in page_of(as_member(edith), DESK)


def test_nothing_of_an_article_in_draft_is_answered_or_read(
    article: Article, edith: Member, as_member: Open, desk: str, said: dict[str, Any]
) -> None:
    as_member(edith).post(desk, said)
    take_offline(article)
    assert Client().get(f"{article.get_absolute_url()}corrections/").status_code == 404


def test_questions_of_another_article_are_not_answered_here(
    make_article: Callable[..., Article], edith: Member, as_member: Open, said: dict[str, Any]
) -> None:
    other = make_article("Another piece\n\nBy Ada\n\nThe ferry waits for nobody.", "ferry.txt")
    said |= {"version": other.current.pk}
    answer = as_member(edith).post(f"{DESK}articles/{other.slug}/", said)
    assert answer.status_code == 422
    assert not EditorsAnswer.objects.exists()


@pytest.mark.parametrize(
    ("group", "status"), [("editors", 200), ("administrators", 200), ("moderators", 403)]
)
def test_the_desk_is_for_editors(
    group: str, status: int, make_member: Callable[..., Member], as_member: Open
) -> None:
    member = make_member("Max", is_staff=True)
    member.groups.add(Group.objects.get(name=group))
    assert as_member(member).get(DESK).status_code == status


def test_who_deletes_the_mark_of_a_margin_asks_an_editor(
    adas_question: Comment, article: Article, edith: Member
) -> None:
    guest, address = Client(), article.get_absolute_url()
    assert "question-mark" in page_of(guest, address)
    correcting.answer(
        [adas_question], version=article.current, passage=1, by=edith, kind="dismissed"
    )
    page = page_of(guest, address)
    assert "question-mark" not in page
    assert "Question of fact" not in page


def test_a_question_stands_on_its_authors_page_too(adas_question: Comment) -> None:
    page = Client().get("/members/Ada/").content.decode()
    assert f'href="{adas_question.discussion.article.get_absolute_url()}corrections/"' in page
