import json
from typing import Any

import pytest

from articles.models import Article
from forum.exporting import public
from forum.models import Comment, Discussion, Member, Status
from forum.posting import post
from tests.conftest import take_offline
from tests.forum.living import OFF_TOPIC, PURGED, REMOVED, WAITING, WITHDRAWN


def written(*slugs: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in public.lines(public.articles_of(slugs))]


def test_what_nobody_may_read_is_not_in_it(lived_in: Discussion) -> None:
    everything = "".join(public.lines(public.articles_of([])))
    for words in (REMOVED, WAITING, WITHDRAWN, PURGED, "He insults", "It is true", "Means well"):
        assert words not in everything
    for word in ("second carriage", OFF_TOPIC, "It was 2,400."):
        assert word in everything


def test_what_was_taken_away_keeps_its_place_without_words_and_author(
    lived_in: Discussion,
) -> None:
    comments = [line for line in written() if line.get("kind") == "comment"]
    gone = [line for line in comments if line["status"] != Status.PUBLISHED]
    assert {line["status"] for line in gone} == {"removed", "withdrawn"}
    assert {(line["body"], line["author"], line["author_name"]) for line in gone} == {
        (None, None, "")
    }
    answered = {line["answers"] for line in comments}
    assert {line["id"] for line in gone} & answered


def test_it_says_how_many_recommend_a_comment_and_not_who(
    lived_in: Discussion, bob: Member
) -> None:
    lines = written()
    assert next(line["recommendations"] for line in lines if line.get("kind") == "comment") == 1
    kinds = {line.get("kind") for line in lines}
    assert not kinds & {"recommendation", "flag", "appeal", "sanction", "note", "rule", "import"}


def test_of_members_it_tells_what_their_page_tells(lived_in: Discussion) -> None:
    members = [line for line in written() if line.get("kind") == "member"]
    assert {line["name"] for line in members} == {"Ada", "Bob"}
    assert members[0].keys() == {"kind", "id", "name", "about", "joined_at"}


def test_it_holds_only_the_articles_that_were_asked_for(
    adas_comment: Comment, make_article: Any, bob: Member
) -> None:
    text = "High water\n\nRivers\n\n4 March 2026\n\nBy Ines Falk\n\nThe river rose in the night.\n"
    other: Article = make_article(text, "water.txt")
    post(other.discussion, author=bob, body="It did.")
    names = {line["name"] for line in written(other.slug) if "name" in line}
    assert names == {"Rivers", "Ines Falk", "Bob"}
    assert len([line for line in written() if line.get("kind") == "article"]) == 2


def test_a_draft_is_in_none(adas_comment: Comment) -> None:
    take_offline(adas_comment.discussion.article)
    assert {line.get("kind") for line in written()} == {None, "end"}


@pytest.mark.parametrize("shown", [True, False])
def test_decisions_are_told_where_the_site_tells_them(
    shown: bool, lived_in: Discussion, settings: Any
) -> None:
    settings.MODERATION_LOG = shown
    decisions = [line for line in written() if line.get("kind") == "decision"]
    assert bool(decisions) == shown
    assert all("by" not in line for line in decisions)
