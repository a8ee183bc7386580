"""What a file of JSON Lines says: one kind of line for each kind of row.

Each key of a line is either a field of the row, or by what a row that it refers to is known: the
article "slug", the comment "id". Writing and reading follow the same table, so that what is
written can be read back. The kinds stand in the order in which each refers only to what came
before.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from articles.models import Article, ArticleVersion, Author, Section, Tag
from articles.models.article import Byline
from forum.exporting.annotations import as_annotation, from_annotation
from forum.exporting.mentions import with_mentions, without_mentions
from forum.models import (
    Appeal,
    AuthorAccount,
    Comment,
    Decision,
    Discussion,
    EditorsAnswer,
    Flag,
    Highlight,
    Lifting,
    Member,
    Note,
    Origin,
    Question,
    Quote,
    Reason,
    ReasonTranslation,
    Recommendation,
    Refusals,
    Revision,
    Rule,
    RuleSwitch,
    RuleVersion,
    Sanction,
    SectionTerms,
    SourceChange,
)

Line = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """`keys` says which field of the row, or over which of its relations which field of another,
    stands under each key of the line."""

    name: str
    model: type[models.Model]
    keys: Mapping[str, str]
    shape: Callable[[Line], Line] | None = None  # what is written instead, if it isn't flat
    unshape: Callable[[Line], Line] | None = None

    @property
    def rows(self) -> "models.QuerySet[Any]":
        return self.model._base_manager.order_by("pk")


@dataclass(frozen=True)
class Reference:
    """A relation of a row, and by which keys of the line it is known."""

    field: "models.ForeignKey[Any, Any]"
    known_by: dict[str, str]  # a key of the line → a path from there


def references(kind: Kind) -> list[Reference]:
    found: dict[str, Reference] = {}
    for key, path in kind.keys.items():
        name, _, beyond = path.partition("__")
        if beyond:
            column: Any = kind.model._meta.get_field(name)
            found.setdefault(name, Reference(column, {})).known_by[key] = beyond
    return list(found.values())


def fields(kind: Kind) -> dict[str, "models.Field[Any, Any]"]:
    """The fields that stand in the line as they are, by its keys."""
    own = {key: path for key, path in kind.keys.items() if "__" not in path}
    return {key: kind.model._meta.get_field(name) for key, name in own.items()}  # type: ignore[misc]


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


TERMS = _same(
    *("mode", "writers", "opens_at", "closes_at"),
    *("quiet_days", "open_days", "slow_seconds"),
)
SELECTOR = _same("start", "end", "exact", "segments")

KINDS = [
    Kind("section", Section, _same("slug", "name")),
    Kind("section_terms", SectionTerms, {"section": "section__slug", **TERMS}),
    Kind("author", Author, _same("slug", "name")),
    Kind(
        "member",
        Member,
        {
            **_same("id", "name", "about", "language", "expertise", "expert_until"),
            **_same("is_active", "is_staff", "is_superuser", "closed_at"),
            "joined_at": "date_joined",
        },
    ),
    Kind("membership", Member.groups.through, {"member": "member__id", "group": "group__name"}),
    Kind("author_account", AuthorAccount, {"author": "author__slug", "member": "member__id"}),
    Kind("reason", Reason, _same("title", "text", "order")),
    Kind(
        "reason_translation",
        ReasonTranslation,
        {"reason": "reason__title", **_same("language", "text")},
    ),
    Kind("rule", Rule, {**_same("name"), "screens_for": "kind"}),
    Kind(
        "rule_version",
        RuleVersion,
        {
            "rule": "rule__name",
            "by": "by__id",
            **_same("number", "action", "entries", "amount", "minutes", "spaced_out", "sentence"),
            **_same("created_at"),
        },
    ),
    Kind(
        "rule_switch",
        RuleSwitch,
        {
            "rule": "rule__name",
            "version_of": "version__rule__name",
            "version": "version__number",
            "by": "by__id",
            "at": "at",
        },
    ),
    Kind("refusals", Refusals, {"rule": "rule__name", **_same("day", "number")}),
    Kind(
        "article",
        Article,
        {
            **_same("slug", "title", "published_on", "published_at", "status", "language"),
            **_same("address"),
            "section": "section__slug",
        },
    ),
    Kind("tag", Tag, _same("name", "slug")),
    Kind(
        "article_tag",
        Article.tags.through,
        {"article": "article__slug", "tag": "tag__slug"},
    ),
    Kind(
        "byline",
        Byline,
        {"article": "article__slug", "author": "author__slug", "place": "place"},
    ),
    Kind(
        "article_version",
        ArticleVersion,
        {"article": "article__slug", **_same("number", "passages", "note", "created_at")},
    ),
    Kind("discussion", Discussion, {"article": "article__slug", **TERMS, **_same("marks_quotes")}),
    Kind(
        "comment",
        Comment,
        {
            "article": "discussion__article__slug",
            "answers": "parent__id",
            "author": "author__id",
            **_same("id", "ordinal", "author_name", "role", "expertise", "body", "status"),
            **_same("version", "created_at", "posted_at", "appeared_at", "edited_at", "purged_at"),
            "html": "html",
        },
        with_mentions,
        without_mentions,
    ),
    Kind(
        "origin",
        Origin,
        {
            "article": "article__slug",
            "comment": "comment__id",
            **_same("source", "key", "address", "digest", "version"),
        },
    ),
    Kind(
        "revision",
        Revision,
        {"comment": "comment__id", **_same("version", "body", "replaced_at", "html")},
        with_mentions,
        without_mentions,
    ),
    Kind(
        "quote",
        Quote,
        {
            "comment": "comment__id",
            "on": "comment__discussion__article__slug",
            "revision_of": "revision__comment__id",
            "revision": "revision__version",
            "article": "article_version__article__slug",
            "article_version": "article_version__number",
            "quoted_comment": "quoted_comment__id",
            **_same("ordinal", "words", "fidelity", "label", "href", "quoted_version"),
            **_same("prefix", "suffix", "passages"),
            **SELECTOR,
        },
        as_annotation,
        from_annotation,
    ),
    Kind(
        "source_change",
        SourceChange,
        {
            "comment": "quote__comment__id",
            "revision": "quote__revision__version",
            "ordinal": "quote__ordinal",
            "article": "article_version__article__slug",
            "article_version": "article_version__number",
            **_same("comment_version", "at", "passages"),
            **SELECTOR,
        },
    ),
    Kind(
        "recommendation",
        Recommendation,
        {"comment": "comment__id", "member": "member__id", "created_at": "created_at"},
    ),
    Kind(
        "decision",
        Decision,
        {
            "comment": "comment__id",
            "by": "by__id",
            "rule": "rule__rule__name",
            "rule_version": "rule__number",
            "undoes": "undoes__id",
            **_same("id", "before", "after", "reason", "created_at", "batch"),
        },
    ),
    Kind(
        "appeal",
        Appeal,
        {
            "decision": "decision__id",
            "answered_by": "answered_by__id",
            **_same("text", "created_at", "answered_at", "answer", "is_granted"),
        },
    ),
    Kind(
        "flag",
        Flag,
        {
            "comment": "comment__id",
            "member": "member__id",
            "rule": "rule__rule__name",
            "rule_version": "rule__number",
            "settled_by": "settled_by__id",
            **_same("reason", "note", "created_at"),
        },
    ),
    Kind(
        "highlight",
        Highlight,
        {
            "article": "discussion__article__slug",
            "comment": "comment__id",
            "by": "by__id",
            "ended_by": "ended_by__id",
            "highlight": "kind",
            **_same("created_at", "ended_at"),
        },
    ),
    Kind("question", Question, {"comment": "comment__id", "asks": "kind", "asked_at": "asked_at"}),
    Kind(
        "editors_answer",
        EditorsAnswer,
        {
            "article": "version__article__slug",
            "version": "version__number",
            "corrected_in_article": "corrected_in__article__slug",
            "corrected_in": "corrected_in__number",
            "by": "by__id",
            "supersedes": "supersedes__id",
            "says": "kind",
            **_same("id", "passage", "words", "created_at"),
        },
    ),
    Kind(
        "answered_comment",
        EditorsAnswer.comments.through,
        {"answer": "editorsanswer__id", "comment": "comment__id"},
    ),
    Kind(
        "sanction",
        Sanction,
        {
            "member": "member__id",
            "by": "by__id",
            "comment": "comment__id",
            "sanction": "kind",
            **_same("id", "reason", "created_at", "until", "batch"),
        },
    ),
    Kind(
        "lifting",
        Lifting,
        {"sanction": "sanction__id", "by": "by__id", "created_at": "created_at"},
    ),
    Kind("note", Note, {"member": "member__id", "by": "by__id", **_same("text", "created_at")}),
]
BY_NAME = {kind.name: kind for kind in KINDS}
