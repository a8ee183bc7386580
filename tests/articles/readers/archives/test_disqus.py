from datetime import UTC, datetime

import pytest

from articles.readers import FoundArticle, FoundComment, Problem, State
from tests.articles.readers.archives.files import disqus, post, thread
from tests.articles.readers.archives.reading import articles, comments, found, found_until, of


def test_a_thread_is_a_page_and_a_post_a_comment_on_it() -> None:
    things = found(disqus(thread(11), thread(12, "https://harbour.example/b"), post(5, 11)))
    assert things == [
        FoundArticle("11", "https://harbour.example/tide/", "The tide table"),
        FoundComment(
            key="5",
            article="11",
            body="It was seven.",
            original="<p>It was seven.</p>",
            author="Bob",
            author_key="bob",
            posted_at=datetime(2026, 5, 4, 8, tzinfo=UTC),
        ),
    ]


def test_threads_with_one_address_are_one_page() -> None:
    content = disqus(
        thread(11, "https://harbour.example/tide/"),
        thread(12, "http://www.harbour.example/tide"),
        thread(13, "https://harbour.example/tide/#disqus_thread"),
        post(5, 12),
        post(6, 13, parent=5),
        post(7, 11),
    )
    assert [article.key for article in articles(content)] == ["11"]
    assert [(c.article, c.parent) for c in comments(content)] == [
        ("11", ""),
        ("11", "5"),
        ("11", ""),
    ]


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({}, State.PUBLISHED),
        ({"deleted": "true"}, State.REMOVED),
        ({"spam": "true"}, State.SPAM),
        ({"spam": "true", "deleted": "true"}, State.SPAM),
    ],
)
def test_deleted_and_spam_are_what_they_were(fields: dict[str, str], state: State) -> None:
    (only,) = comments(disqus(thread(11), post(5, 11, **fields)))
    assert only.state == state


def test_a_guest_is_nobody_of_theirs() -> None:
    guest = post(5, 11, anonymous="true", username="", name="Nora &lt;3")
    (only,) = comments(disqus(thread(11), guest))
    assert (only.author, only.author_key) == ("Nora <3", "")


def test_lines_of_old_messages_without_elements_are_lines() -> None:
    (only,) = comments(disqus(thread(11), post(5, 11, "One.\n\nTwo\nthree *four*")))
    assert only.body == "One.\n\nTwo\\\nthree \\*four\\*"


def test_a_post_without_its_thread_is_a_problem() -> None:
    things = found(disqus(post(5, 99)))
    assert things == [Problem("comment 5", "The page that it stands on isn’t in the file.")]


@pytest.mark.parametrize("at", range(1, 100))
def test_what_stands_before_the_end_of_a_file_that_was_cut_off_stands(at: int) -> None:
    whole = disqus(thread(11), thread(12, "https://b.example"), post(5, 11), post(6, 12)).encode()
    things, error = found_until(whole[: len(whole) * at // 100])
    assert error is not None
    assert things == found(whole)[: len(things)]


def test_the_order_of_threads_and_posts_is_that_of_the_file() -> None:
    things = found(disqus(thread(11), post(5, 11), thread(12, "https://b.example"), post(6, 12)))
    assert [thing.key for thing in of(FoundArticle, things)] == ["11", "12"]
