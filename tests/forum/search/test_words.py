"""Texts as the words that they are found by."""

import pytest

from forum.search import excerpt, marked, parse, words_in


def keys(text: str) -> list[str]:
    return [word.key for word in words_in(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Łódź, Ærø and Đorđe", ["lodz", "aero", "and", "dorde"]),
        ("STRASSE Straße", ["strasse", "strasse"]),
        ("İstanbul ISTANBUL ısı", ["istanbul", "istanbul", "isi"]),
        ("ﬁrst e\u0301te\u0301", ["first", "ete"]),
        ("don’t non-violent snake_case", ["don", "t", "non", "violent", "snake", "case"]),
        ("10½ c++", ["101", "2", "c"]),
        ("שָׁלוֹם كِتَاب", ["שלום", "كتاب"]),
        ("東京 がﾃ", ["東", "京", "が", "テ"]),
        ("हिन्दी", ["हिन्दी"]),
        ("\x00\ud800 -*:()\"'", []),
        ("", []),
    ],
)
def test_case_accents_and_punctuation_do_not_count(text: str, words: list[str]) -> None:
    assert keys(text) == words


def test_a_word_is_never_longer_than_an_index_takes() -> None:
    assert [len(key) for key in keys("ø" * 500 + " " + "x" * 5000)] == [64, 64]


def test_thai_vowels_and_tones_tell_words_apart() -> None:
    assert keys("ที่") != keys("ท")


@pytest.mark.parametrize(
    ("typed", "phrases"),
    [
        ("night tram", [("night",), ("tram",)]),
        ('"night tram" depot', [("night", "tram"), ("depot",)]),
        ("„Nachttram fährt“", [("nachttram", "fahrt")]),
        ('foo"bar', [("foo",), ("bar",)]),
        ("non-violent", [("non", "violent")]),
        ("東京都", [("東", "京", "都")]),
        ("NOT tram* OR (c++)", [("not",), ("tram",), ("or",), ("c",)]),
        ('"" * - : ( \x00', []),
    ],
)
def test_what_people_type_is_phrases(typed: str, phrases: list[tuple[str, ...]]) -> None:
    assert [phrase.words for phrase in parse(typed).phrases] == phrases


def test_only_the_last_word_may_go_on() -> None:
    assert [phrase.is_beginning for phrase in parse("night tram").phrases] == [False, True]
    for typed in ('"night tram"', "night to", "東京都"):
        assert not parse(typed).phrases[-1].is_beginning


def test_ten_words_are_looked_for_and_no_more() -> None:
    query = parse(" ".join("abcdefghijkl"))
    assert query.is_cut
    assert len(query.phrases) == 10
    assert not parse("a b").is_cut


def test_an_excerpt_shows_where_most_of_the_words_stand() -> None:
    text = (
        "The tram. "
        + "Nothing here. " * 40
        + "The depot and the last tram of the night."
        + " x" * 200
    )
    runs = excerpt(text, parse("night depot tram"))
    assert [run.text for run in runs if run.is_found] == ["depot", "tram", "night"]
    assert runs[0].text == "…"
    assert runs[-1].text == "…"
    assert sum(len(run.text) for run in runs) < 300


def test_an_excerpt_begins_and_ends_with_whole_words() -> None:
    text = "Somebody stood there and waited for nobody knows how long until the tram came. " * 9
    for found in ("tram", "until", "waited"):
        shown = "".join(run.text for run in excerpt(text, parse(found))).strip("…")
        assert shown in text
        assert set(shown.split()) <= set(text.split())


def test_words_are_marked_as_they_were_written() -> None:
    assert marked("To ŁÓDŹ!", parse("lodz")) == [("To ", False), ("ŁÓDŹ", True), ("!", False)]
    runs = marked("今日東京都へ", parse("東京都"))
    assert runs == [("今日", False), ("東京都", True), ("へ", False)]


def test_without_the_words_an_excerpt_is_the_beginning() -> None:
    assert excerpt("Short.", parse("tram")) == [("Short.", False)]
    assert excerpt("", parse("tram")) == []
