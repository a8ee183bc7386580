"""What stands in a mail: for people, and for mail programs."""

import re
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core import mail as outbox

from articles.models import Article
from forum import correcting, moderating
from forum.appealing import answer as answer_appeal
from forum.appealing import appeal
from forum.flagging import flag
from forum.mailing import choose
from forum.models import Comment, Delivery, Discussion, Member, Notification
from forum.posting import edit, post, withdraw
from tests.conftest import TRAM
from tests.forum.mailing.conftest import Later

KINDS = Notification.Kind
SAID = "I took the later tram on its first night."
SITE = "http://testserver"


def sent(mail: Any) -> EmailMessage:
    """A mail as it arrives."""
    arrived = message_from_bytes(mail.message().as_bytes(), policy=policy.default)
    assert isinstance(arrived, EmailMessage)
    return arrived


def text_of(mail: Any) -> str:
    return sent(mail).get_body(("plain",)).get_content()  # type: ignore[union-attr]


def html_of(mail: Any) -> str:
    return sent(mail).get_body(("html",)).get_content()  # type: ignore[union-attr]


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def links_of(mail: Any) -> list[str]:
    return [str(attrs["href"]) for tag, attrs in Tags(html_of(mail)).found if tag == "a"]


def test_a_mail_says_who_answered_what_and_leads_there(bobs_answer: Comment, later: Later) -> None:
    (mail,) = later(minutes=5)
    for said in (text_of(mail), html_of(mail)):
        assert "Bob" in said
        assert "answered you" in said
        assert SAID in said
        assert "So did I." in said
        assert f"{SITE}/comments/{bobs_answer.pk}/" in said
        assert f"{SITE}/accounts/notifications/" in said


def test_mail_programs_put_the_mails_of_a_thread_together(
    adas_comment: Comment, bobs_answer: Comment, ada: Member, bob: Member, later: Later
) -> None:
    back = post(bobs_answer.discussion, author=ada, body="Where did you sit?", to=bobs_answer)
    front = post(back.discussion, author=bob, body="In front.", to=back)
    mails = {mail["Message-ID"]: mail for mail in map(sent, later(minutes=5))}

    def name(comment: Comment) -> str:
        return f"<comment-{comment.pk}@testserver>"

    assert mails.keys() == {name(bobs_answer), name(back), name(front)}
    discussion = f"<discussion-{adas_comment.discussion_id}@testserver>"
    first, last = mails[name(bobs_answer)], mails[name(front)]
    assert first["In-Reply-To"] == name(adas_comment)
    assert first["References"].split() == [discussion, name(adas_comment)]
    assert last["In-Reply-To"] == name(back)
    assert last["References"].split() == [discussion, name(adas_comment), name(back)]
    assert {mail["Subject"] for mail in mails.values()} == {"The tram that came back"}


def test_programs_are_told_what_kind_of_mail_it_is_and_how_to_stop_it(
    bobs_answer: Comment, later: Later
) -> None:
    (mail,) = map(sent, later(minutes=5))
    assert mail["To"] == "ada@example.org"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Id"] == f"<discussion-{bobs_answer.discussion_id}.testserver>"
    assert re.fullmatch(rf"<{SITE}/unsubscriptions/[\w:-]+/>", mail["List-Unsubscribe"].strip())
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_quotes_carry_what_they_are_worth(adas_comment: Comment, bob: Member, later: Later) -> None:
    body = "> I took the earlier tram on its first night.\n\nDid you?\n\n> All of it.\n\nHm."
    post(adas_comment.discussion, author=bob, body=body, to=adas_comment)
    (mail,) = later(minutes=5)
    text = text_of(mail)
    assert "Bob answered and quoted you" in text
    assert (
        "> I took the earlier tram on its first night.\n"
        f"[Altered: 1 word changed. Ada: {SITE}/comments/{adas_comment.pk}/\n"
        f" It says there: {SAID}]\n\n"
        "Did you?\n\n"
        "> All of it.\n"
        "[Not found. Source unknown]\n\n"
        "Hm."
    ) in text
    html = html_of(mail)
    assert "Altered: 1 word changed" in html
    assert re.search(r"<del>.*later.*</del>.*<ins>.*earlier.*</ins>", html, re.DOTALL)


def test_words_that_their_reader_may_not_see_are_not_in_it(
    discussion: Discussion, ada: Member, bob: Member, nora: Member, later: Later
) -> None:
    noras = post(discussion, author=nora, body="Something that Nora thinks better of.")
    adas = post(discussion, author=ada, body="What do you think?")
    body = f"> {noras.text}\n>\n> — [Nora](/comments/{noras.pk}/)\n\nThat."
    post(discussion, author=bob, body=body, to=adas)
    withdraw(noras, by=nora)
    (mail,) = later(minutes=5)
    for said in (text_of(mail), html_of(mail)):
        assert "These words are no longer shown." in said
        assert "thinks better" not in said


