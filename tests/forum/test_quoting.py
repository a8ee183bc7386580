import re
from pathlib import Path

import pytest

from forum.quoting import UNFOUND, Finding, Segment, Source, locate

TRAM = Source(
    "article",
    "The council wants to end the night tram in May. It costs €1,170 a night, or about 5% of what "
    "the network spends, and carries 40 people on a good evening.\n\n"
    "“Nobody who works in a bakery can take a taxi,” says Agneta Rask, who drew the timetable for "
    "thirty years. “They will simply stop taking the job.”\n\n"
    "The mayor’s office disagrees. A night bus would not improve the service – it would replace it "
    "– but it would cost 3.5 million less over ten years. Drivers at the depot, who are paid by "
    "the shift, have asked for a non-binding vote before anything is decided.",
)
BAKERY = Source(
    "comment",
    "I work in the bakery on Mill Street. The tram is how I get to work, and I would gladly pay "
    "twice the fare rather than lose it.",
)


def find(words: str, *sources: Source) -> Finding:
    return locate(words, sources or [TRAM])


def found(words: str, *sources: Source) -> str:
    finding = find(words, *sources)
    assert finding.source is not None
    return finding.source.text[finding.start : finding.end]


def differences(words: str) -> list[tuple[str, str, str]]:
    parts = find(words).segments
    return [(part.kind, part.quoted, part.original) for part in parts if part.kind != "same"]


def test_words_cut_from_an_article_are_verbatim_at_their_place():
    words = "It costs €1,170 a night, or about 5% of what the network spends"
    finding = find(words)
    assert finding == Finding("verbatim", TRAM, *_span(words))


def test_a_quote_may_go_on_into_the_next_passage():
    assert find(
        "They will simply stop taking the job.” The mayor’s office disagrees."
    ).fidelity == ("verbatim")


@pytest.mark.parametrize(
    "retyped",
    [
        '"Nobody who works in a bakery can take a taxi," says Agneta Rask',
        "'Nobody who works in a bakery can take a taxi,' says Agneta Rask",
        "«Nobody who works in a bakery can take a taxi,» says Agneta Rask",
        "nobody who works in a bakery can take a taxi,” says Agneta Rask!",
        "“… nobody who works in a bakery can take a taxi,” says Agneta Rask…”",
        "Nobody who\u00a0works in\n a bakery\tcan take a taxi,” says  Agneta Rask",
        "No\u00adbody who works in a bak\u200bery can take a taxi,” says Agneta Rask",
        "**Nobody** who works in _a bakery_ can take a taxi,” says Agneta Rask",
        "Nobody who works in [a bakery](https://example.org/) can take a taxi,” says Agneta Rask",
        "Ｎobody who works in a bakery can take a taxi，” says Agneta Rask",
        "[N]obody who works in a bakery can take a taxi,” says Agneta Rask",
    ],
)
def test_typography_does_not_make_a_difference(retyped):
    assert find(retyped).fidelity == "verbatim"
    assert "works in a bakery can take a taxi,” says Agneta Rask" in found(retyped)


@pytest.mark.parametrize("dash", ["–", "—", "--", "\u2012"])
def test_one_dash_is_as_good_as_another(dash):
    assert find(f"would not improve the service {dash} it would replace it").fidelity == "verbatim"


@pytest.mark.parametrize(
    "contradiction",
    [
        "A night bus would improve the service – it would replace it",
        "A night bus would not improve the service – it would not replace it",
        "It costs €1,180 a night, or about 5% of what the network spends",
        "It costs $1,170 a night, or about 5% of what the network spends",
        "It costs €1,170 a night, or about 5 of what the network spends",
        "it would cost 5 million less over ten years",
        "it would cost -3.5 million less over ten years",
        "it would cost 3⁵ million less over ten years",
        "have asked for a binding vote before anything is decided",
        "says Ágneta Rask, who drew the timetable for thirty years",
        "says Agneta rask, who drew the timetable for thirty years",
        "says Agneta Risk, who drew the timetable for thirty years",
        "Drivers at the depot who are paid by the shift, have asked",
        "THE COUNCIL WANTS TO END THE NIGHT TRAM IN MAY",
    ],
)
def test_nothing_that_differs_by_a_word_a_digit_or_a_sign_is_verbatim(contradiction):
    assert find(contradiction).fidelity in {"altered", "unfound"}


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("1,170 a night, or about", "€1,170 a night, or about"),
        ("5 million less over ten", "3.5 million less over ten"),
        ("binding vote before anything", "non-binding vote before anything"),
        ("ram in May. It costs", "tram in May. It costs"),
        ("works in a bake", "works in a bakery"),
    ],
)
def test_a_quote_begins_and_ends_where_words_do(part, whole):
    assert find(part).fidelity != "verbatim"
    assert find(whole).fidelity == "verbatim"


