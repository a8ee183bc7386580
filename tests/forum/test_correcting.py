"""Readers put what they quote to the editors; what these answer stands at the passage."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.models import Article
from articles.readers import plain_text
from forum import correcting, corrections, marking, moderating, posting
from forum.corrections import Place
from forum.importing import bring_in
from forum.margins import Answer
from forum.models import Comment, Discussion, EditorsAnswer, Member, Notification, Question
from forum.posting import post
from forum.watching import watcher
from forum.working import work_off
from tests.conftest import TRAM

MISSED = "> Nobody had counted who missed it.\n\nNot even the driver?"
PEOPLE = "> It carried 2,300 people in its first night\n\n2,030, says the operator."
Ask = Callable[..., Comment]


@pytest.fixture
def ask(discussion: Discussion, ada: Member) -> Ask:
    def ask(body: str = MISSED, kind: str = "fact", **more: Any) -> Comment:
        return post(discussion, **{"author": ada, "body": body, "asks": kind, **more})

    return ask


@pytest.fixture
def answer(edith: Member) -> Callable[..., EditorsAnswer]:
    """Answers comments, by default that the passage stands."""

    def answer(*comments: Comment, **said: Any) -> EditorsAnswer:
        [place, *_] = corrections.places_of([comment.pk for comment in comments])
        version = comments[0].discussion.article.versions.get(pk=place.version)
        told = {"kind": "stands", "words": "We asked him.", "by": edith, **said}
        return correcting.answer(list(comments), version=version, passage=place.passage, **told)

    return answer


def reprint(old: str, new: str) -> Article:
    """The article comes in again with other words."""
    data = TRAM.replace(old, new).encode()
    article = bring_in(plain_text.read(data), source="tram.txt").article
    work_off()
    return article


def questions(article: Article) -> dict[int, int]:
    """How many open questions stand at each passage."""
    article.refresh_from_db()
    found = marking.Marks().of([article])[article.slug]
    return {number: margin.questions for number, margin in found.items() if margin.questions}


def answers(article: Article) -> dict[int | None, list[str]]:
    """What stands at each passage; under None what is about passages that are gone."""
    article.refresh_from_db()
    found = marking.Marks().of([article])[article.slug]
    at = {number: [a.kind for a in margin.answered] for number, margin in found.items()}
    here: dict[int | None, list[str]] = {number: kinds for number, kinds in at.items() if kinds}
    return {**here, **({None: [a.kind for a in found.gone]} if found.gone else {})}


def test_a_question_stands_at_every_passage_that_its_comment_quotes(
    article: Article, ask: Ask, edith: Member
) -> None:
    comment = ask(f"{MISSED}\n\n> Two of the six depots have no night power.\n\nWhich two?")
    assert questions(article) == {1: 1, 5: 1}
    version = article.current.pk
    places = {Place(article.pk, version, number): [comment.pk] for number in (1, 5)}
    assert corrections.waiting(edith) == places


@pytest.mark.parametrize("body", ["Who counted?", "> The ferry waits for nobody.\n\nReally?"])
def test_a_question_without_words_of_the_article_is_refused(ask: Ask, body: str) -> None:
    with pytest.raises(ValidationError, match="Which words is your question about"):
        ask(body)
    assert not Comment.objects.exists()
    assert ask(body, "").pk


@pytest.mark.parametrize("body", [PEOPLE, "> It carried 2,300 persons in its first night\n\nHm."])
def test_a_quote_need_not_be_faithful_to_be_asked_about(
    article: Article, ask: Ask, body: str
) -> None:
    ask(body, "error")
    assert questions(article) == {2: 1}


def test_what_not_everybody_may_read_asks_nothing(
    article: Article, ask: Ask, edith: Member, mira: Member
) -> None:
    comment = ask()
    moderating.remove(comment, by=mira, reason="Spam")
    assert questions(article) == {}
    assert corrections.waiting(edith) == {}
    moderating.restore(comment, by=mira)
    assert questions(article) == {1: 1}


def test_a_question_is_put_and_taken_back_by_editing(
    article: Article, ask: Ask, ada: Member
) -> None:
    comment = ask(kind="")
    assert questions(article) == {}
    posting.edit(comment, by=ada, body=MISSED, version=1, asks="error")
    assert Question.objects.get().kind == "error"
    assert questions(article) == {1: 1}
    posting.edit(comment, by=ada, body=f"{MISSED} Who?", version=1)
    assert questions(article) == {1: 1}
    posting.edit(comment, by=ada, body=f"{MISSED} Who?", version=2, asks="")
    assert questions(article) == {}


def test_an_edit_that_leaves_a_question_without_words_is_refused(ask: Ask, ada: Member) -> None:
    comment = ask()
    with pytest.raises(ValidationError, match="Which words"):
        posting.edit(comment, by=ada, body="Not even the driver?", version=1, asks="fact")
    comment.refresh_from_db()
    assert comment.body == MISSED


def test_an_answer_settles_the_questions_and_tells_those_who_asked(
    article: Article, ask: Ask, ada: Member, bob: Member, answer: Callable[..., EditorsAnswer]
) -> None:
    first, second = ask(), ask(author=bob, body=f"{MISSED} Nobody at all?")
    third = ask(body=f"{MISSED} And who paid?")
    given = answer(first, second)
    assert answers(article) == {1: ["stands"]}
    assert questions(article) == {1: 1}
    told = Notification.objects.filter(editors_answer=given)
    assert {row.member for row in told} == {ada, bob}
    answer(third)
    assert questions(article) == {}


def test_what_is_no_question_of_fact_leaves_the_margin_and_its_author_learns_it(
    article: Article, ask: Ask, ada: Member, answer: Callable[..., EditorsAnswer]
) -> None:
    comment = ask()
    answer(comment, kind="dismissed", words="")
    assert (answers(article), questions(article)) == ({}, {})
    assert Notification.objects.get(member=ada).kind == "fact"
    posting.edit(comment, by=ada, body=MISSED, version=1, asks="")
    posting.edit(comment, by=ada, body=MISSED, version=1, asks="error")
    assert questions(article) == {}


def test_a_question_is_answered_by_one_editor(
    ask: Ask, answer: Callable[..., EditorsAnswer]
) -> None:
    comment = ask()
    answer(comment)
    with pytest.raises(ValidationError, match="Somebody has answered"):
        answer(comment, kind="clarified")
    assert EditorsAnswer.objects.count() == 1


def test_an_answer_is_changed_by_another_and_both_stay_on_record(
    article: Article, ask: Ask, edith: Member, answer: Callable[..., EditorsAnswer]
) -> None:
    first = answer(ask())
    second = correcting.change(first, by=edith, kind="clarified", words="He counted.")
    assert answers(article) == {1: ["clarified"]}
    assert list(second.comments.all()) == list(first.comments.all())
    assert EditorsAnswer.objects.count() == 2
    with pytest.raises(ValidationError, match="Edith has changed this answer"):
        correcting.change(first, by=edith, kind="stands", words="No.")
    with pytest.raises(TypeError):
        first.save()


def test_an_answer_that_is_taken_back_opens_its_questions(
    article: Article, ask: Ask, ada: Member, edith: Member, answer: Callable[..., EditorsAnswer]
) -> None:
    correcting.take_back(answer(ask()), by=edith)
    assert (answers(article), questions(article)) == ({}, {1: 1})
    assert not Notification.objects.exists()  # she hadn't read it
    given = answer(Comment.objects.get())
    Notification.objects.mark_read()
    correcting.take_back(given, by=edith)
    news = Notification.objects.unread().get()
    assert (news.member, news.editors_answer.kind) == (ada, "taken back")


def test_a_correction_names_the_version_that_has_it(
    article: Article, ask: Ask, answer: Callable[..., EditorsAnswer]
) -> None:
    comment = ask(PEOPLE, "error")
    article = reprint("2,300", "2,030")
    assert 2 not in {passage.number for passage in article.current.body.passages}
    [number] = questions(article)
    answer(comment, kind="corrected", words="2,030.", corrected_in=article.current)
    assert answers(article) == {number: ["corrected"]}
    [given] = marking.Marks().of([article])[article.slug][number].answered
    assert isinstance(given, Answer)
    assert given.changes_url == f"{article.get_absolute_url()}versions/1/changes/?to=2"


def test_an_answer_follows_its_passage_until_that_is_gone(
    article: Article, ask: Ask, answer: Callable[..., EditorsAnswer]
) -> None:
    answer(ask(PEOPLE))
    assert answers(article) == {2: ["stands"]}
    article = reprint("The crews had", "A word before.\n\nThe crews had")
    assert answers(article) == {2: ["stands"]}
    article = reprint("2,300 people", "2,031 people")
    [number] = answers(article)
    assert number not in {None, 2}
    paragraph = TRAM[TRAM.index("In March the") : TRAM.index("\nWhat changed")]
    article = reprint(paragraph, "")
    assert answers(article) == {None: ["stands"]}


def test_questions_about_words_that_are_gone_still_wait(
    article: Article, ask: Ask, edith: Member, answer: Callable[..., EditorsAnswer]
) -> None:
    comment = ask(PEOPLE)
    paragraph = TRAM[TRAM.index("In March the") : TRAM.index("\nWhat changed")]
    article = reprint(paragraph, "")
    assert questions(article) == {}
    [shown] = corrections.asked(*(waiting := corrections.waiting(edith), waiting), edith)
    assert shown.is_gone
    assert "2,300" in shown.words
    answer(comment)
    assert answers(article) == {None: ["stands"]}


def test_questions_and_answers_cost_the_article_a_query_each_and_then_none(
    article: Article,
    ask: Ask,
    answer: Callable[..., EditorsAnswer],
    django_assert_num_queries: Callable[[int], object],
) -> None:
    for number in range(5):
        answer(ask(f"{MISSED} {number}?"))
    ask()
    watcher.look()
    marks = marking.Marks()
    with django_assert_num_queries(3):
        marks.of([article])
    with django_assert_num_queries(0):
        marks.of([article])


def test_the_desk_shows_many_passages_in_as_many_queries_as_one(
    article: Article, ask: Ask, edith: Member, django_assert_max_num_queries: Any
) -> None:
    depots = "> Two of the six depots have no night power.\n\nWhich?"
    for number, body in enumerate([MISSED, PEOPLE, depots] * 3):
        ask(f"{body} {number}")
    with django_assert_max_num_queries(8):
        waiting = corrections.waiting(edith)
        assert len(corrections.asked(waiting, waiting, edith)) == 3


def test_those_who_have_waited_longest_come_first(ask: Ask, bob: Member, edith: Member) -> None:
    first, second = ask(PEOPLE), ask()
    third = ask(PEOPLE, author=bob)
    Question.objects.filter(pk=first.pk).update(asked_at=timezone.now() - timedelta(days=1))
    assert list(corrections.waiting(edith).values()) == [[first.pk, third.pk], [second.pk]]
