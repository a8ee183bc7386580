from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article
from articles.readers import plain_text
from forum import marking
from forum.importing import bring_in
from forum.models import Comment, Discussion, Member, Quote, Status
from forum.moderating import remove, restore
from forum.posting import edit, post
from forum.watching import watcher
from forum.working import work_off
from tests.conftest import TRAM

MISSED = "> Nobody had counted who missed it."


def marked_passages(article: Article) -> dict[int, int]:
    """How many comments quote each passage, where any do."""
    found = marking.Marks().of([article])[article.slug]
    return {number: margin.comments for number, margin in found.items() if margin.comments}


def test_comments_that_quote_a_passage_are_counted(
    discussion: Discussion, ada: Member, bob: Member
) -> None:
    post(discussion, author=ada, body=f"{MISSED}\n\nI had.")
    post(
        discussion,
        author=bob,
        body=f"{MISSED}\n\n> Two of the six depots have no night power.\n\n!",
    )
    assert marked_passages(discussion.article) == {1: 2, 5: 1}


@pytest.mark.parametrize("status", [Status.WAITING, Status.REMOVED, Status.WITHDRAWN])
def test_what_not_everybody_may_read_marks_nothing(
    status: Status, discussion: Discussion, ada: Member
) -> None:
    comment = post(discussion, author=ada, body=f"{MISSED}\n\nI had.")
    assert marked_passages(discussion.article) == {1: 1}
    Comment.objects.filter(pk=comment.pk).update(status=status)
    assert marked_passages(discussion.article) == {}


def test_words_not_found_and_quotes_of_comments_mark_nothing(
    adas_comment: Comment, bob: Member
) -> None:
    body = "> I took the later tram on its first night.\n\n> Trams fly at night.\n\nReally?"
    post(adas_comment.discussion, author=bob, body=body, to=adas_comment)
    assert marked_passages(adas_comment.discussion.article) == {}


def test_what_a_comment_said_before_it_was_edited_marks_nothing(
    discussion: Discussion, ada: Member
) -> None:
    comment = post(discussion, author=ada, body=f"{MISSED}\n\nI had.")
    Comment.objects.update(posted_at=timezone.now() - timedelta(hours=1))
    comment.refresh_from_db()
    edit(comment, by=ada, body="I had.", version=comment.version)
    assert Quote.objects.get().revision == comment.revisions.get()
    assert marked_passages(discussion.article) == {}


def test_all_articles_of_a_page_cost_one_query(
    discussion: Discussion,
    make_article: Callable[..., Article],
    ada: Member,
    django_assert_num_queries: Callable[[int], object],
) -> None:
    other = make_article("Another piece\n\nBy Ada\n\nThe ferry waits for nobody.", "ferry.txt")
    post(discussion, author=ada, body=f"{MISSED}\n\nI had.")
    post(other.discussion, author=ada, body="> The ferry waits for nobody.\n\nIt waited for me.")
    versions = [discussion.article.current, other.current]
    with django_assert_num_queries(1):
        found = marking.places(versions, Quote.objects.today(Comment.objects.published()))
    assert {key: len(places) for key, places in found.items()} == {v.pk: 1 for v in versions}


def test_the_real_article_is_marked_where_its_comments_quote_it(db: None, seed: bytes) -> None:
    article = bring_in(plain_text.read(seed), source="seed.txt").article
    assert marked_passages(article) == {14: 1, 15: 1, 30: 1}


def test_marks_that_are_kept_are_those_that_would_be_counted_anew(
    discussion: Discussion, ada: Member, bob: Member, mira: Member
) -> None:
    article = discussion.article
    depots = "> Two of the six depots have no night power."
    watcher.look()

    def are_right() -> bool:
        watcher.look()
        kept, anew = marking.marks.of([article]), marking.Marks().of([article])
        return kept == anew

    assert are_right()
    first = post(discussion, author=ada, body=f"{MISSED}\n\nI had.")
    assert are_right()
    second = post(discussion, author=bob, body=f"{depots}\n\nWhy?", to=first)
    assert are_right()
    edit(first, by=ada, body=f"{depots}\n\nAnd in winter?", version=1)
    assert are_right()
    remove(second, by=mira, reason="Spam")
    assert are_right()
    restore(second, by=mira)
    assert are_right()
    bring_in(
        plain_text.read(TRAM.replace("Nobody had counted", "Somebody counted").encode()),
        source="tram.txt",
    )
    article.refresh_from_db()
    assert are_right()
    work_off()
    assert are_right()
    assert marking.marks.of([article])[article.slug][5].comments == 2


def test_after_a_post_only_its_own_quotes_are_read(
    discussion: Discussion, ada: Member, django_assert_num_queries: Callable[[int], object]
) -> None:
    watcher.look()
    marking.marks.of([discussion.article])
    post(discussion, author=ada, body=f"{MISSED}\n\nI had.")
    watcher.look()
    with django_assert_num_queries(1):
        marking.marks.of([discussion.article])
    with django_assert_num_queries(0):
        marking.marks.of([discussion.article])
