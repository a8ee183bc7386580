"""Systems that hold comments on pages, and nothing of the pages but their address."""

import json
import sqlite3
from datetime import UTC, datetime
from typing import Any

import pytest

from articles.readers import FoundArticle, FoundComment, Problem, State
from tests.articles.readers.archives.files import (
    STORY,
    USER,
    as_lines,
    comentario,
    commento,
    coral,
    coral_comment,
    isso,
    remark42,
    zipped,
)
from tests.articles.readers.archives.reading import comments, found, found_until, of

EIGHT = datetime(2026, 5, 4, 8, tzinfo=UTC)


def test_a_comment_of_remark42_is_the_markdown_that_was_typed() -> None:
    page, first, second = found(remark42({"id": "a"}, {"id": "b", "pid": "a", "orig": ""}))
    assert page == FoundArticle(
        "https://harbour.example/tide/", "https://harbour.example/tide/", "The tide table"
    )
    assert first == FoundComment(
        key="a",
        article=page.key,
        body="It was *seven*.",
        author="Bob",
        author_key="github_b0b",
        posted_at=EIGHT.replace(microsecond=123456),
    )
    assert isinstance(second, FoundComment)
    assert (second.parent, second.body) == ("a", "It was _seven_.")
    assert second.original == "<p>It was <em>seven</em>.</p>"


def test_remark42_tells_of_edits_and_deletions() -> None:
    edited = {"id": "a", "edit": {"time": "2026-05-04T09:00:00Z", "summary": ""}}
    first, second = comments(remark42(edited, {"id": "b", "delete": True, "orig": "", "text": ""}))
    assert first.edited_at == datetime(2026, 5, 4, 9, tzinfo=UTC)
    assert (second.state, second.body) == (State.REMOVED, "")


def test_a_line_that_is_no_json_is_left_out_and_named() -> None:
    lines = remark42({"id": "a"}, {"id": "b"}, {"id": "c"}).splitlines(keepends=True)
    lines[2] = lines[2].replace('"pid"', "pid", 1)
    things = found("".join(lines))
    assert [comment.key for comment in of(FoundComment, things)] == ["a", "c"]
    (problem,) = of(Problem, things)
    assert problem.where == "line 3"


def test_commento_names_who_wrote_a_comment_behind_all_comments() -> None:
    page, only = found(commento({"commentHex": "a"}))
    assert page == FoundArticle("https://harbour.example/tide/", "https://harbour.example/tide/")
    assert only == FoundComment(
        key="a",
        article="https://harbour.example/tide/",
        body="It was *seven*.",
        author="Bob",
        author_key="b0b",
        author_email="bob@mail.example",
        posted_at=EIGHT,
    )


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({}, State.PUBLISHED),
        ({"state": "unapproved"}, State.WAITING),
        ({"deleted": True}, State.REMOVED),
        ({"markdown": "[deleted]"}, State.REMOVED),
    ],
)
def test_commento_tells_what_became_of_a_comment(fields: dict[str, Any], state: State) -> None:
    (only,) = comments(commento({"commentHex": "a", **fields}))
    assert only.state == state


def test_comentario_has_a_list_of_pages() -> None:
    page, first, second = found(
        comentario(
            {"id": "a"}, {"id": "b", "parentId": "a", "isApproved": False, "isPending": True}
        )
    )
    assert page == FoundArticle("/tide/", "/tide/", "The tide")
    assert isinstance(first, FoundComment)
    assert isinstance(second, FoundComment)
    assert (first.author, first.author_email, first.parent) == ("Bob", "bob@mail.example", "")
    assert (second.parent, second.state) == ("a", State.WAITING)


def test_the_first_comentario_says_the_host_beside_the_path() -> None:
    old = {"commentHex": "a", "domain": "", "url": "", "host": "harbour.example", "path": "tide/"}
    (only,) = comments(commento(old))
    assert only.article == "https://harbour.example/tide/"


def test_nobodys_comment_has_no_author() -> None:
    (only,) = comments(commento({"commentHex": "a", "commenterHex": "anonymous"}))
    assert (only.author, only.author_key) == ("", "")


