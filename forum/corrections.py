"""What is asked about the facts of articles, what editors answered, and where that stands today.

A question stands where its quotes do (forum.rechecking). An answer knows the version and the
passage that it is about; where that passage is today follows from the two versions.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Prefetch

from articles.models import Article, ArticleVersion
from forum.margins import Answer
from forum.models import Comment, EditorsAnswer, Question, Quote, quotes_shown_to
from forum.quoting import Succession
from forum.sources import article_source

MOST = 1000  # questions, the oldest first, that are looked at


class Place(NamedTuple):
    """A passage, in the latest version of the article that has it."""

    article: int
    version: int  # its key
    passage: int


@dataclass
class Asked:
    """A passage with the comments that ask about it."""

    article: Article
    version: ArticleVersion
    passage: int
    asking: list[Comment]  # each with its `question`, the oldest first

    @property
    def is_gone(self) -> bool:
        return self.passage not in numbers_of(self.article.current)

    @property
    def key(self) -> str:
        return f"{self.version.pk}-{self.passage}"

    @property
    def words(self) -> str:
        return words_of(self.version, self.passage)


def waiting(viewer: Any, article: str = "") -> dict[Place, list[int]]:
    """The passages that somebody asks about, each with the keys of the comments that do; first
    those that have waited for longest. `article` is a slug, or nothing for all."""
    comments = Comment.objects.published().visible_to(viewer)
    if article:
        comments = comments.filter(discussion__article__slug=article)
    asking = Question.objects.open().filter(comment__in=comments).order_by("pk")[:MOST]
    keys = list(asking.values_list("pk", flat=True))
    return places_of(keys)


def places_of(comments: Sequence[int]) -> dict[Place, list[int]]:
    """What these comments quote of articles today, each place with the keys of those that do."""
    quotes = Quote.objects.filter(
        comment__in=comments, revision=None, article_version__isnull=False
    )
    found: dict[Place, list[int]] = {}
    for quote in quotes.select_related("article_version__article", "source_change").defer(
        "article_version__passages", "article_version__note"
    ).order_by("comment", "ordinal"):  # fmt: skip
        place = _place_of(quote)
        if place and quote.comment_id not in found.setdefault(place, []):
            found[place].append(quote.comment_id)
    return found


def asked(places: Iterable[Place], waiting: dict[Place, list[int]], viewer: Any) -> list[Asked]:
    """These places as they are shown, in a number of queries that doesn't depend on theirs."""
    shown = list(places)
    rows = Comment.objects.visible_to(viewer).filter(
        pk__in=[pk for place in shown for pk in waiting[place]]
    )
    with_words = rows.select_related("author", "question").prefetch_related(quotes_shown_to(viewer))
    comments = with_words.in_bulk()
    articles = (
        Article.objects.visible_to(viewer)
        .select_related("current")
        .in_bulk({place.article for place in shown})
    )
    versions = ArticleVersion.objects.in_bulk({place.version for place in shown})
    return [
        Asked(
            articles[place.article],
            versions[place.version],
            place.passage,
            [comments[pk] for pk in waiting[place] if pk in comments],
        )
        for place in shown
    ]


def answers_in(versions: Sequence[ArticleVersion]) -> dict[int, dict[int | None, list[Answer]]]:
    """What everybody reads of answers in each version, by its key: for each passage what stands at
    it there, and under None what is about passages that are gone."""
    rows = EditorsAnswer.objects.public().filter(
        version__article__in=[version.article_id for version in versions]
    )
    answers = list(with_places(rows).order_by("pk"))
    found: dict[int, dict[int | None, list[Answer]]] = {
        version.pk: defaultdict(list) for version in versions
    }
    for version in versions:
        here = [each for each in answers if each.version.article_id == version.article_id]
        for number, answer in placed(here, version):
            found[version.pk][number].append(shown(answer))
    return found


def with_places(answers: Any) -> Any:
    """With what is needed to say where they stand; the words of versions only if they are."""
    return answers.select_related("version__article", "corrected_in", "by").defer(
        *("version__passages", "version__note", "corrected_in__passages", "corrected_in__note")
    )


def comments_of(comments: Any) -> Prefetch:
    """For prefetch_related of answers: of these comments those that asked, as `asked`."""
    return Prefetch("comments", comments.order_by("pk"), to_attr="asked")


def placed(
    answers: Sequence[EditorsAnswer], today: ArticleVersion
) -> list[tuple[int | None, EditorsAnswer]]:
    """Each with the number of its passage in a version of today, or None if that is gone."""
    numbers = numbers_of(today)
    moved = {each.version_id for each in answers if each.passage not in numbers}
    earlier = ArticleVersion.objects.in_bulk(moved) if moved else {}
    return [
        (
            answer.passage
            if answer.passage in numbers
            else _followed(earlier[answer.version_id], answer.passage, today),
            answer,
        )
        for answer in answers
    ]


def shown(answer: EditorsAnswer) -> Answer:
    return Answer(
        pk=answer.pk,
        kind=answer.kind,
        label=answer.get_kind_display(),
        words=answer.words,
        at=answer.created_at,
        signature=answer.signature,
        changes_url=answer.changes_url,
    )


def numbers_of(version: ArticleVersion) -> set[int]:
    return {passage.number for passage in version.body.passages}


def words_of(version: ArticleVersion, passage: int) -> str:
    return next((each.text for each in version.body.passages if each.number == passage), "")


def _followed(before: ArticleVersion, passage: int, today: ArticleVersion) -> int | None:
    """Where a passage whose words were changed is now; None if it is gone."""
    succession = Succession(article_source(before), article_source(today))
    trace = succession.trace(*before.body.span(passage))
    return today.body.numbers_between(trace.start, trace.end)[0] if trace else None


def _place_of(quote: Quote) -> Place | None:
    version = quote.article_version
    if version is None:
        return None
    change = getattr(quote, "source_change", None)
    is_today = change and change.article_version_id == version.article.current_id
    if change and is_today and not change.is_gone:
        return Place(version.article_id, change.article_version_id, change.passages[0])
    return Place(version.article_id, version.pk, quote.passages[0])
