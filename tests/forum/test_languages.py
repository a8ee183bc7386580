"""Members choose in which language they are told why."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from forum.models import Comment, Discussion, Member, Reason, Sanction
from forum.posting import post
from tests.forum.views.desk import QUEUE, card, decide

Open = Callable[[Member], Client]
GERMAN = "Das hat nichts mit dem Artikel zu tun."


@pytest.fixture
def desk(mira: Member, as_member: Open) -> Client:
    return as_member(mira)


@pytest.fixture
def off_topic(db: None) -> Reason:
    """Written in German, too."""
    reason = Reason.objects.get(title="Off topic")
    reason.translations.create(language="de", text=GERMAN)
    return reason


@pytest.fixture
def by_nora(discussion: Discussion, nora: Member) -> Comment:
    """Nora reads German."""
    nora.language = "de"
    nora.save()
    return post(discussion, author=nora, body="I like cake.")


def test_a_member_chooses_a_language_in_the_account(ada: Member, as_member: Open) -> None:
    browser = as_member(ada)
    assert ">English<" in browser.get("/accounts/").content.decode()
    page = browser.get("/accounts/language/").content.decode()
    assert "The site’s: English" in page
    assert browser.post("/accounts/language/", {"language": "de"}).status_code == 302
    assert '<p lang="de" dir="auto">Deutsch</p>' in browser.get("/accounts/").content.decode()
    refused = browser.post("/accounts/language/", {"language": "klingon"})
    assert refused.status_code == 422
    assert "is not one of the available choices" in refused.content.decode()
    ada.refresh_from_db()
    assert ada.language == "de"


@pytest.mark.parametrize(
    ("language", "told"), [("de", "german"), ("de-at", "german"), ("fr", "site"), ("", "site")]
)
def test_where_a_reason_is_not_written_in_it_the_sites_words_are_taken(
    language: str, told: str, off_topic: Reason
) -> None:
    words = {"german": GERMAN, "site": off_topic.text}
    assert off_topic.text_in(language) == words[told]


def test_whose_language_is_the_sites_reads_the_sites_words(off_topic: Reason) -> None:
    off_topic.translations.create(language="en-gb", text="Wrong tram, dear.")
    assert off_topic.text_in("en") == off_topic.text
    assert off_topic.text_in("en-gb") == "Wrong tram, dear."


def test_the_card_says_what_the_author_reads_and_holds_the_reasons_in_it(
    desk: Client, by_nora: Comment, adas_comment: Comment, off_topic: Reason
) -> None:
    assert 'reads <bdi lang="de">Deutsch</bdi>' in card(desk, by_nora)
    assert f'title="{GERMAN}"' in card(desk, by_nora)
    assert "reads <bdi" not in card(desk, adas_comment)
    assert GERMAN not in card(desk, adas_comment)


def test_the_author_is_told_why_in_that_language(
    desk: Client, by_nora: Comment, off_topic: Reason, as_member: Open
) -> None:
    decide(desk, by_nora, "remove", usual=off_topic.pk)
    assert by_nora.decisions.first().reason == GERMAN
    assert GERMAN in as_member(by_nora.author).get("/notifications/").content.decode()


def test_several_at_once_are_each_told_in_their_own(
    desk: Client, by_nora: Comment, adas_comment: Comment, off_topic: Reason
) -> None:
    chosen = {"comment": [by_nora.pk, adas_comment.pk], "verb": "remove", "usual": off_topic.pk}
    desk.post(f"{QUEUE}batches/", chosen)
    assert by_nora.decisions.get().reason == GERMAN
    assert adas_comment.decisions.get().reason == off_topic.text


def test_in_a_branch_each_is_told_in_their_own(
    desk: Client, by_nora: Comment, ada: Member, off_topic: Reason
) -> None:
    answer = post(by_nora.discussion, author=ada, body="So do I.", to=by_nora)
    decide(desk, by_nora, "branch", usual=off_topic.pk)
    assert by_nora.decisions.get().reason == GERMAN
    assert answer.decisions.get().reason == off_topic.text


def test_a_warning_is_given_in_it_as_well(
    desk: Client, by_nora: Comment, off_topic: Reason
) -> None:
    form = {"comment": by_nora.pk, "kind": "warning", "usual": off_topic.pk}
    desk.post(f"{QUEUE}sanctions/", form)
    assert Sanction.objects.get().reason == GERMAN


def test_moderators_write_a_reason_in_another_language(desk: Client, db: None) -> None:
    reason = Reason.objects.get(title="Spam")
    address = reverse("admin:forum_reason_change", args=[reason.pk])
    page = desk.get(address).content.decode()
    assert re.search(r'<option value="de">Deutsch</option>', page)
    form = {"title": reason.title, "text": reason.text, "order": reason.order}
    rows = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 0, "0-language": "de", "0-text": "Werbung."}
    answer = desk.post(address, form | {f"translations-{key}": each for key, each in rows.items()})
    assert answer.status_code == 302
    assert reason.text_in("de") == "Werbung."
