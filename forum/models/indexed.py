"""What searching looks words up in: a row for each comment and each article's present version.

On SQLite these are FTS5 tables, on PostgreSQL tables with a `tsvector` (docs/decisions/search.md).
Whether a row may be read is never written here: who searches goes through `visible_to`.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import models
from django.db.models.lookups import Lookup

from articles.models import Article
from forum.models.comment import Comment
from forum.models.discussion import Discussion
from forum.search import Phrase, Query, words_in

# No letter or digit, so no word that anybody wrote begins with it or is it.
SIGN = "§"
MOST_BYTES = 400_000  # of the words of a text; a tsvector takes 1 MB with their places


def sign_of(discussion: Discussion) -> str:
    """A word that every comment of this discussion is indexed with: looking for it as well makes
    searching one discussion cost what its own comments cost."""
    return f"{SIGN}{discussion.pk}"


class WordsField(models.Field):
    """A sequence of words, each with its place."""

    def db_type(self, connection: Any) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:
        return "%s::tsvector" if connection.vendor == "postgresql" else "%s"

    def get_prep_value(self, value: Sequence[str]) -> Any:
        return value

    def get_db_prep_value(
        self, value: Sequence[str], connection: Any, prepared: bool = False
    ) -> str:
        if connection.vendor == "postgresql":
            return " ".join(f"'{word}':{place}" for place, word in enumerate(value, 1))
        return " ".join(value)


@WordsField.register_lookup
class Matches(Lookup):
    """Whether every phrase of a query stands there, and a sign if one is given."""

    lookup_name = "matches"
    prepare_rhs = False
    rhs: "tuple[Query, str]"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        words, params = self.process_lhs(compiler, connection)
        return f"{words} MATCH %s", [*params, self._joined(_for_sqlite, '"', " AND ")]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        words, params = self.process_lhs(compiler, connection)
        return f"{words} @@ %s::tsquery", [*params, self._joined(_for_postgresql, "'", " & ")]

    def _joined(self, write: Any, mark: str, conjunction: str) -> str:
        query, sign = self.rhs
        signs = [f"{mark}{sign}{mark}"] if sign else []
        return conjunction.join([*map(write, query.phrases), *signs])


def _for_sqlite(phrase: Phrase) -> str:
    return f'"{" ".join(phrase.words)}"' + ("*" if phrase.is_beginning else "")


def _for_postgresql(phrase: Phrase) -> str:
    words = " <-> ".join(f"'{word}'" for word in phrase.words)
    return f"({words}:*)" if phrase.is_beginning else f"({words})"


class IndexedComment(models.Model):
    """The words of a comment, without those that it quotes."""

    # No constraint: SQLite's virtual tables have none. What has lost its comment isn't found.
    comment = models.OneToOneField(
        Comment,
        models.DO_NOTHING,
        primary_key=True,
        db_column="rowid",
        db_constraint=False,
        related_name="+",
    )
    words = WordsField()

    class Meta:
        managed = False
        db_table = "forum_indexedcomment"

    def __str__(self) -> str:
        return f"Words of comment {self.pk}"

    @classmethod
    def of(cls, comment: Comment) -> "IndexedComment":
        words = [f"{SIGN}{comment.discussion_id}"]
        return cls(comment=comment, words=[*_fitting(comment.text), *words])


class IndexedArticle(models.Model):
    """The words of an article's title and of its present version."""

    article = models.OneToOneField(
        Article,
        models.DO_NOTHING,
        primary_key=True,
        db_column="rowid",
        db_constraint=False,
        related_name="+",
    )
    words = WordsField()

    class Meta:
        managed = False
        db_table = "forum_indexedarticle"

    def __str__(self) -> str:
        return f"Words of article {self.pk}"

    @classmethod
    def of(cls, article: Article) -> "IndexedArticle":
        words = [word.key for word in words_in(article.title)]
        words.append(SIGN)  # no phrase begins in the title and ends below it
        return cls(article=article, words=[*words, *_fitting(article.current.text)])


def _fitting(text: str) -> Iterator[str]:
    room = MOST_BYTES
    for word in words_in(text):
        room -= len(word.key.encode()) + 1
        if room < 0:
            return
        yield word.key
