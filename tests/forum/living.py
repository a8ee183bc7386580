"""A site that people have lived in: one of everything that can happen to what they said."""

from collections.abc import Callable
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from articles.models import Article, Tag
from articles.readers import plain_text
from forum import (
    appealing,
    correcting,
    flagging,
    highlighting,
    moderating,
    posting,
    purging,
    recommending,
    sanctioning,
    working,
)
from forum.importing import bring_in
from forum.models import (
    Action,
    Comment,
    Decision,
    Discussion,
    Highlight,
    Kind,
    Member,
    SectionTerms,
    Status,
)
from tests.conftest import TRAM

OFF_TOPIC = "This is about trams."
PURGED = "words that nobody needs to read again"
REMOVED = "The council is a band of thieves"
WAITING = "this still waits for a moderator"
WITHDRAWN = "I take every word of this back"


def live_in(
    article: Article, ada: Member, bob: Member, mira: Member, edith: Member, rule: Callable
) -> None:
    discussion = article.discussion
    article.tags.add(Tag.objects.create(name="Trams", slug="trams"))
    terms = SectionTerms.objects.create(section=article.section, slow_seconds=0)
    assert terms.section.slug == "cities"
    first = posting.post(
        discussion,
        author=ada,
        body="> It carried 2,300 people in its first night\n\nI was one of them. ]]> & <b>so</b>?",
        asks="fact",
    )
    answer = posting.post(
        discussion, author=bob, body="> I was one of them.\n\nSo was I, twice.", to=first
    )
    long_ago = timezone.now() - timedelta(hours=2)
    Comment.objects.filter(pk=first.pk).update(created_at=long_ago, posted_at=long_ago)
    first.refresh_from_db()
    body = first.body.replace("I was one of them.", "I stood in the second carriage.")
    posting.edit(first, by=ada, body=body, version=1)
    recommending.recommend(first, by=bob)
    highlighting.highlight(first, Highlight.Kind.PICK, by=edith)
    highlighting.highlight(answer, Highlight.Kind.PICK, by=edith)
    highlighting.take_back(answer, Highlight.Kind.PICK, by=edith)
    _be_decided_on(discussion, first, ada, bob, mira, rule)
    _change(article)
    article.refresh_from_db()
    correcting.answer(
        [Comment.objects.get(pk=first.pk)],
        version=article.versions.get(number=1),
        passage=2,
        by=edith,
        kind="corrected",
        words="It was 2,400.",
        corrected_in=article.current,
    )
    sanctioning.warn(bob, by=mira, reason="Please stay with the trams.")
    ban = sanctioning.silence(
        bob, by=mira, reason="Once more.", until=timezone.now() + timedelta(days=3)
    )
    sanctioning.lift(ban, by=mira)
    sanctioning.note(bob, by=mira, text="Means well.")
    working.work_off()


def _be_decided_on(
    discussion: Discussion, first: Comment, ada: Member, bob: Member, mira: Member, rule: Callable
) -> None:
    thieves = posting.post(discussion, author=bob, body=f"{REMOVED}.", to=first)
    posting.post(discussion, author=ada, body=f"> {REMOVED}.\n\nThey aren’t.", to=thieves)
    flagging.flag(thieves, by=ada, reason="abuse", note="He insults people.")
    moderating.remove(thieves, by=mira, reason=OFF_TOPIC)
    appealing.appeal(Comment.objects.get(pk=thieves.pk), by=bob, text="It is true.")
    posting.post(discussion, author=ada, body="What do you say, @Bob and @Nobody?", to=first)
    back = posting.post(discussion, author=ada, body=f"{WITHDRAWN}.")
    posting.post(discussion, author=bob, body="A pity.", to=back)
    posting.withdraw(back, by=ada)
    undone = posting.post(discussion, author=bob, body="Trams are fine.")
    moderating.undo(moderating.remove(undone, by=mira, reason=OFF_TOPIC), by=mira)
    gone = posting.post(discussion, author=bob, body=f"All {PURGED}.")
    posting.post(discussion, author=ada, body=f"> All {PURGED}.\n\nTrue.", to=gone)
    removed = moderating.remove(gone, by=mira, reason=OFF_TOPIC)
    past = timezone.now() - timedelta(days=400)
    QuerySet(Decision).filter(pk=removed.pk).update(created_at=past)
    purging.purge(gone)
    rule(Kind.WORDS, Action.HOLD, entries="waits for")
    waiting = posting.post(discussion, author=bob, body=f"And {WAITING}.")
    assert waiting.status == Status.WAITING


def _change(article: Article) -> None:
    told = TRAM.replace("2,300 people", "2,400 people").replace("Nobody had counted", "None knew")
    data = f"{told}\n1 comment\n\n1. Old Tamsin — 5 March 2026\n\nI waited there once.\n".encode()
    bring_in(plain_text.read(data), source="tram.txt")
