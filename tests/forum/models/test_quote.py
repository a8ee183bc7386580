from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from forum.models import Comment, Member, Quote
from forum.posting import edit, post

SAID = "I took the later tram on its first night."


@pytest.fixture
def quoting(adas_comment: Comment, bob: Member) -> Comment:
    """Bob quotes what Ada said an hour ago."""
    an_hour_ago = timezone.now() - timedelta(hours=1)
    Comment.objects.filter(pk=adas_comment.pk).update(posted_at=an_hour_ago)
    adas_comment.refresh_from_db()
    return post(adas_comment.discussion, author=bob, body=f"> {SAID}\n\nMe too.", to=adas_comment)


def stored_quote(comment: Comment) -> Quote:
    return Quote.objects.shown_to(AnonymousUser()).get(comment=comment, revision=None)


def page_of(comment: Comment) -> str:
    return Client().get(comment.discussion.article.get_absolute_url()).content.decode()


def test_a_quote_knows_which_version_it_was_taken_from(
    adas_comment: Comment, quoting: Comment, ada: Member, bob: Member
) -> None:
    assert stored_quote(quoting).quoted_version == 1
    edit(adas_comment, by=ada, body="I took the last tram in the end.", version=1)
    body = "> I took the last tram in the end.\n\nAh."
    later = post(adas_comment.discussion, author=bob, body=body, to=adas_comment)
    assert stored_quote(later).quoted_version == 2
    assert stored_quote(later).stands


def test_readers_are_told_at_once_that_a_comment_was_edited_after_it_was_quoted(
    adas_comment: Comment, quoting: Comment, ada: Member
) -> None:
    assert "edited since" not in page_of(quoting)
    edit(adas_comment, by=ada, body="I took the last tram in the end.", version=1)
    quote = stored_quote(quoting)
    assert (quote.words, quote.exact, quote.fidelity) == (SAID, SAID, "verbatim")
    page = page_of(quoting)
    assert "Verbatim when quoted" in page
    history = f"/comments/{adas_comment.pk}/history/"
    assert f'<a class="standing" href="{history}">The comment was edited since</a>' in page
    assert SAID in Client().get(history).content.decode()


def test_a_link_to_earlier_words_is_given_only_where_they_were_kept(
    adas_comment: Comment, bob: Member, ada: Member
) -> None:
    body = "> I took the earlier tram on its first night.\n\nMe too."
    post(adas_comment.discussion, author=bob, body=body, to=adas_comment)
    edit(adas_comment, by=ada, body="I took the last tram in the end.", version=1)
    page = page_of(adas_comment)
    assert "Altered when quoted: 1 word changed" in page
    assert '<span class="standing">The comment was edited since</span>' in page


def test_a_quote_of_the_article_is_not_concerned_by_edits(
    adas_comment: Comment, ada: Member, bob: Member
) -> None:
    body = "> Nobody had counted who missed it.\n\nI had."
    comment = post(adas_comment.discussion, author=bob, body=body)
    edit(adas_comment, by=ada, body="I took the last tram in the end.", version=1)
    assert stored_quote(comment).summary == "Verbatim"
    assert stored_quote(comment).quoted_version is None


def test_what_the_quoter_says_after_an_edit_is_checked_against_the_new_words(
    adas_comment: Comment, quoting: Comment, ada: Member, bob: Member
) -> None:
    edit(adas_comment, by=ada, body="I took the later tram on its second night.", version=1)
    quoting.refresh_from_db()
    edit(quoting, by=bob, body=f"> {SAID}\n\nMe too!", version=1)
    assert stored_quote(quoting).summary == "Altered: 1 word changed"


def test_the_page_tells_scripts_which_words_are_meant(
    quoting: Comment, adas_comment: Comment, as_member: Callable[[Member], Client]
) -> None:
    link = f'data-source="comment-{adas_comment.pk}" data-exact="{SAID}" data-prefix=""'
    assert link in page_of(quoting)


def test_a_shortened_quote_opens_to_the_full_words(adas_comment: Comment, bob: Member) -> None:
    body = "> I took the later tram […] first night.\n\nMe too."
    post(adas_comment.discussion, author=bob, body=body, to=adas_comment)
    opened = page_of(adas_comment).partition("<summary")[2].partition("</details>")[0]
    assert ">Shortened</summary>" in opened
    assert "left out: </span>on its" in opened


def test_a_quote_from_another_site_says_from_where_and_that_nobody_checked(
    adas_comment: Comment, bob: Member
) -> None:
    body = f"> {SAID}\n>\n> — [A page](https://example.org/page)\n\nMe too."
    post(adas_comment.discussion, author=bob, body=body, to=adas_comment)
    page = page_of(adas_comment)
    assert ">From example.org, not checked</a>" in page
    assert 'rel="nofollow ugc noopener"' in page
    assert "Not found" not in page
