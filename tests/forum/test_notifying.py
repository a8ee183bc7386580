from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from articles.models import Article
from forum.models import Comment, Member, Notification, Quote
from forum.notifying import tell
from forum.posting import edit, post
from tests.conftest import TRAM

SAID = "I took the later tram on its first night."
ANSWER, QUOTE = Notification.Kind.ANSWER, Notification.Kind.QUOTE


def told(comment: Comment) -> dict[str, str]:
    """Who was told of a comment, and why."""
    rows = Notification.objects.filter(comment=comment)
    return {row.member.name: row.kind for row in rows}


def quoting(comment: Comment) -> str:
    """A quote of it that is found wherever one posts."""
    return f"> {comment.text}\n>\n> — [{comment.byline}](/comments/{comment.pk}/)"


def test_whoever_is_answered_is_told(adas_comment: Comment, bobs_answer: Comment) -> None:
    assert told(bobs_answer) == {"Ada": ANSWER}
    assert told(adas_comment) == {}


def test_whoever_is_quoted_is_told_too(
    adas_comment: Comment, bobs_answer: Comment, nora: Member
) -> None:
    body = f"> {SAID}\n\nLucky you."
    noras = post(adas_comment.discussion, author=nora, body=body, to=bobs_answer)
    assert told(noras) == {"Ada": QUOTE, "Bob": ANSWER}


def test_an_answer_that_also_quotes_is_one_answer(adas_comment: Comment, bob: Member) -> None:
    body = f"> {SAID}\n\nMe too.\n\n> the later tram\n\nThat one."
    answer = post(adas_comment.discussion, author=bob, body=body, to=adas_comment)
    assert answer.quotes.filter(quoted_comment=adas_comment).count() == 2
    assert told(answer) == {"Ada": ANSWER}


def test_two_quotes_of_one_person_tell_once(
    adas_comment: Comment, ada: Member, bob: Member
) -> None:
    second = post(adas_comment.discussion, author=ada, body="It was full to the last seat.")
    body = f"{quoting(adas_comment)}\n\nWhich one?\n\n{quoting(second)}\n\nReally?"
    both = post(adas_comment.discussion, author=bob, body=body)
    assert both.quotes.exclude(quoted_comment=None).count() == 2
    assert told(both) == {"Ada": QUOTE}


def test_nobody_is_told_of_what_they_say_themselves(adas_comment: Comment, ada: Member) -> None:
    body = f"> {SAID}\n\nAnd the second."
    again = post(adas_comment.discussion, author=ada, body=body, to=adas_comment)
    assert again.quotes.get().quoted_comment == adas_comment
    assert told(again) == {}


def test_a_quote_of_the_article_tells_nobody(adas_comment: Comment, bob: Member) -> None:
    body = "> Nobody had counted who missed it.\n\nI had."
    assert told(post(adas_comment.discussion, author=bob, body=body)) == {}


def test_a_form_sent_twice_tells_once(adas_comment: Comment, bob: Member) -> None:
    for _ in range(2):
        post(adas_comment.discussion, author=bob, body="So?", to=adas_comment, token="a-form")
    assert Notification.objects.count() == 1


def test_telling_again_changes_nothing(adas_comment: Comment, bobs_answer: Comment) -> None:
    Notification.objects.update(read_at=timezone.now())
    tell(bobs_answer, [])
    assert Notification.objects.get().read_at


def test_an_edit_tells_those_whom_it_newly_quotes(
    adas_comment: Comment, bobs_answer: Comment, nora: Member, bob: Member
) -> None:
    noras = post(adas_comment.discussion, author=nora, body="I waited an hour for the next one.")
    body = f"So did I.\n\n{quoting(noras)}\n\nAnother did."
    edit(bobs_answer, by=bob, body=body, version=1)
    assert told(bobs_answer) == {"Ada": ANSWER, "Nora": QUOTE}


def test_an_edit_does_not_tell_those_whom_only_the_earlier_text_quoted(
    adas_comment: Comment, bob: Member
) -> None:
    comment = post(adas_comment.discussion, author=bob, body=f"{quoting(adas_comment)}\n\nHm.")
    comment.posted_at = timezone.now() - timedelta(hours=1)
    comment.save()
    Notification.objects.all().delete()
    edit(comment, by=bob, body="Hm, hm.", version=1)
    assert Quote.objects.get(comment=comment).revision
    assert told(comment) == {}


def test_imported_comments_tell_nobody_and_answers_to_them_neither(
    make_article: Callable[..., Article], ada: Member
) -> None:
    first = "1. Dana — March 4, 2026\n   There were forty of us.\n"
    danas = make_article(f"{TRAM}\n1 comment\n\n{first}").discussion.comments.get()
    adas = post(danas.discussion, author=ada, body="I counted fifty of you there.", to=danas)
    assert told(adas) == {}
    second = f"2. Teodor — March 5, 2026\n   “{adas.text}”\n\n   Did you?\n"
    make_article(f"{TRAM}\n2 comments\n\n{first}\n{second}")
    assert Quote.objects.get(quoted_comment=adas).comment.byline == "Teodor"
    assert not Notification.objects.exists()


def test_telling_asks_twice_whomever_it_concerns(
    adas_comment: Comment,
    bobs_answer: Comment,
    nora: Member,
    django_assert_num_queries: Callable[[int], object],
) -> None:
    body = f"> {SAID}\n\nLucky you."
    noras = post(adas_comment.discussion, author=nora, body=body, to=bobs_answer)
    Notification.objects.all().delete()
    quotes = list(noras.quotes.all())
    with django_assert_num_queries(2):
        tell(noras, quotes)