def test_an_edit_before_it_is_sent_is_what_is_sent(
    bobs_answer: Comment, bob: Member, later: Later
) -> None:
    edit(bobs_answer, by=bob, body="So did we all.", version=1)
    (mail,) = later(minutes=5)
    assert "So did we all." in text_of(mail)
    assert "So did I." not in html_of(mail)


def test_links_lead_there_from_everywhere(adas_comment: Comment, bob: Member, later: Later) -> None:
    body = "[This](/comments/1/), [that](#p-2), [Bob](mailto:bob@example.org), https://example.org/"
    post(adas_comment.discussion, author=bob, body=body, to=adas_comment)
    (mail,) = later(minutes=5)
    links = links_of(mail)
    article = adas_comment.discussion.article.get_absolute_url()
    for link in (f"{SITE}/comments/1/", f"{SITE}{article}#p-2", "https://example.org/"):
        assert link in links
        assert f"<{link}>" in text_of(mail) or link == "https://example.org/"
    assert all(link.startswith(("http://", "https://", "mailto:")) for link in links)


def test_nothing_in_it_calls_home(adas_comment: Comment, bob: Member, later: Later) -> None:
    post(
        adas_comment.discussion,
        author=bob,
        body="![pixel](https://evil.example/pixel.gif) <img src=https://evil.example/>",
        to=adas_comment,
    )
    (mail,) = later(minutes=5)
    html = html_of(mail)
    for tag, attrs in Tags(html).found:
        assert tag not in {"img", "script", "iframe", "link", "form", "object", "svg", "video"}
        assert not attrs.keys() & {"src", "srcset", "background", "onload", "style"}
    assert "url(" not in html
    assert "@import" not in html
    assert all("?" not in link for link in links_of(mail) if link.startswith(SITE))


EVIL = "<script>alert(1)</script>"


def test_words_are_words_wherever_they_stand(
    make_article: Callable[..., Article], ada: Member, bob: Member, mira: Member, later: Later
) -> None:
    article = make_article(TRAM.replace("The tram that came back", f"Back {EVIL}", 1), "evil.txt")
    discussion = article.discussion
    choose(ada, dict.fromkeys(KINDS, Delivery.AT_ONCE))
    adas = post(discussion, author=ada, body=f"A word {EVIL}")
    post(
        discussion, author=bob, body=f"> A wort {EVIL}\n\n{EVIL} [x](javascript:alert(1))", to=adas
    )
    moderating.remove(adas, by=mira, reason=EVIL)
    at_once = later(minutes=5)
    assert len(at_once) == 2
    choose(ada, dict.fromkeys(KINDS, Delivery.HOURLY))
    Notification.objects.update(mail=None, due_at=Notification.objects.latest("pk").created_at)
    (digest,) = later(hours=1)
    for mail in (*at_once, digest):
        assert "<script" not in html_of(mail)
        assert "javascript:" not in " ".join(links_of(mail))
        assert "alert(1)" in html_of(mail)


@pytest.mark.parametrize("bad", ["\n", "\r\n", "\r", "\u2028", "\x0b", "\x85"])
def test_nobody_puts_a_header_into_it(
    bad: str, bobs_answer: Comment, bob: Member, later: Later
) -> None:
    injected = f"The tram{bad}Bcc: mallory@example.org{bad}{bad}Hello"
    Article.objects.update(title=injected)
    Member.objects.filter(pk=bob.pk).update(name=f"Bob{bad}Bcc: mallory@example.org")
    (mail,) = later(minutes=5)
    arrived = sent(mail)
    assert arrived["Bcc"] is None
    assert arrived["Subject"] == "The tram Bcc: mallory@example.org Hello"
    assert mail.recipients() == ["ada@example.org"]


def test_a_decision_is_told_with_its_reason_and_the_way_to_appeal(
    adas_comment: Comment,
    ada: Member,
    mira: Member,
    make_member: Callable[..., Member],
    later: Later,
) -> None:
    choose(ada, dict.fromkeys(KINDS, Delivery.AT_ONCE))
    decision = moderating.remove(adas_comment, by=mira, reason="This is advertising.")
    (mail,) = later(minutes=5)
    for said in (text_of(mail), html_of(mail)):
        assert "A moderator removed your comment" in said
        assert "This is advertising." in said
        assert SAID in said
        assert f"{SITE}/comments/{adas_comment.pk}/appeal/" in said
    arrived = sent(mail)
    assert arrived["Message-ID"] == f"<decision-{decision.pk}-decision@testserver>"
    assert arrived["In-Reply-To"] == f"<comment-{adas_comment.pk}@testserver>"
    made = appeal(adas_comment, by=ada, text="It is not.")
    max_ = make_member("Max", is_staff=True)
    answer_appeal(made, by=max_, is_granted=False, words="It still is.")
    (mail,) = later(minutes=5)
    assert "Your appeal was answered, and the decision stays" in text_of(mail)
    assert "It still is." in html_of(mail)
    assert sent(mail)["Message-ID"] == f"<decision-{decision.pk}-appeal@testserver>"


