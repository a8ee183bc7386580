"""What this program exports, and files that only look like it."""

import json

from articles.readers import Problem, Skipped, State
from tests.articles.readers.archives.reading import articles, comments, found, of

HEADER = {"format": "rejoinder", "holds": "everything", "version": 1}
ARTICLE = {"kind": "article", "slug": "tram", "title": "The tram", "section": "cities"}
VERSION = {
    "kind": "article_version",
    "article": "tram",
    "number": 2,
    "passages": [{"number": 3, "kind": "paragraph", "text": "It came back."}],
}
SAID = {"kind": "comment", "id": 4, "article": "tram", "body": "Late.", "status": "published"}


def lines(*more: dict[str, object]) -> str:
    return "".join(json.dumps(line) + "\n" for line in (HEADER, *more))


def test_the_last_version_of_an_article_comes_with_its_section() -> None:
    section = {"kind": "section", "slug": "cities", "name": "Cities"}
    earlier = VERSION | {"number": 1, "passages": []}
    things = found(lines(section, ARTICLE, earlier, VERSION))
    [article] = articles(lines(section, ARTICLE, earlier, VERSION))
    assert article.parsed
    assert (article.address, article.parsed.section) == ("/articles/tram/", "Cities")
    assert [block.text for block in article.parsed.blocks] == ["It came back."]
    assert of(Skipped, things) == [Skipped("earlier version of an article")]


def test_what_was_withdrawn_leaves_its_place_and_no_words() -> None:
    [comment] = comments(lines(ARTICLE, VERSION, SAID | {"status": "withdrawn"}))
    assert (comment.body, comment.author, comment.state) == ("", "", State.REMOVED)


def test_a_quote_loses_the_number_that_its_source_had_there() -> None:
    body = "> It came back.\n>\n> — [The tram](#p-3)\n\nLate."
    [comment] = comments(lines(ARTICLE, VERSION, SAID | {"body": body}))
    assert comment.body == "> It came back.\n\nLate."


def test_what_makes_no_sense_is_named() -> None:
    odd = {"kind": "article_version", "article": "tram", "number": "x", "passages": [1]}
    things = found(lines(ARTICLE, odd, VERSION | {"article": "gone"}, {"kind": "comment"}))
    assert [problem.where for problem in of(Problem, things)] == [
        *("article tram", "article gone", "comment without a number")
    ]