@pytest.mark.parametrize("mark", ["…", "...", ". . .", "[…]", "[...]", "(…)"])
def test_pieces_in_their_order_with_a_mark_between_them_are_shortened(mark):
    words = f"The council wants to end the night tram {mark} and carries 40 people"
    finding = find(words)
    assert finding.fidelity == "shortened"
    assert found(words).startswith("The council")
    assert found(words).endswith("40 people")
    left_out = [part for part in finding.segments if part.kind == "left out"]
    assert [part.quoted for part in left_out] == [mark]
    assert left_out[0].original.startswith("in May. It costs €1,170")


def test_a_word_in_brackets_stands_for_what_it_replaces():
    words = "[Rask], who drew the timetable for thirty years"
    assert differences("says [Ms Rask], who drew the timetable for thirty years") == [
        ("changed", "[Ms Rask]", "Agneta Rask")
    ]
    assert find(words).fidelity == "shortened"


def test_pieces_out_of_their_order_are_not_shortened():
    words = "and carries 40 people on a good evening … The council wants to end the night tram"
    assert find(words) == UNFOUND


def test_words_from_all_over_an_article_do_not_make_a_quote():
    assert find("The tram … would … improve … the … vote") == UNFOUND


def test_a_shortened_quote_with_another_word_in_it_is_altered():
    words = "Drivers at the station … have asked for a non-binding vote before anything is decided."
    assert find(words).fidelity == "altered"
    assert [(kind, quoted.strip(), original) for kind, quoted, original in differences(words)] == [
        ("changed", "station", "depot"),
        ("left out", "…", ", who are paid by the shift,"),
    ]


def test_the_differences_of_an_altered_quote_are_the_words_that_differ():
    assert differences("The council wants to end the tram in June.") == [
        ("left out", "", "night"),
        ("changed", "June", "May"),
    ]
    assert differences("A night bus would improve the service – it would soon replace it") == [
        ("left out", "", "not"),
        ("put in", "soon", ""),
    ]


def test_of_equal_words_those_that_belong_together_stay_together():
    words = "Drivers at the depot have asked for a non-binding vote before anything is decided."
    assert differences(words) == [("left out", "", ", who are paid by the shift,")]


def test_a_sentence_that_begins_later_may_begin_with_a_capital():
    words = "It costs €1,170 a night, or about 5%. Carries 40 people on a good evening."
    assert differences(words) == [("changed", ".", "of what the network spends, and")]


def test_a_changed_name_at_the_edge_is_part_of_the_passage():
    words = "It takes €1,170 a night, or about 5% of what the country"
    assert differences(words) == [("changed", "takes", "costs"), ("changed", "country", "network")]
    assert found(words).endswith("the network")


def test_only_a_missing_comma_is_shown_as_just_that():
    assert differences("Drivers at the depot who are paid by the shift, have asked") == [
        ("left out", "", ",")
    ]


def test_only_a_capital_is_shown_as_just_that():
    words = "says Agneta rask, who drew the timetable for thirty years"
    assert differences(words) == [("changed", "rask", "Rask")]


def test_the_segments_are_the_whole_quote_and_the_whole_passage():
    words = "“A night bus  would improve the service — it would soon replace it”"
    finding = find(words)
    assert "".join(part.quoted for part in finding.segments) == words
    assert "".join(part.original for part in finding.segments) == found(words)


@pytest.mark.parametrize(
    "words",
    [
        "Nothing like this was ever said by anybody in the whole of the article",
        "The council is happy with the tram and will keep it for as long as people ride it",
        "the end of the day",
        "",
        "…",
        "“”",
        " \n ",
        "?!",
    ],
)
def test_what_was_never_said_is_unfound(words):
    assert find(words) == UNFOUND


def test_of_two_passages_that_are_equally_close_neither_is_taken():
    twice = Source(
        "twice",
        "The bridge would improve the road to the harbour for everybody. Some say that the bridge "
        "would not improve the road to the harbour for everybody.",
    )
    words = "the bridge would hardly improve the road to the harbour for everybody"
    assert find(words, twice) == UNFOUND
    assert find(words.replace("hardly", "not"), twice).fidelity == "verbatim"


def test_a_sentence_that_only_looks_alike_is_not_taken():
    report = Source("report", "In 2025 the city spent 3 million on buses and 2 on lamps.")
    assert find("In 2024 the city spent 2 million on trams and 4 on trees.", report) == UNFOUND


class TestAFewWords:
    def test_count_if_they_stand_once(self):
        assert found("a night bus") == "A night bus"

    def test_do_not_count_if_they_stand_twice(self):
        assert find("a night") == UNFOUND

    def test_do_not_count_if_they_are_only_close(self):
        assert find("good evenings") == UNFOUND

    def test_count_in_the_passage_that_the_quote_names(self):
        passage = Source("passage", "One night, then another night.")
        assert locate("night", [TRAM], named=passage) == Finding("verbatim", passage, 4, 9)