def test_coral_names_pages_and_people_in_collections_of_their_own() -> None:
    page, only = found(coral(coral_comment("a")))
    assert page == FoundArticle("story-1", "https://harbour.example/tide/", "The tide table")
    assert only == FoundComment(
        key="a",
        article="story-1",
        body="It was **seven**.",
        original="<div>It was <b>seven</b>.</div>",
        author="Bob",
        author_key="bob-1",
        author_email="bob@mail.example",
        posted_at=EIGHT,
    )


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"status": "APPROVED"}, State.PUBLISHED),
        ({"status": "PREMOD"}, State.WAITING),
        ({"status": "SYSTEM_WITHHELD"}, State.WAITING),
        ({"status": "REJECTED"}, State.REMOVED),
        ({"revisions": [], "authorID": None, "deletedAt": {"$date": 1777881600000}}, State.REMOVED),
    ],
)
def test_coral_tells_what_became_of_a_comment(fields: dict[str, Any], state: State) -> None:
    (only,) = comments(coral(coral_comment("a", **fields)))
    assert only.state == state


def test_of_several_revisions_the_last_is_the_comment() -> None:
    later = {"$date": {"$numberLong": "1777885200000"}}
    revisions = [
        *coral_comment("a")["revisions"],
        {"id": "s", "body": "Six.", "createdAt": later, "media": {"url": "https://gif.example/1"}},
    ]
    (only,) = comments(coral(coral_comment("a", revisions=revisions)))
    assert only.body == "Six.\n\n[1](https://gif.example/1)"
    assert only.edited_at == datetime(2026, 5, 4, 9, tzinfo=UTC)


@pytest.mark.parametrize("write", [as_lines, lambda *records: json.dumps(records, indent=1)])
def test_corals_collections_may_come_as_several_files(write: Any) -> None:
    packed = zipped(
        {
            "dump/comments.json": write(coral_comment("a")),
            "dump/stories.json": write(STORY),
            "dump/users.json": write(USER),
            "dump/readme.txt": "Nothing to import.",
        }
    )
    (only,) = comments(packed)
    assert (only.author, only.article) == ("Bob", "story-1")


def test_issos_database_is_its_export() -> None:
    things = found(
        isso(
            (1, 1, None, 1, "It was *seven*.", "Bob", "bob@mail.example"),
            (1, 2, 1, 2, "No.", None, None),
            (1, 3, 1, 4, "", None, None),
            (9, 4, None, 1, "Where?", "Nora", None),
        )
    )
    page, first, second, third, fourth = things
    assert page == FoundArticle("1", "/tide/", "The tide table")
    assert first == FoundComment(
        key="1",
        article="1",
        body="It was *seven*.",
        author="Bob",
        author_email="bob@mail.example",
        posted_at=EIGHT.replace(microsecond=500000),
    )
    assert isinstance(second, FoundComment)
    assert isinstance(third, FoundComment)
    assert (second.parent, second.state, second.author) == ("1", State.WAITING, "")
    assert third.state == State.REMOVED
    assert fourth == Problem("comment 4", "The page that it stands on isn’t in the database.")


def test_another_database_is_refused_and_a_damaged_one_gives_what_it_can() -> None:
    memory = sqlite3.connect(":memory:")
    memory.executescript("CREATE TABLE threads (id); CREATE VIEW comments AS SELECT 1 AS id;")
    things, error = found_until(memory.serialize())
    memory.close()
    assert error is not None
    assert (things, error.reason) == ([], "This is an SQLite database, but not one of isso.")
    whole = isso(*((1, n, None, 1, "word " * 400, "Bob", None) for n in range(1, 40)))
    _, error = found_until(whole[: len(whole) // 2])
    assert error is not None
    assert error.reason.startswith("The database is damaged")


@pytest.mark.parametrize("at", range(1, 100))
@pytest.mark.parametrize(
    "whole",
    [
        remark42({"id": "a"}, {"id": "b"}),
        coral(coral_comment("a"), coral_comment("b")),
        commento({"commentHex": "a"}, {"commentHex": "b"}),
        comentario({"id": "a"}, {"id": "b"}),
    ],
    ids=["remark42", "coral", "commento", "comentario"],
)
def test_what_stands_before_the_end_of_a_file_that_was_cut_off_stands(whole: str, at: int) -> None:
    things, _ = found_until(whole.encode()[: len(whole) * at // 100])
    expected = {comment.key for comment in comments(whole)}
    assert {comment.key for comment in of(FoundComment, things)} <= expected
