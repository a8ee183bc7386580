"""Comments as people type them (Markdown) and as they are read (HTML).

Pure: no database, no request.

In goes the source of a comment; out comes HTML that may be put into a page as it is, the
blockquotes in it, and its own words. Whatever the input, the HTML holds only the elements,
attributes and schemes that `sanitising` and `links` list; raw HTML is shown as the text that was
typed. A source that breaks a limit is refused before it is rendered, with a ValidationError whose
sentence says which limit and how to mend it.

All that people type goes through `render`, whether it is posted, edited, imported or previewed.
Store `VERSION` beside the HTML: when it grows, stored HTML is to be rendered again.
"""

from forum.markup.blockquotes import BlockQuote
from forum.markup.characters import clean
from forum.markup.limits import KEPT, MAX_CHARACTERS, MAX_QUOTE, MAX_QUOTES, check_source
from forum.markup.links import absolute
from forum.markup.masking import without_quotes
from forum.markup.mentions import People, as_before, fold, mentioned
from forum.markup.pieces import QuotePiece, pieces
from forum.markup.rendering import LONGEST, VERSION, Rendered, plain, render, render_whole
from forum.markup.rewording import reword
from forum.markup.texts import as_text
from forum.markup.writing import as_quote, escape

__all__ = [
    "KEPT",
    "LONGEST",
    "MAX_CHARACTERS",
    "MAX_QUOTE",
    "MAX_QUOTES",
    "VERSION",
    "BlockQuote",
    "People",
    "QuotePiece",
    "Rendered",
    "absolute",
    "as_before",
    "as_quote",
    "as_text",
    "check_source",
    "clean",
    "escape",
    "fold",
    "mentioned",
    "pieces",
    "plain",
    "render",
    "render_whole",
    "reword",
    "without_quotes",
]