def test_what_the_editors_answered_is_told_in_their_words(
    discussion: Discussion, ada: Member, edith: Member, later: Later
) -> None:
    choose(ada, dict.fromkeys(KINDS, Delivery.AT_ONCE))
    body = "> Nobody had counted who missed it.\n\nNot even the driver?"
    asked = post(discussion, author=ada, body=body, asks="fact")
    version = discussion.article.current
    place = {"version": version, "passage": 1}
    words = "The driver counted."
    answer = correcting.answer([asked], by=edith, kind="clarified", words=words, **place)
    (mail,) = later(minutes=5)
    for said in (text_of(mail), html_of(mail)):
        assert "The editors answered you: clarified" in said
        assert "The driver counted." in said
    assert sent(mail)["Message-ID"] == f"<editors-answer-{answer.pk}@testserver>"
    assert sent(mail)["In-Reply-To"] == f"<comment-{asked.pk}@testserver>"


def test_whoever_reported_reads_what_became_of_it_without_the_words(
    bobs_answer: Comment, nora: Member, mira: Member, later: Later
) -> None:
    choose(nora, dict.fromkeys(KINDS, Delivery.AT_ONCE))
    flag(bobs_answer, by=nora, reason="spam", note="")
    moderating.remove(bobs_answer, by=mira, reason="Spam.")
    (mail,) = [mail for mail in later(minutes=5) if mail.to == ["nora@example.org"]]
    assert "Thank you: what you reported was taken away" in text_of(mail)
    assert bobs_answer.text not in text_of(mail) + html_of(mail)


def test_a_digest_is_grouped_by_article(
    make_article: Callable[..., Article],
    adas_comment: Comment,
    ada: Member,
    bob: Member,
    later: Later,
) -> None:
    other = make_article(TRAM.replace("The tram that came back", "The depot", 1), "depot.txt")
    elsewhere = post(other.discussion, author=ada, body="Six of them.")
    choose(ada, {KINDS.ANSWER: Delivery.DAILY, KINDS.QUOTE: Delivery.DAILY})
    post(adas_comment.discussion, author=bob, body="First.", to=adas_comment)
    post(other.discussion, author=bob, body="Second.", to=elsewhere)
    body = "> I took the earlier tram on its first night.\n\nThird."
    post(adas_comment.discussion, author=bob, body=body)
    (mail,) = later(days=1)
    arrived = sent(mail)
    assert arrived["Message-ID"].startswith("<digest-")
    assert arrived["List-Id"] == "<daily.testserver>"
    above = ["You: I took the later tram on its first night.", "You: Six of them."]
    places = ["The tram that came back", above[0], "First.", "Third."]
    places += ["The depot", above[1], "Second."]
    for said in (text_of(mail), html_of(mail)):
        found = [said.index(place) for place in places]
        assert found == sorted(found)
        assert said.count("The depot") == 1
        assert "Altered: 1 word changed" in said
        assert "Bob" in said


def test_a_long_digest_says_how_many_more_there_are(
    adas_comment: Comment, ada: Member, bob: Member, later: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forum.mailing.digests.MOST", 2)
    choose(ada, {KINDS.ANSWER: Delivery.HOURLY})
    for number in range(5):
        post(adas_comment.discussion, author=bob, body=f"Answer {number}.", to=adas_comment)
    (mail,) = later(hours=1)
    assert mail.subject == "Your hour at Rejoinder: 5 notifications"
    for said in (text_of(mail), html_of(mail)):
        assert "nd 3 more" in said
        assert "Answer 1." in said
        assert "Answer 2." not in said


def test_each_gets_a_mail_of_their_own(
    adas_comment: Comment, bobs_answer: Comment, nora: Member, bob: Member, later: Later
) -> None:
    choose(bob, {KINDS.QUOTE: Delivery.AT_ONCE})
    body = "> So did I.\n\nWe all did."
    post(adas_comment.discussion, author=nora, body=body, to=adas_comment)
    later(minutes=5)
    assert sorted(to for mail in outbox.outbox for to in mail.recipients()) == [
        "ada@example.org",
        "ada@example.org",
        "bob@example.org",
    ]
    assert all(len(mail.recipients()) == 1 for mail in outbox.outbox)
