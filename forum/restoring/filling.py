"""What lines don't say because it follows from what they say."""

from collections.abc import Callable
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError

from articles.models import ArticleVersion
from articles.outside import body_from_outside, is_text
from forum import markup, names, ranking
from forum.indexing import index_comments
from forum.models import Comment, Member, Quote, Revision, SourceChange
from forum.restoring.lines import Batch, Unrestorable
from forum.threads import path_below

Columns = dict[str, Any]
MEMBERSHIP = Member.groups.through


def fill(batch: Batch, found: dict[int, Columns]) -> None:
    """Completes the columns of rows that are to be stored, by line."""
    if batch.kind.model is Comment:
        _place(batch, found)
    complete = FILLED.get(batch.kind.model)
    for number, row in found.items() if complete else ():
        try:
            complete(row, batch.lines[number])  # type: ignore[misc]
        except ValidationError as error:
            raise Unrestorable(" ".join(error.messages), number) from error
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise Unrestorable(
                f"It isn’t what the site writes for {batch.kind.name}.", number
            ) from error


def follow(batch: Batch, found: dict[int, Columns]) -> None:
    """Stores what belongs to rows that have just been stored."""
    if batch.kind.model is Comment:
        said = [
            Comment(pk=row["id"], discussion_id=row["discussion_id"], text=row["text"])
            for row in found.values()
        ]
        index_comments(said, are_new=True)
    elif batch.kind.model is Member:
        EmailAddress.objects.bulk_create(
            EmailAddress(user_id=row["id"], email=row["email"], verified=True, primary=True)
            for number, row in found.items()
            if batch.lines[number].get("email")
        )


def _member(row: Columns, line: Columns) -> None:
    if row.get("closed_at"):
        row["name_skeleton"] = f"({row['id']})"
    else:
        if names.clean(row["name"]) != row["name"]:
            raise ValidationError("The name isn’t written as names are kept.")
        row["name_skeleton"] = names.skeleton(row["name"])
    address = line.get("email") or f"{row['id']}@restored.invalid"
    field = Member._meta.get_field("email")
    row["email"] = field.clean(address, None).lower()
    row["password"] = make_password(None)


def _version(row: Columns, line: Columns) -> None:
    body_from_outside(row["passages"])


def _comment(row: Columns, line: Columns) -> None:
    _render(row, line)
    row["rank"] = ranking.rank(0, row["posted_at"] or row["created_at"])


def _render(row: Columns, line: Columns) -> None:
    if markup.clean(row["body"]) != row["body"]:
        raise ValidationError("The comment holds characters that nobody can see.")
    mentioned: dict[str, int] = line["mentions"]
    rendered = markup.render(row["body"], lambda names: mentioned, room=markup.KEPT)
    row["html"], row["text"] = rendered.html, rendered.text


def _quote(row: Columns, line: Columns) -> None:
    _refuse_odd_places(row)
    if (row["start"] is None) != (row["end"] is None) or (row["start"] or 0) > (row["end"] or 0):
        raise ValueError
    if row["article_version_id"] and not row["passages"]:
        raise ValueError


def _refuse_odd_places(row: Columns, line: Columns | None = None) -> None:
    """What pages take for granted of a quote's passages and segments."""
    if not all(isinstance(number, int) for number in row["passages"]):
        raise TypeError
    for segment in row["segments"]:
        if not all(is_text(segment[key]) for key in ("kind", "quoted", "original")):
            raise TypeError


FILLED: dict[Any, Callable[[Columns, Columns], None]] = {
    Member: _member,
    ArticleVersion: _version,
    Comment: _comment,
    Revision: _render,
    Quote: _quote,
    SourceChange: _refuse_odd_places,
}


def _place(batch: Batch, found: dict[int, Columns]) -> None:
    """Every answer's root and path, from those of the comment that it answers."""
    above = {row["parent_id"] for row in found.values()} - {None}
    stored = Comment.objects.filter(pk__in=above)
    places = {pk: (root or pk, path) for pk, root, path in stored.values_list("pk", "root", "path")}
    for number, row in found.items():
        row["root_id"], row["path"] = None, ""
        row["renderer"] = markup.VERSION
        if parent := row["parent_id"]:
            if parent not in places:
                raise Unrestorable(f"Comment {parent}, which it answers, comes later.", number)
            row["root_id"], path = places[parent]
            row["path"] = path_below(path, row["ordinal"])
        places[row["id"]] = (row["root_id"] or row["id"], row["path"])
