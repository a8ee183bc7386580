"""What searching takes a text and what people type for. Pure: no database, no request.

Both databases index the same words, folded here, so that both find the same: "Lodz" finds "Łódź".
"""

from forum.search.excerpts import Run, excerpt, marked
from forum.search.queries import LONGEST_QUERY, MOST_WORDS, Phrase, Query, parse
from forum.search.words import Word, words_in

__all__ = [
    "LONGEST_QUERY",
    "MOST_WORDS",
    "Phrase",
    "Query",
    "Run",
    "Word",
    "excerpt",
    "marked",
    "parse",
    "words_in",
]
