import json
from datetime import UTC, datetime
from typing import Any

import pytest

from articles.readers import FoundArticle, FoundComment, Problem, Skipped, State
from articles.readers.archives.ghost import NOWHERE
from tests.articles.readers.archives.files import ghost
from tests.articles.readers.archives.reading import articles, comments, found, found_until, of


def test_a_post_has_its_authors_and_tags_in_their_order() -> None:
    (article,) = articles(ghost({}))
    assert (article.key, article.address, article.title) == (
        "p1",
        "/the-tide-table/",
        "The tide table",
    )
    parsed = article.parsed
    assert parsed is not None
    assert parsed.authors == ("Ines Falk", "Joren Maas")
    assert (parsed.section, parsed.tags) == ("The quay", ("Tides",))
    assert parsed.published_on == datetime(2026, 5, 4, 6, 30, tzinfo=UTC)
    assert [block.text for block in parsed.blocks] == ["High water is at six.", "About"]


@pytest.mark.parametrize(
    ("fields", "is_draft"), [({}, False), ({"status": "sent"}, False), ({"status": "draft"}, True)]
)
def test_what_was_not_public_is_a_draft(fields: dict[str, Any], is_draft: bool) -> None:
    (article,) = articles(ghost(fields))
    assert article.is_draft is is_draft


@pytest.mark.parametrize("fields", [{"type": "page"}, {"page": 1}, {"page": True}])
def test_pages_are_counted(fields: dict[str, Any]) -> None:
    assert found(ghost(fields)) == [Skipped("page")]


def lexical(*children: dict[str, Any]) -> str:
    return json.dumps({"root": {"type": "root", "children": list(children)}})


def said(text: str, format: int = 0) -> dict[str, Any]:
    return {"type": "extended-text", "text": text, "format": format}


def test_a_draft_is_read_from_what_the_editor_keeps() -> None:
    link = {"type": "link", "url": "https://harbour.example/tide", "children": [said("the table")]}
    rows = [{"type": "listitem", "children": [said("six")]}]
    draft = lexical(
        {"type": "extended-heading", "tag": "h3", "children": [said("Tides")]},
        {"type": "paragraph", "children": [said("High "), said("water", 2), said(" by "), link]},
        {"type": "list", "listType": "bullet", "children": rows},
        {"type": "extended-quote", "children": [said("Always.")]},
        {"type": "codeblock", "code": "tide = 6\n  low = 12"},
        {
            "type": "image",
            "src": "https://harbour.example/a.jpg",
            "alt": "Sea",
            "caption": "The sea",
        },
        {"type": "markdown", "markdown": "Low *water*"},
        {"type": "html", "html": "<p>At noon.<script>alert(1)</script></p>"},
        {"type": "callout", "calloutText": "Mind the step."},
        {"type": "paywall"},
    )
    (article,) = articles(ghost({"html": None, "lexical": draft, "status": "draft"}))
    assert article.is_draft
    assert article.parsed
    assert [(block.kind, block.text) for block in article.parsed.blocks] == [
        ("heading", "Tides"),
        ("paragraph", "High water by the table"),
        ("item", "six"),
        ("quote", "Always."),
        ("code", "tide = 6\n  low = 12"),
        ("figure", "The sea"),
        ("paragraph", "Low water"),
        ("paragraph", "At noon."),
        ("quote", "Mind the step."),
    ]
    assert [mark.kind for mark in article.parsed.blocks[1].marks] == ["emphasis", "link"]


@pytest.mark.parametrize(
    "tree",
    [
        "{",
        "[]",
        '{"root": 7}',
        '{"root": {"children": [7, null, {"type": 7, "children": "x"}]}}',
        '{"root": {"children": ' + 5_000 * '[{"children": ' + "[]" + 5_000 * "}]" + "}}",
    ],
)
def test_a_draft_that_is_no_tree_is_a_problem(tree: str) -> None:
    things = found(ghost({"html": None, "lexical": tree}))
    assert of(Problem, things)
    assert not of(FoundArticle, things)


def test_a_post_without_html_is_a_problem() -> None:
    (problem,) = of(Problem, found(ghost({"html": None})))
    assert problem.where == "post “The tide table”"


OLD = {
    "version": "0.3.1",
    "markups": [["em"], ["a", ["href", "__GHOST_URL__/about/", "rel", "nofollow"]], ["script"]],
    "atoms": [["soft-return", "", {}], ["mention", "@ines", {}]],
    "cards": [
        ["image", {"src": "__GHOST_URL__/content/images/sea.jpg", "caption": "The sea"}],
        ["card-markdown", {"markdown": "Low *water*"}],
        ["code", {"code": "tide = 6"}],
        ["email", {"html": "<p>Dear reader</p>"}],
    ],
    "sections": [
        [1, "h2", [[0, [], 0, "Tides"]]],
        [1, "p", [[0, [], 0, "High "], [0, [1, 0], 1, "wa"], [0, [], 1, "ter"], [0, [2], 1, "."]]],
        [1, "p", [[0, [], 0, "Six,"], [1, [], 0, 0], [0, [], 0, "says "], [1, [], 0, 1]]],
        *([10, card] for card in range(4)),
        [3, "ol", [[[0, [], 0, "six"]], [[0, [], 0, "a < b"]]]],
        [1, "blockquote", [[0, [], 0, "Always."]]],
    ],
}


