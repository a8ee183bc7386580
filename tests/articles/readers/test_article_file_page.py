import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from articles.readers import ParsedArticle, ParsedComment, Unreadable, plain_text

PAGE = Path(__file__).parents[3] / "docs" / "article-file.md"
EXAMPLE = re.compile(r"```text\n(?P<file>.*?)```\n\n```result\n(?P<result>.*?)```", re.DOTALL)
EXAMPLES = [(match["file"], match["result"]) for match in EXAMPLE.finditer(PAGE.read_text("utf-8"))]


def test_the_page_shows_what_comes_of_each_example() -> None:
    assert len(EXAMPLES) == PAGE.read_text("utf-8").count("```text\n") > 5


@pytest.mark.parametrize(("file", "result"), EXAMPLES)
def test_an_example_imports_as_the_page_says(file: str, result: str) -> None:
    assert described(file) == result


def described(file: str) -> str:
    try:
        article = plain_text.read(file.encode())
    except Unreadable as unreadable:
        return f"refused, line {unreadable.line}: {unreadable.reason}\n"
    return "".join(f"{line}\n" for line in lines(article))


def lines(article: ParsedArticle) -> Iterator[str]:
    yield f"title: {article.title}"
    if article.section:
        yield f"section: {article.section}"
    if article.published_on:
        yield f"date: {article.published_on}"
    yield from (f"author: {author}" for author in article.authors)
    yield from (f"{block.kind}: {block.text}" for block in article.blocks)
    if article.note:
        yield f"note: {article.note}"
    for number, comment in enumerate(article.comments, 1):
        yield f"comment {number}{circumstances(comment)}:"
        yield from (f"  {line}".rstrip() for line in comment.body.split("\n"))
    yield from (f"warning: {warning}" for warning in article.warnings)


def circumstances(comment: ParsedComment) -> str:
    author = f", by {comment.author}" if comment.author else ""
    time = f", {comment.posted_at}".removesuffix(":00") if comment.posted_at else ""
    answered = f", answers {comment.parent + 1}" if comment.parent is not None else ""
    return author + time + answered
