from articles.passages import CODE, PARAGRAPH, ROW, Layout, Mark, Passage
from forum.margins import Run
from forum.passage_html import cells, words


def passage(text: str, *marks: Mark, kind: str = PARAGRAPH) -> Passage:
    return Passage(1, kind, text, marks)


def html(it: Passage, *depths: tuple[int, int]) -> str:
    """With so many characters that so many people quote, one after the other."""
    at, runs = 0, []
    for length, depth in depths or [(len(it.text), 0)]:
        runs.append(Run(it.text[at : at + length], depth))
        at += length
    return words(it, runs)


def test_words_are_escaped() -> None:
    assert html(passage('<b onclick="x">&amp;')) == "&lt;b onclick=&quot;x&quot;&gt;&amp;amp;"


def test_marks_lie_inside_each_other() -> None:
    it = passage("a slow tram", Mark(2, 11, "emphasis"), Mark(7, 11, "strong"))
    assert html(it) == "a <em>slow <strong>tram</strong></em>"


def test_what_readers_quote_is_marked_inside_what_the_article_marks() -> None:
    it = passage("a slow tram", Mark(2, 6, "link", "https://a.example/?a=1&b=2"))
    assert html(it, (4, 0), (4, 2), (3, 0)) == (
        'a <a href="https://a.example/?a=1&amp;b=2">sl<mark data-depth="2">ow</mark></a>'
        '<mark data-depth="2"> t</mark>ram'
    )


def test_a_link_that_leads_elsewhere_is_none_even_if_it_is_stored() -> None:
    it = passage("here", Mark(0, 4, "link", "javascript:alert(1)"), Mark(0, 4, "script"))
    assert html(it) == "here"


def test_marks_that_cross_are_not_both_shown() -> None:
    it = passage("abcdef", Mark(0, 4, "emphasis"), Mark(2, 6, "strong"))
    assert html(it) == "<em>abcd</em>ef"


def test_an_address_can_not_leave_its_quotation_marks() -> None:
    it = passage("here", Mark(0, 4, "link", 'https://a.example/" onclick="x'))
    assert html(it) == '<a href="https://a.example/&quot; onclick=&quot;x">here</a>'


def test_line_breaks_stay_and_code_keeps_its_blanks() -> None:
    assert html(passage("Harbour\nRiga")) == "Harbour<br>\nRiga"
    assert html(passage("a\n  b", kind=CODE)) == "<code>a\n  b</code>"


def test_a_row_has_cells() -> None:
    row = Passage(1, ROW, "2024\t\t9 t", (Mark(6, 7, "strong"),), Layout(heads=(0,)))
    first, second, third = cells(row, [Run("2024\t\t9", 1), Run(" t", 0)])
    assert (first.html, first.is_head, first.is_first) == (
        '<mark data-depth="1">2024</mark>',
        True,
        True,
    )
    assert (second.html, second.is_head) == ("", False)
    assert (third.html, third.is_last) == ('<strong><mark data-depth="1">9</mark></strong> t', True)
