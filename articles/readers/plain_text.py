"""An article as the text of a web page saved by hand; docs/article-file.md shows the format."""

import re
from collections.abc import Sequence

from articles.passages import Block
from articles.readers import ParsedArticle, Unreadable
from articles.readers.body import read_blocks
from articles.readers.comments import Discussion, read_comments
from articles.readers.decoding import decode
from articles.readers.discussion import find_heading
from articles.readers.head import read_head
from articles.readers.lines import Line, folded, lines_of

ABOUT = re.compile(
    r"\s+(?:is|are|was|were|has|works|writes|teaches|serves|lives|covers|reports|leads|edits)\b"
)
ABOUT_THE_AUTHOR = re.compile(
    r"(?:about the (?:author|writer)s?\b|the (?:author|writer)s? (?:is|are|was|were|has|have)\b"
    r"|the (?:views|opinions) expressed\b)",
    re.IGNORECASE,
)


def read(data: bytes) -> ParsedArticle:
    """Reads a plain-text file; raises Unreadable, and nothing else, for what is no article."""
    lines = lines_of(decode(data))
    if not lines:
        raise Unreadable("The file is empty.", 1)
    above, discussion = _parted(lines)
    head = read_head(above)
    blocks = read_blocks([*head.standfirst, *above[head.length :]])
    body, note = _without_note(blocks, head.authors)
    if not body:
        raise Unreadable("There is no body below the title.", above[-1].number)
    return ParsedArticle(
        title=head.title,
        section=head.section,
        published_on=head.published_on,
        authors=head.authors,
        blocks=body,
        note=note,
        comments=discussion.comments,
        warnings=(*head.warnings, *discussion.warnings),
    )


def _parted(lines: Sequence[Line]) -> tuple[Sequence[Line], Discussion]:
    heading = find_heading(lines)
    if heading is None:
        return lines, Discussion((), ())
    if heading.place == 0:
        raise Unreadable("There is no title: the comments come first.", lines[0].number)
    below = lines[heading.place + heading.length :]
    return lines[: heading.place], read_comments(below, heading.announced)


def _without_note(
    blocks: tuple[Block, ...], authors: tuple[str, ...]
) -> tuple[tuple[Block, ...], str]:
    """The body, and the paragraphs at its end that are about those who wrote it."""
    end = len(blocks)
    while end > 1 and _is_about(blocks[end - 1], authors):
        end -= 1
    return blocks[:end], "\n\n".join(block.text for block in blocks[end:])


def _is_about(block: Block, authors: tuple[str, ...]) -> bool:
    text = folded(block.text).lstrip("*_")
    named = (author for author in authors if text.startswith(author))
    return ABOUT_THE_AUTHOR.match(text) is not None or any(
        ABOUT.match(text.removeprefix(author).lstrip("*_")) for author in named
    )