class TestSeveralSources:
    def test_the_earlier_of_two_that_have_the_words_is_taken(self):
        copy = Source("copy", BAKERY.text)
        assert find("I work in the bakery on Mill Street", BAKERY, copy).source is BAKERY
        assert find("I work in the bakery on Mill Street", copy, BAKERY).source is copy

    def test_one_that_has_the_words_wins_over_an_earlier_one_that_comes_close(self):
        close = Source("close", BAKERY.text.replace("gladly", "never"))
        assert find("and I would gladly pay twice the fare", close, BAKERY).source is BAKERY

    def test_one_that_comes_much_closer_wins_over_an_earlier_one(self):
        far = Source("far", "The bus is how I got to work, and he would gladly pay half the fare.")
        words = "The tram is how I get to work, and we would gladly pay twice the fare"
        assert find(words, far).source is far
        assert find(words, far, BAKERY).source is BAKERY

    def test_the_one_named_is_taken_before_earlier_ones(self):
        copy = Source("copy", BAKERY.text)
        words = "I work in the bakery on Mill Street"
        assert locate(words, [BAKERY, copy], named=copy).source is copy

    def test_a_wrong_name_does_not_hide_the_source(self):
        words = "I work in the bakery on Mill Street"
        assert locate(words, [TRAM, BAKERY], named=TRAM).source is BAKERY


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Совет хочет закрыть ночной трамвай в мае, и никто не возражает.", "ночной трамвай в мае"),
        ("المجلس يريد إغلاق الترام الليلي في مايو، ولا أحد يعترض.", "إغلاق الترام الليلي في مايو"),
        ("शहर रात की ट्राम को मई में बंद करना चाहता है।", "रात की ट्राम को मई में"),
        ("市は五月に夜行の路面電車をやめたいと考えている。", "五月に夜行の路面電車"),
        ("สภาเมืองต้องการยกเลิกรถรางกลางคืนในเดือนพฤษภาคม", "ยกเลิกรถรางกลางคืน"),
        ("می‌خواهم تراموای شب در ماه مه بماند.", "میخواهم تراموای شب در ماه مه"),
        ("La mairie veut supprimer le « tram de nuit » en mai.", "supprimer le “tram de nuit” en"),
    ],
)
def test_quotes_are_found_in_any_script(text, words):
    source = Source("article", text)
    finding = find(words, source)
    assert finding.fidelity == "verbatim"
    assert 0 < finding.end - finding.start < len(text)


def test_a_changed_character_is_seen_in_a_script_without_blanks():
    source = Source("article", "市は五月に夜行の路面電車をやめたいと考えている。")
    finding = find("市は六月に夜行の路面電車をやめたい", source)
    assert finding.fidelity == "altered"
    assert Segment("changed", "六", "五") in finding.segments


def test_a_finding_in_a_passage_can_be_moved_into_its_article():
    passage = Source("passage", "They will simply stop taking the job.")
    finding = find("simply stop taking the job", passage)
    assert (finding.start, finding.end) == (10, 36)
    assert (finding.moved(100).start, finding.moved(100).end) == (110, 136)


class TestTheImportedPiece:
    """The article that started this project. Its text is not in the repository."""

    PATH = Path(__file__).resolve().parents[3] / "shared" / "seeds"

    @pytest.fixture
    def piece(self):
        readers = pytest.importorskip("articles.readers.plain_text")
        paths = sorted(self.PATH.glob("*.txt"))
        if not paths:
            pytest.skip("the imported piece is not beside this checkout")
        return readers.read(paths[0].read_bytes())

    @pytest.fixture
    def body(self, piece):
        from articles.passages import Body

        return Body.from_blocks(piece.blocks)

    def quotes(self, piece):
        from forum.markup import render

        return [quote for comment in piece.comments for quote in render(comment.body).quotes]

    def test_its_quotes_are_altered_unfound_and_verbatim(self, piece, body):
        source = Source("article", body.text)
        findings = [locate(quote.words, [source]) for quote in self.quotes(piece)]
        assert [finding.fidelity for finding in findings] == ["altered", "unfound", "verbatim"]
        assert body.numbers_between(findings[0].start, findings[0].end) == (14, 15)
        assert body.numbers_between(findings[2].start, findings[2].end) == (30,)

    def test_the_altered_one_differs_in_three_places(self, piece, body):
        finding = locate(self.quotes(piece)[0].words, [Source("article", body.text)])
        differing = [part for part in finding.segments if part.kind != "same"]
        assert [part.kind for part in differing] == ["left out", "changed", "left out"]
        assert [part.quoted for part in differing] == ["", "Russian", ""]
        assert [len(re.findall(r"\w+", part.original)) for part in differing] == [3, 1, 6]


def _span(words: str) -> tuple[int, int]:
    start = TRAM.text.index(words)
    return start, start + len(words)
