"""`manage.py seed`."""

import io
import re
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, F, Max, Q
from django.test import Client

from articles.models import Article
from forum import seeding
from forum.counting import wrong_counts
from forum.models import Comment, Decision, Member, Quote, Recommendation, Status
from forum.posting import post
from forum.seeding import filling
from forum.threads import path_below

Row = tuple[Any, ...]


def seed(**options: Any) -> list[str]:
    out = io.StringIO()
    call_command("seed", stdout=out, **{"yes": True, **options})
    return out.getvalue().split()


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    pass


@pytest.fixture
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "BATCH", 70)


def told(article: Article) -> list[Row]:
    """What was said about it, by whom, and in answer to what, but for ids and dates."""
    comments = list(article.discussion.comments.order_by("pk"))
    first = comments[0].pk
    return [
        (
            comment.body,
            comment.status,
            comment.author_id,
            comment.parent_id and comment.parent_id - first,
            comment.ordinal,
        )
        for comment in comments
    ]


@pytest.mark.usefixtures("_small_batches")
def test_a_seeded_discussion_is_one_that_people_could_have_had() -> None:
    seed(comments=600)
    comments = Comment.objects.all()
    assert comments.count() == 600
    answers = comments.exclude(parent=None)
    assert not answers.exclude(parent__lt=F("pk"), parent__discussion=F("discussion"))
    assert not answers.exclude(Q(root=F("parent__root")) | Q(root=F("parent"), parent__root=None))
    threads = answers.values("root").annotate(replies=Count("pk"), last=Max("ordinal"))
    assert all(thread["replies"] == thread["last"] for thread in threads)
    moments = list(comments.order_by("pk").values_list("posted_at", flat=True))
    assert moments == sorted(moments)
    assert not answers.filter(parent__status=Status.WAITING)
    decided = Decision.objects.filter(after=F("comment__status"))
    assert decided.count() == comments.exclude(status=Status.PUBLISHED).count() > 0
    recommended = Recommendation.objects.all()
    assert recommended.count() > 100
    assert not recommended.filter(member=F("comment__author"))
    assert list(wrong_counts()) == []
    for answer in answers.select_related("parent"):
        assert answer.path == path_below(answer.parent.path, answer.ordinal)


def test_its_quotes_are_found_where_the_article_says_so() -> None:
    seed(comments=300)
    quotes = Quote.objects.select_related("article_version__article", "comment")
    assert {quote.fidelity for quote in quotes} >= {"verbatim", "altered"}
    for quote in quotes:
        assert quote.article_version
        assert quote.exact == quote.article_version.text[quote.start : quote.end]
        assert quote.words.split()[0] in quote.comment.body


@pytest.mark.usefixtures("_small_batches")
def test_the_page_of_a_seeded_discussion_opens_and_counts_right(client: Client) -> None:
    [address] = seed(comments=150)
    page = client.get(address).content.decode()
    published = Comment.objects.published().count()
    assert f'data-comment-count="{published}"' in page
    shown = [int(pk) for pk in re.findall(r'data-comment-id="(\d+)"', page)]
    assert len(shown) > 25
    assert Comment.objects.published().filter(pk__in=shown).count() == len(shown)


def test_the_first_of_several_articles_gets_most_comments() -> None:
    addresses = seed(comments=600, articles=3)
    said = [Article.objects.get(slug=address.split("/")[2]).discussion for address in addresses]
    counts = [discussion.comments.count() for discussion in said]
    assert sum(counts) == 600
    assert counts == sorted(counts, reverse=True)


def test_people_go_on_in_a_discussion_that_was_seeded(adas_comment: Comment, bob: Member) -> None:
    before = set(Comment.objects.values_list("pk", flat=True))
    seed(comments=20)
    seeded = Comment.objects.exclude(pk__in=before).first()
    assert seeded
    answer = post(seeded.discussion, author=bob, body="So did I.", to=seeded)
    assert answer.pk == Comment.objects.aggregate(last=Max("pk"))["last"]
    assert adas_comment.discussion.comments.get() == adas_comment


def test_the_same_seed_tells_the_same_again_under_another_title() -> None:
    [first] = seeding.write_articles(1, seed=7)
    [second] = seeding.write_articles(1, seed=7)
    [other] = seeding.write_articles(1, seed=8)
    assert first.title != second.title
    assert first.current.text == second.current.text != other.current.text
    for article, number in ((first, 7), (second, 7), (other, 8)):
        list(seeding.fill([article], comments=80, seed=number))
    assert told(first) == told(second) != told(other)
    assert Member.objects.count() == 400


def test_its_members_cannot_log_in() -> None:
    seed(comments=1)
    assert not any(member.has_usable_password() for member in Member.objects.all())


def test_who_already_has_a_name_here_keeps_it(make_member: Any) -> None:
    aino = make_member("Aino Abara")
    seed(comments=50)
    assert Member.objects.named("Aino Abara").get() == aino
    assert not aino.comments.exists()


def test_a_site_without_debug_is_filled_only_by_someone_who_says_so(settings: Any) -> None:
    with pytest.raises(CommandError, match="--yes"):
        seed(comments=3, yes=False)
    assert not Article.objects.exists()
    settings.DEBUG = True
    seed(comments=3, yes=False)
    assert Comment.objects.count() == 3
