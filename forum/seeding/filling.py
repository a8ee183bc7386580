"""Fills discussions with comments, many at a time."""

import random
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.models import Article
from forum import markup
from forum.counting import recount
from forum.indexing import index_comments
from forum.models import Comment, Decision, Discussion, Quote, Recommendation, Status
from forum.ranking import rank
from forum.seeding.growth import Growth
from forum.seeding.people import crowd
from forum.seeding.writing import Vocabulary
from forum.tables import Rows, reserve_comments, stored

BATCH = 2_000  # comments in one transaction
LASTS = timedelta(weeks=4)
STATUSES = {
    Status.PUBLISHED: 0.975,
    Status.REMOVED: 0.01,
    Status.WITHDRAWN: 0.01,
    Status.WAITING: 0.005,
}
BECAUSE = {
    Status.REMOVED: "Off the subject.",
    Status.WITHDRAWN: "",
    Status.WAITING: "Every comment waits for a moderator here.",
}
MOST_RECOMMENDATIONS = 100


def fill(articles: Iterable[Article], *, comments: int, seed: int) -> Iterator[int]:
    """Adds so many comments, most of them on the first articles; yields how many came with each
    batch. In the order of their ids they are from four weeks ago till now."""
    chance = random.Random(f"comments {seed}")
    talks = [_Talk(article.discussion, seed, chance) for article in articles]
    weights = list(accumulate(1 / rank for rank in range(1, len(talks) + 1)))
    batch = _Batch(crowd(), chance)
    opened = timezone.now() - LASTS
    for first in range(0, comments, BATCH):
        number = min(BATCH, comments - first)
        with transaction.atomic():
            for index, pk in enumerate(reserve_comments(number), first):
                [talk] = chance.choices(talks, cum_weights=weights)
                batch.add(pk, talk, at=opened + LASTS * (index / comments) ** 1.5)
            batch.store()
        yield number
    for talk in talks:
        recount(talk.discussion)


class _Talk:
    """One discussion on its way."""

    def __init__(self, discussion: Discussion, seed: int, chance: random.Random) -> None:
        self.discussion = discussion.pk
        self.vocabulary = Vocabulary(discussion, seed=seed)
        self.growth = Growth(chance)


class _Batch:
    """Comments that are stored together, with all that belongs to them."""

    def __init__(self, members: list[int], chance: random.Random) -> None:
        self.members = members
        self.chance = chance
        self.comments = Rows(Comment)
        self.quotes = Rows(Quote)
        self.decisions = Rows(Decision)
        self.recommendations = Rows(Recommendation)
        self.said: list[Comment] = []

    def add(self, pk: int, talk: _Talk, *, at: datetime) -> None:
        [status] = self.chance.choices(list(STATUSES), weights=list(STATUSES.values()))
        place = talk.growth.place(pk, is_answerable=status != Status.WAITING)
        words = talk.vocabulary.choose(self.chance)
        author = self.chance.choice(self.members)
        moment = stored(Comment._meta.get_field("created_at"), at)
        published = status == Status.PUBLISHED
        recommendations = self._recommend(pk, author, moment) if published else 0
        self.comments.add(
            id=pk,
            discussion_id=talk.discussion,
            parent_id=place.parent,
            root_id=place.root,
            ordinal=place.ordinal,
            path=place.path,
            author_id=author,
            body=words.body,
            html=words.html,
            text=words.text,
            renderer=markup.VERSION,
            status=status.value,
            recommendation_count=recommendations,
            rank=rank(recommendations, at),
            created_at=moment,
            posted_at=moment,
            appeared_at=None if status == Status.WAITING else moment,
        )
        for quote in words.quotes:
            self.quotes.add(comment_id=pk, **quote)
        self.said.append(Comment(pk=pk, discussion_id=talk.discussion, text=words.text))
        if not published:
            self._decide(pk, author, status, moment)

    def store(self) -> None:
        for rows in (self.comments, self.quotes, self.decisions, self.recommendations):
            rows.store()
        index_comments(self.said)
        self.said = []

    def _recommend(self, comment: int, author: int, moment: Any) -> int:
        """How many do. Most comments are recommended by nobody, a few by many."""
        number = min(int(self.chance.paretovariate(1.8)) - 1, MOST_RECOMMENDATIONS)
        readers = self.chance.sample(self.members, min(number, len(self.members)))
        readers = [reader for reader in readers if reader != author]
        for reader in readers:
            self.recommendations.add(comment_id=comment, member_id=reader, created_at=moment)
        return len(readers)

    def _decide(self, comment: int, author: int, status: Status, moment: Any) -> None:
        self.decisions.add(
            comment_id=comment,
            by_id=author if status == Status.WITHDRAWN else None,
            before="" if status == Status.WAITING else Status.PUBLISHED.value,
            after=status.value,
            reason=BECAUSE[status],
            created_at=moment,
        )
