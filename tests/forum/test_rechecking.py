"""What becomes of quotes when the article or the comment that they are from is changed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from articles.models import Article
from forum import rechecking
from forum.models import Comment, Discussion, Member, Quote, Recheck, SourceChange, Standing, Status
from forum.posting import edit, post, withdraw
from forum.working import work_off
from tests.conftest import TRAM

MISSED = "Nobody had counted who missed it."


def quote_in(comment: Comment) -> Quote:
    return Quote.objects.shown_to(AnonymousUser()).get(comment=comment, revision=None)


def page_of(comment: Comment) -> str:
    return Client().get(comment.discussion.article.get_absolute_url()).content.decode()


@pytest.fixture
def quote(discussion: Discussion, ada: Member) -> Callable[[str], Comment]:
    """Ada quotes the article."""

    def quote(words: str) -> Comment:
        return post(discussion, author=ada, body=f"> {words}\n\nSo it says.")

    return quote


@pytest.fixture
def reissue(make_article: Callable[..., Article]) -> Callable[..., Article]:
    """The piece about the tram is imported again with other words."""

    def reissue(*changes: tuple[str, str]) -> Article:
        text = TRAM
        for was, now in changes:
            assert was in text
            text = text.replace(was, now)
        article = make_article(text)
        work_off()
        return article

    return reissue


def test_words_that_stand_keep_their_mark_at_their_new_place(
    quote: Callable[[str], Comment], reissue: Callable[..., Article]
) -> None:
    comment = quote(MISSED)
    article = reissue(("The last tram", "A new first paragraph.\n\nThe very last tram"))
    found = quote_in(comment)
    assert (found.fidelity, found.standing) == ("verbatim", Standing.STANDS)
    assert found.article_version == article.current
    assert article.current.text[found.start : found.end] == MISSED
    assert found.source_label == "From the article, ¶ 7"
    assert not SourceChange.objects.exists()


def test_words_that_were_changed_are_shown_with_those_that_stand_there_now(
    quote: Callable[[str], Comment], reissue: Callable[..., Article]
) -> None:
    comment = quote(MISSED)
    article = reissue(("had counted", "knew"))
    found = quote_in(comment)
    assert found.standing == Standing.CHANGED
    assert found.exact == MISSED
    assert found.change is not None
    assert found.change.exact == "Nobody knew who missed it."
    assert found.summary == "Verbatim when quoted"
    page = page_of(comment)
    assert f"Changed in the article on {article.current.created_at:%-d %B %Y}" in page
    assert "changed from: </span>had counted" in page


def test_words_that_were_taken_out_lead_to_the_version_that_had_them(
    quote: Callable[[str], Comment], reissue: Callable[..., Article]
) -> None:
    comment = quote("Two of the six depots have no night power.")
    reissue(("Two of the six depots have no night power. ", ""))
    found = quote_in(comment)
    assert found.standing == Standing.GONE
    assert found.source_label == "From an earlier version, ¶ 5"
    page = page_of(comment)
    assert "No longer in the article since" in page
    address = f"{comment.discussion.article.get_absolute_url()}versions/1/#p-5"
    assert f'href="{address}"' in page
    assert MISSED in Client().get(address).content.decode()


def test_a_quote_is_never_moved_to_words_that_look_like_it(
    make_article: Callable[..., Article], ada: Member
) -> None:
    text = TRAM + "\nLine 4 ran every ten minutes. Line 5 ran every ten minutes.\n"
    comment = post(
        make_article(text).discussion,
        author=ada,
        body="> Line 4 ran every ten minutes.\n\nIt did.",
    )
    make_article(text.replace("Line 4 ran every ten minutes. ", ""))
    work_off()
    assert quote_in(comment).standing == Standing.GONE


def test_what_comes_back_stands_again(
    quote: Callable[[str], Comment], reissue: Callable[..., Article]
) -> None:
    comment = quote(MISSED)
    reissue(("had counted", "knew"))
    reissue()
    assert quote_in(comment).standing == Standing.STANDS
    assert not SourceChange.objects.exists()


def test_a_further_version_says_since_when_the_words_are_changed(
    quote: Callable[[str], Comment], reissue: Callable[..., Article]
) -> None:
    comment = quote(MISSED)
    reissue(("had counted", "knew"))
    first = quote_in(comment).change
    latest = reissue(("had counted", "knew"), ("in spring", "in autumn"))
    second = quote_in(comment).change
    assert first is not None
    assert second is not None
    assert second.article_version == latest.current
    assert second.at == first.at


def test_shortened_and_altered_quotes_keep_their_marks_too(
    quote: Callable[[str], Comment], reissue: Callable[..., Article]
) -> None:
    shortened = quote("The crews had always […] needs fewer taxis.")
    altered = quote("It carried 2,300 passengers in its first night")
    reissue(("The last tram", "The very last tram"), ("until two needs", "until two now needs"))
    assert quote_in(altered).summary == "Altered: 1 word changed"
    assert quote_in(altered).stands
    assert quote_in(shortened).summary == "Shortened"
    assert quote_in(shortened).stands  # what was changed is what it leaves out
    reissue(("needs fewer taxis", "needs few taxis"), ("people in its first", "in its first"))
    assert quote_in(altered).standing == Standing.CHANGED
    assert quote_in(shortened).standing == Standing.CHANGED


def test_until_somebody_has_looked_a_quote_says_that_its_source_was_changed(
    quote: Callable[[str], Comment], make_article: Callable[..., Article]
) -> None:
    comment = quote(MISSED)
    make_article(TRAM.replace("had counted", "knew"))
    assert quote_in(comment).standing == Standing.UNCHECKED
    assert "The article was changed since" in page_of(comment)
    work_off()
    assert quote_in(comment).standing == Standing.CHANGED


def test_the_margin_follows_the_words(
    quote: Callable[[str], Comment], reissue: Callable[..., Article], ada: Member
) -> None:
    quote(MISSED)
    quote("Two of the six depots have no night power.")
    article = reissue(("had counted", "knew"), ("Two of the six depots have no night power. ", ""))
    page = Client().get(article.get_absolute_url()).content.decode()
    assert page.count('class="margin-mark"') == 1
    assert (
        '<mark data-depth="1">Nobody</mark> knew <mark data-depth="1">who missed it.</mark>' in page
    )
    number = article.current.body.passages[0].number
    passage = Client().get(f"{article.get_absolute_url()}passages/p-{number}/").content.decode()
    assert "So it says." in passage


def test_a_quote_of_what_the_article_said_before_is_found_there(
    article: Article, reissue: Callable[..., Article], bob: Member
) -> None:
    changed = reissue(("had counted", "knew"))
    comment = post(changed.discussion, author=bob, body=f"> {MISSED}\n\nIt did say so.")
    assert quote_in(comment).fidelity == "verbatim"
    assert quote_in(comment).standing == Standing.UNCHECKED
    work_off()
    assert quote_in(comment).standing == Standing.CHANGED
    assert quote_in(comment).version == 1


def test_a_passage_that_is_gone_can_still_be_named(
    article: Article, reissue: Callable[..., Article], bob: Member
) -> None:
    changed = reissue(("Two of the six depots have no night power. ", ""))
    body = "> the six depots\n>\n> — [The tram](#p-5)\n\nWhich six?"
    comment = post(changed.discussion, author=bob, body=body)
    assert (quote_in(comment).fidelity, quote_in(comment).version) == ("verbatim", 1)


@pytest.fixture
def quoting(adas_comment: Comment, bob: Member) -> Comment:
    """Bob quotes what Ada said an hour ago."""
    an_hour_ago = timezone.now() - timedelta(hours=1)
    Comment.objects.filter(pk=adas_comment.pk).update(posted_at=an_hour_ago)
    adas_comment.refresh_from_db()
    body = "> I took the later tram on its first night.\n\nMe too."
    return post(adas_comment.discussion, author=bob, body=body, to=adas_comment)


def test_an_edit_elsewhere_in_a_comment_leaves_the_quotes_of_it_alone(
    adas_comment: Comment, quoting: Comment, ada: Member
) -> None:
    body = "Listen! I took the later tram on its first night. It was full."
    edit(adas_comment, by=ada, body=body, version=1)
    work_off()
    found = quote_in(quoting)
    assert found.standing == Standing.STANDS
    assert (found.quoted_version, found.start) == (2, 8)
    assert "edited since" not in page_of(quoting)


def test_an_edit_of_quoted_words_is_shown_with_the_difference(
    adas_comment: Comment, quoting: Comment, ada: Member
) -> None:
    body = "I took the later tram on its second night."
    edit(adas_comment, by=ada, body=body, version=1)
    work_off()
    page = page_of(quoting)
    assert "Verbatim when quoted" in page
    assert "Changed in the comment on" in page
    assert "changed from: </span>first" in page
    assert f'href="/comments/{adas_comment.pk}/history/">Read it as it was quoted' in page


def test_an_edit_that_leaves_no_mark_is_followed_as_well(
    adas_comment: Comment, bob: Member, ada: Member
) -> None:
    body = "> the later tram on its first night\n\nMe too."
    quoting = post(adas_comment.discussion, author=bob, body=body, to=adas_comment)
    edit(adas_comment, by=ada, body="I took the later tram on its fifth night.", version=1)
    work_off()
    found = quote_in(quoting)
    assert found.standing == Standing.CHANGED
    assert found.change is not None
    assert found.change.exact == "the later tram on its fifth night"


def test_words_taken_out_of_a_comment_are_told_to_be_gone(
    adas_comment: Comment, quoting: Comment, ada: Member
) -> None:
    edit(adas_comment, by=ada, body="Never mind what was here before.", version=1)
    work_off()
    assert quote_in(quoting).standing == Standing.GONE
    assert "No longer in the comment" in page_of(quoting)


def test_what_took_the_place_of_quoted_words_is_hidden_with_the_comment(
    adas_comment: Comment, quoting: Comment, ada: Member
) -> None:
    edit(adas_comment, by=ada, body="I took the later tram on its second night.", version=1)
    work_off()
    adas_comment.refresh_from_db()
    withdraw(adas_comment, by=ada)
    page = page_of(quoting)
    assert "second" not in page
    assert "the later tram" not in page


def test_work_that_was_broken_off_goes_on_where_it_stopped(
    quote: Callable[[str], Comment],
    make_article: Callable[..., Article],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    comments = [quote(MISSED), quote("They will have it in spring.")]
    make_article(TRAM.replace("had counted", "knew").replace("in spring", "in autumn"))
    monkeypatch.setattr(rechecking, "BATCH", 1)
    store, stored = rechecking._store, []

    def die_after_one(*args: object) -> None:
        if stored:
            raise KeyboardInterrupt
        store(*args)  # type: ignore[arg-type]
        stored.append(args)

    monkeypatch.setattr(rechecking, "_store", die_after_one)
    with pytest.raises(KeyboardInterrupt):
        rechecking.recheck_next()
    assert [quote_in(comment).standing for comment in comments] == ["changed", "unchecked"]
    monkeypatch.setattr(rechecking, "_store", store)
    assert not rechecking.recheck_next()  # for a minute it is still claimed
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        work_off()
    assert [quote_in(comment).standing for comment in comments] == ["changed", "changed"]


def test_a_source_is_looked_at_again_after_a_minute_and_then_no_more(
    quote: Callable[[str], Comment], reissue: Callable[..., Article]
) -> None:
    comment = quote(MISSED)
    article = reissue(("had counted", "knew"))
    # Somebody's comment was checked just before the new version came, and stored just after.
    Quote.objects.filter(comment=comment).update(article_version=article.versions.get(number=1))
    SourceChange.objects.all().delete()
    assert not rechecking.recheck_next()
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert rechecking.recheck_next()
        assert not rechecking.recheck_next()
    assert quote_in(comment).standing == Standing.CHANGED
    assert not Recheck.objects.exists()


def test_what_fails_is_tried_again_later_and_stops_nothing_else(
    quote: Callable[[str], Comment],
    make_article: Callable[..., Article],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    comment = quote(MISSED)
    make_article(TRAM.replace("had counted", "knew"))

    def fail(*args: object) -> None:
        raise IntegrityError("The disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr(rechecking, "_store", fail)
        work_off()
    assert "The disk is full." in caplog.text
    assert Recheck.objects.get().failures == 1
    with time_machine.travel(timezone.now() + timedelta(seconds=30)):
        work_off()
    assert quote_in(comment).standing == Standing.CHANGED


def test_quotes_in_comments_that_wait_or_are_removed_are_followed_as_well(
    quote: Callable[[str], Comment], reissue: Callable[..., Article]
) -> None:
    comment = quote(MISSED)
    Comment.objects.filter(pk=comment.pk).update(status=Status.REMOVED)
    reissue(("had counted", "knew"))
    assert quote_in(comment).standing == Standing.CHANGED