def test_a_post_of_the_older_editor_is_read_from_what_it_keeps() -> None:
    posts = ghost({"html": None, "lexical": None, "mobiledoc": json.dumps(OLD)})
    (article,) = articles(posts, "https://harbour.example")
    assert article.parsed
    blocks = article.parsed.blocks
    assert [(block.kind, block.text) for block in blocks] == [
        ("heading", "Tides"),
        ("paragraph", "High water."),
        ("paragraph", "Six,\nsays @ines"),
        ("figure", "The sea"),
        ("paragraph", "Low water"),
        ("code", "tide = 6"),
        ("numbered", "six"),
        ("numbered", "a < b"),
        ("quote", "Always."),
    ]
    marks = [(mark.kind, blocks[1].text[mark.start : mark.end]) for mark in blocks[1].marks]
    assert marks == [("link", "water"), ("emphasis", "wa")]
    assert blocks[1].marks[0].href == "https://harbour.example/about/"


@pytest.mark.parametrize(
    "changes",
    [
        {
            "sections": [
                [10, 7],
                [10, "x"],
                [1],
                7,
                None,
                [1, "p", [[0, [9], 1, "Six."], [1, [], 0]]],
            ]
        },
        {"markups": None, "sections": [[1, "p", [[0, [0, -1, "x"], 99, "Six."], [7]]]]},
        {"cards": {"a": 1}, "sections": [[10, 0], [10, -1], [1, "object", [[0, [], 0, "Six."]]]]},
    ],
)
def test_of_one_that_is_broken_the_words_are_read(changes: dict[str, Any]) -> None:
    posts = ghost({"html": None, "lexical": None, "mobiledoc": json.dumps({**OLD, **changes})})
    (article,) = articles(posts)
    assert article.parsed
    assert [block.text for block in article.parsed.blocks] == ["Six."]


PICTURED = {
    "html": '<p>See <a href="__GHOST_URL__/about/">us</a> <a href="/tide/">and</a> '
    '<a href="https://far.example/">them</a>.</p>'
    '<figure><img src="__GHOST_URL__/content/images/quay.jpg" alt="Quay"></figure>',
    "feature_image": "__GHOST_URL__/content/images/sea.jpg",
}


@pytest.mark.parametrize("site", ["https://harbour.example/news", "https://harbour.example/news/"])
def test_links_and_pictures_lead_to_the_site_that_was_named(site: str) -> None:
    (article,) = articles(ghost(PICTURED), site)
    assert article.address == "https://harbour.example/news/the-tide-table/"
    assert article.parsed
    above, words, picture = article.parsed.blocks
    assert above.layout.source == "https://harbour.example/news/content/images/sea.jpg"
    assert picture.layout.source == "https://harbour.example/news/content/images/quay.jpg"
    assert [mark.href for mark in words.marks] == [
        "https://harbour.example/news/about/",
        "https://harbour.example/tide/",
        "https://far.example/",
    ]
    assert not article.parsed.warnings


def test_where_no_site_was_named_the_import_says_what_is_missing() -> None:
    (article,) = articles(ghost(PICTURED))
    assert article.parsed
    assert [mark.href for block in article.parsed.blocks for mark in block.marks] == [
        "https://far.example/"
    ]
    assert article.parsed.warnings == (NOWHERE,)


def test_the_address_is_the_one_that_the_post_says_is_its_own() -> None:
    (article,) = articles(ghost({"canonical_url": "https://harbour.example/tide/"}))
    assert article.address == "https://harbour.example/tide/"


def test_comments_are_read_where_somebody_put_them_in() -> None:
    rows = [
        {"id": "a", "post_id": "p1", "member_id": "m1", "html": "<p>Seven.</p>"},
        {"id": "b", "post_id": "p1", "parent_id": "a", "html": "<p>No.</p>", "status": "hidden"},
    ]
    whole = [{"status": "published", "created_at": "2026-05-04 08:00:00", **row} for row in rows]
    first, second = comments(ghost({}, comments=whole))
    assert first == FoundComment(
        key="a",
        article="p1",
        body="Seven.",
        original="<p>Seven.</p>",
        author="Bob",
        author_key="m1",
        author_email="bob@mail.example",
        posted_at=datetime(2026, 5, 4, 8, tzinfo=UTC),
    )
    assert (second.parent, second.state) == ("a", State.REMOVED)


def test_old_exports_without_an_outer_list_are_read() -> None:
    whole = ghost({"published_at": 1777876200000})
    old = whole.removeprefix('{"db": [').removesuffix("]}")
    (article,) = articles(old)
    assert article.parsed is not None
    assert article.parsed.published_on == datetime(2026, 5, 4, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize("at", range(1, 100))
def test_what_stands_before_the_end_of_a_file_that_was_cut_off_stands(at: int) -> None:
    whole = ghost({}, {"id": "p2"})
    things, error = found_until(whole.encode()[: len(whole) * at // 100])
    assert error is not None
    assert {article.key for article in of(FoundArticle, things)} <= {"p1", "p2"}


@pytest.mark.parametrize("kept", [9_000, -2_000])
def test_of_a_file_that_was_cut_off_the_beginning_stands(kept: int) -> None:
    whole = ghost(*({"id": f"p{number}"} for number in range(50)))
    things, error = found_until(whole[:kept])
    assert len(of(FoundArticle, things)) > 20
    assert error
    assert error.reason == "The file ends in the middle: it was not downloaded as a whole."
