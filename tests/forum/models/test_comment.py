from collections.abc import Callable
from datetime import timedelta

from articles.models import Article
from forum.models import Comment, Discussion, Member
from forum.posting import post
from forum.reading import add_versions
from tests.conftest import TRAM


def on_versions() -> list[int | None]:
    """Of each comment, in the order in which they came, the version that it was written on."""
    comments = list(Comment.objects.order_by("pk"))
    add_versions(comments)
    return [comment.earlier_version for comment in comments]


def test_a_comment_knows_on_which_version_it_was_written(
    discussion: Discussion, ada: Member, make_article: Callable[..., Article]
) -> None:
    post(discussion, author=ada, body="On the first.")
    assert on_versions() == [None]
    make_article(TRAM.replace("four hundred", "five hundred"))
    post(discussion, author=ada, body="On the second.")
    assert on_versions() == [1, None]
    make_article(TRAM.replace("four hundred", "six hundred"))
    make_article(TRAM.replace("four hundred", "seven hundred"))
    post(discussion, author=ada, body="On the fourth.")
    assert on_versions() == [1, 2, None]


def test_imported_comments_were_written_on_the_version_that_they_came_with(
    make_article: Callable[..., Article],
) -> None:
    comments = "\n2 comments\n\n1. Dana — March 4, 2026\n   I had. There were forty of us.\n"
    make_article(TRAM + comments)
    changed = TRAM.replace("four hundred", "five hundred")
    make_article(f"{changed}{comments}\n2. Teodor — March 5, 2026\n   Every night?\n")
    assert on_versions() == [1, None]


def test_what_was_said_before_the_first_version_came_in_counts_as_said_on_it(
    adas_comment: Comment, make_article: Callable[..., Article]
) -> None:
    Comment.objects.update(created_at=adas_comment.created_at - timedelta(days=300))
    assert on_versions() == [None]
    make_article(TRAM.replace("four hundred", "five hundred"))
    make_article(TRAM.replace("four hundred", "six hundred"))
    assert on_versions() == [1]


def test_another_articles_versions_make_no_difference(
    adas_comment: Comment, make_article: Callable[..., Article]
) -> None:
    ferry = "Another piece\n\nMarch 4, 2026\n\nBy Ada\n\nThe ferry waits for nobody."
    make_article(ferry, "ferry.txt")
    make_article(ferry.replace("nobody", "Bob"), "ferry.txt")
    assert on_versions() == [None]
