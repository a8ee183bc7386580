import json
from threading import Thread
from typing import Any

from django.db import connection

from forum.exporting import jsonl
from forum.exporting.annotations import as_annotation, from_annotation
from forum.exporting.snapshot import snapshot
from forum.models import Comment, Discussion, Member, Status
from forum.posting import post
from tests.forum.living import PURGED, REMOVED, WAITING, WITHDRAWN


def lines_of(kind: str, **more: Any) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in jsonl.lines(**more)]
    return [line for line in lines if line.get("kind") == kind]


def test_the_first_line_says_what_the_file_is_and_the_last_that_it_is_whole(
    lived_in: Discussion,
) -> None:
    lines = [json.loads(line) for line in jsonl.lines()]
    assert lines[0] == {"format": "rejoinder", "version": 2, "holds": "everything"}
    assert lines[-1] == {"kind": "end", "lines": len(lines) - 1}


def test_two_exports_of_the_same_site_are_the_same_bytes(lived_in: Discussion) -> None:
    assert list(jsonl.lines()) == list(jsonl.lines())


def test_a_comment_is_there_with_what_it_said_before_and_what_was_decided(
    lived_in: Discussion, ada: Member
) -> None:
    first = lines_of("comment")[0]
    assert (first["author"], first["article"]) == (ada.pk, "the-tram-that-came-back")
    assert "second carriage" in first["body"]
    [revision] = lines_of("revision")
    assert (revision["comment"], "one of them" in revision["body"]) == (first["id"], True)
    removed = Comment.objects.get(body__startswith=REMOVED)
    decisions = [line for line in lines_of("decision") if line["comment"] == removed.pk]
    assert [(line["before"], line["after"]) for line in decisions] == [("published", "removed")]


def test_the_operators_export_holds_removed_words_until_they_are_deleted(
    lived_in: Discussion,
) -> None:
    everything = "".join(jsonl.lines())
    for words in (REMOVED, WAITING, WITHDRAWN):
        assert words in everything
    assert PURGED not in everything


def test_a_quote_is_a_web_annotation(discussion: Discussion, ada: Member) -> None:
    comment = post(discussion, author=ada, body="> Nobody had counted who missed it.\n\nI did.")
    [annotation] = lines_of("quote")
    address = "/articles/the-tram-that-came-back/versions/1/"
    assert annotation["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert annotation["type"] == "Annotation"
    assert annotation["id"] == f"/comments/{comment.pk}/#quote-1"
    assert annotation["target"]["source"] == address
    words, position = annotation["target"]["selector"]
    assert words["exact"] == "Nobody had counted who missed it."
    text = discussion.article.current.text
    assert text[position["start"] : position["end"]] == words["exact"]
    assert text[: position["start"]].endswith(words["prefix"])
    assert annotation["rejoinder"]["fidelity"] == "verbatim"


def test_a_quote_that_was_not_found_is_about_the_article_or_what_it_links_to(
    discussion: Discussion, ada: Member
) -> None:
    post(discussion, author=ada, body="> Cats are the better trams.\n\nSure.")
    post(discussion, author=ada, body="> Cats! — [there](https://example.org/cats)\n\nSure.")
    targets = [line["target"] for line in lines_of("quote")]
    assert targets[0] == "/articles/the-tram-that-came-back/"
    assert all("selector" not in target for target in targets)


def test_an_annotation_can_be_read_back(lived_in: Discussion) -> None:
    for line in lines_of("quote"):
        kind = line.pop("kind")
        assert (kind, as_annotation(from_annotation(line))) == ("quote", line)


def test_addresses_leave_only_if_one_asks_for_them(ada: Member) -> None:
    assert "email" not in lines_of("member")[0]
    assert lines_of("member", with_addresses=True)[0]["email"] == "ada@example.org"


def test_an_address_that_was_never_confirmed_is_nobodys(ada: Member) -> None:
    ada.emailaddress_set.update(verified=False)
    assert lines_of("member", with_addresses=True)[0]["email"] is None


def test_what_is_written_meanwhile_is_not_in_a_snapshot(
    committed_db: None, make_article: Any
) -> None:
    discussion = make_article().discussion

    def write() -> None:
        ada = Member.objects.create_user("ada@example.org", "Ada", "secret-of-ada")
        post(discussion, author=ada, body="Meanwhile.")
        connection.close()

    with snapshot():
        assert lines_of("comment") == []
        thread = Thread(target=write)
        thread.start()
        thread.join()
        assert lines_of("comment") == []
    assert Comment.objects.get().status == Status.PUBLISHED
