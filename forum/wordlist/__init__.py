"""Which entries of a list of words stand in a text, however they are dressed up. Pure.

An entry is a word, or several that follow each other. A `*` in it stands for any letters. Case,
ligatures and the like don't count, nor do letters that look like others (Cyrillic а, $ for s), and
marks that are strewn over letters. Accents do: für isn't fur.

A text is cut into words once (`Words`), whatever the number of lists. Words are looked up in a set,
phrases by their first word, and what holds a star by some letters in a row that it needs, in words
that begin with these if it does.
"""

from forum.wordlist.entries import problem
from forum.wordlist.lists import WordList
from forum.wordlist.said import Words

__all__ = ["WordList", "Words", "problem"]
