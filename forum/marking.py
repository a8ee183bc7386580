"""Where comments quote articles, and what of that is kept."""

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from threading import Lock
from typing import Any

from django.db.models import QuerySet

from articles.models import Article, ArticleVersion
from forum.corrections import answers_in
from forum.margins import Answer, Margin, Margins, Place, margin, quoted_stretches
from forum.models import Comment, Question, Quote, SourceChange
from forum.models.quote import QuoteQuerySet

MOST = 100  # articles whose marks are kept


def places(
    versions: Sequence[ArticleVersion], quotes: QuoteQuerySet
) -> defaultdict[int, list[Place]]:
    """What of each version, by its key, these quotes of today stand for, or stood for before its
    words were changed. One query, however many; a second if one of their comments asks."""
    keys = [version.pk for version in versions]
    rows = _rows(quotes.filter(article_version__in=keys), "comment")
    if any(version.number > 1 for version in versions):
        changed = SourceChange.objects.filter(
            article_version__in=keys, quote__in=quotes, start__isnull=False
        )
        rows = rows.union(_rows(changed, "quote__comment"), all=True)
    stand = list(rows)
    asking = _unanswered({question for _, _, _, _, question, *_ in stand if question})
    found: defaultdict[int, list[Place]] = defaultdict(list)
    for version, comment, author, name, question, *place in stand:
        person = author or name or ("somebody", comment)
        found[version] += (
            Place(comment, person, start, end, question in asking)
            for start, end in quoted_stretches(*place)
        )
    return found


def _rows(quotes: QuerySet[Any], comment: str) -> QuerySet[Any, Any]:
    of_comment = [f"{comment}__{field}" for field in ("author", "author_name", "question")]
    fields = "article_version", comment, *of_comment, "start", "end", "segments"
    return quotes.order_by().values_list(*fields)


def _unanswered(questions: Set[int]) -> Set[int]:
    waiting = Question.objects.unanswered().filter(pk__in=questions) if questions else ()
    return {question.pk for question in waiting}


class Marks:
    """The margins of articles as they stand today, kept by the process as long as it is told of
    changes (forum.watching). After one only what the comment concerned quotes is read anew, and
    only the passages that this touches are counted anew."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, _Marked] = OrderedDict()  # by slug; the least recent first
        self._lock = Lock()

    def of(self, articles: Iterable[Article]) -> dict[str, Margins]:
        """The margin of every passage by its number, for each article by its slug. What isn't
        known yet takes two queries for all together, a third if somebody asks about a passage, and
        a fourth if one that was answered has changed."""
        asked = {article.slug: self._of(article) for article in articles}
        new = {each.version.pk: each for each in asked.values() if not each.is_read}
        if new:
            versions = [each.version for each in new.values()]
            found = places(versions, Quote.objects.today(Comment.objects.published()))
            answers = answers_in(versions)
            for key, each in new.items():
                each.take(found[key], answers[key])
        return {slug: each.margins() for slug, each in asked.items()}

    def drop(self, slug: str, comment: int | None = None) -> None:
        """Forgets the marks of an article, or those of one comment on it."""
        with self._lock:
            if comment is None:
                self._kept.pop(slug, None)
            elif slug in self._kept:
                self._kept[slug].changed.add(comment)

    def drop_all(self) -> None:
        with self._lock:
            self._kept.clear()

    def _of(self, article: Article) -> "_Marked":
        with self._lock:
            kept = self._kept.get(article.slug)
            if not kept or kept.version != article.current:
                kept = self._kept[article.slug] = _Marked(article.current)
            self._kept.move_to_end(article.slug)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
            return kept


class _Marked:
    """The marks in one version of an article."""

    def __init__(self, version: ArticleVersion) -> None:
        self.version = version
        self.is_read = False
        self.changed: set[int] = set()  # comments whose quotes are to be read anew
        self._places: defaultdict[int, dict[int, list[Place]]] = defaultdict(dict)
        self._passages: defaultdict[int, set[int]] = defaultdict(set)  # of each comment
        self._answers: Mapping[int | None, list[Answer]] = {}  # by passage; None: it is gone
        self._margins: dict[int, Margin] = {}
        self._lock = Lock()

    def take(self, found: Iterable[Place], answers: Mapping[int | None, list[Answer]]) -> None:
        with self._lock:
            if not self.is_read:  # nobody else was faster
                self._answers = answers
                self._add(found)
                self.is_read = True

    def margins(self) -> Margins:
        with self._lock:
            self._read_changed()
            for passage in self.version.body.passages:
                number = passage.number
                if number not in self._margins:
                    here = [place for each in self._places[number].values() for place in each]
                    answers = self._answers.get(number, ())
                    self._margins[number] = margin(self.version.body, number, here, answers)
            return Margins(self._margins, tuple(self._answers.get(None, ())))

    def _read_changed(self) -> None:
        changed = [self.changed.pop() for _ in range(len(self.changed))]
        if changed:
            # By their comments, not by the article: that may have a million.
            quotes = Quote.objects.today(Comment.objects.published()).filter(comment__in=changed)
            found = places([self.version], quotes)[self.version.pk]
            for comment in changed:
                for number in self._passages.pop(comment, ()):
                    del self._places[number][comment]
                    self._margins.pop(number, None)
            self._add(found)

    def _add(self, found: Iterable[Place]) -> None:
        for place in found:
            for number in self.version.body.numbers_between(place.start, place.end):
                self._places[number].setdefault(place.comment, []).append(place)
                self._passages[place.comment].add(number)
                self._margins.pop(number, None)


marks = Marks()
