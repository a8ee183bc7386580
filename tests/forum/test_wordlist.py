"""What a list of words finds, and what it leaves alone."""

import time

import pytest

from forum.wordlist import WordList, Words, problem
from forum.wordlist.entries import MAX_STARS


def found(entry: str, text: str, *, spaced_out: bool = False) -> bool:
    return bool(WordList([entry], spaced_out=spaced_out).find(Words(text)))


@pytest.mark.parametrize(
    "text",
    [
        "idiot",
        "Only an IDIOT says so.",
        "*idiot*, he said",
        "_idiot_",
        "ｉｄｉｏｔ",
        "𝗶𝗱𝗶𝗼𝘁",
        "ⓘⓓⓘⓞⓣ",
        "іdiоt",  # the first and the fourth letter are Cyrillic
        "1d10t",
        "i̶d̶i̶o̶t̶",
        "IdIot",
    ],
)
def test_a_word_is_found_however_it_is_dressed_up(text: str) -> None:
    assert found("idiot", text)
    assert found("Idiot", text)


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ("press", "WordPress"),
        ("fur", "für Elise"),
        ("mall", "I sent a mail"),
        ("mall", "MAIL"),
        ("bad", "b a d"),
        ("buy watches", "buy cheap watches"),
        ("buy watches", "watches to buy"),
        ("ass", "assess"),
    ],
)
def test_other_words_are_left_alone(entry: str, text: str) -> None:
    assert not found(entry, text)


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ("viag*", "Viagra"),
        ("*porn", "superporn"),
        ("*porn*", "superpornös"),
        ("a*b*c", "axxbyyc"),
        ("buy * watches", "Buy cheap watches!"),
        ("buy watch*", "buy\nwatches"),
        ("* buy", "nоw buy"),  # a Cyrillic о
        ("*ight mail", "nіght mail"),
        ("buy * mail", "buy nіght mail"),
        ("mall", "API: ma$$ maIl"),
        ("don't", "Don’t"),
        ("e-mail", "e mail"),
        ("ass", "a$$"),
        ("v*gra", "víаgra"),  # a Cyrillic а
        ("night mail", "nіght mail"),  # a Cyrillic і
        ("night mail", "night mаil"),  # a Cyrillic а
        ("Straße", "STRASSE"),
        ("слово", "Слово"),
    ],
)
def test_wildcards_and_phrases_are_found(entry: str, text: str) -> None:
    assert found(entry, text)


@pytest.mark.parametrize(("entry", "text"), [("a*b*c", "acxb"), ("ab*ba", "aba"), ("x*", "ax")])
def test_a_star_stands_only_for_what_lies_between(entry: str, text: str) -> None:
    assert not found(entry, text)


def test_letters_with_blanks_between_them_are_read_together_if_the_list_says_so() -> None:
    assert found("bad", "that is so b a d l y done", spaced_out=True)
    assert found("bad", "B.A.D", spaced_out=True)
    assert not found("bad", "b a c d", spaced_out=True)


@pytest.mark.parametrize(
    ("entries", "text", "replaced"),
    [
        (["idiot"], "You Idiot, you idiots", "You ∗∗∗∗∗, you idiots"),
        (["bad word", "viag*"], "bad  word: viagra", "∗∗∗  ∗∗∗∗: ∗∗∗∗∗∗"),
        (["idiot"], "íd, 1d10t, ⓘⓓⓘⓞⓣ, IdIot", "íd, ∗∗∗∗∗, ∗∗∗∗∗, ∗∗∗∗∗"),
        (["mall"], "maIl, ﬁne", "∗∗∗∗, ﬁne"),
        (["mall"], "mail", "mail"),
    ],
)
def test_what_is_found_is_replaced_letter_by_letter(
    entries: list[str], text: str, replaced: str
) -> None:
    assert WordList(entries).replace(text, "∗") == replaced


@pytest.mark.parametrize(
    ("entry", "is_refused"),
    [("viag*", False), ("字*", True), ("***", True), ("a*", True), ("b" + "*b" * MAX_STARS, True)],
)
def test_an_entry_that_would_find_everything_is_told_apart(entry: str, is_refused: bool) -> None:
    assert bool(problem(entry)) == is_refused


@pytest.mark.parametrize(
    "text",
    ["a" * 10_000, "ab " * 3_300, "aI" * 5_000, "а" * 10_000, "$" * 10_000, "a " * 5_000],
    ids=["one word", "many words", "capitals", "Cyrillic", "symbols", "letters"],
)
def test_no_text_makes_it_slow(text: str) -> None:
    rules = WordList(["a*b*c*d", "*ba*", "ab cd", "aaaaab"], spaced_out=True)
    start = time.process_time()
    rules.find(Words(text))
    rules.replace(text, "∗")
    assert time.process_time() - start < 5
