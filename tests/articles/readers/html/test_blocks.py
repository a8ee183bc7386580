"""What becomes of an article's HTML."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.passages import Block, Body
from articles.readers import Unreadable
from articles.readers.html.blocks import blocks

BASE = "https://gazette.example/harbour/"
PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "<p>",
                "</p>",
                "<b>",
                "</b>",
                "<i>",
                "<a href='/x'>",
                "</a>",
                "<ul>",
                "<li>",
                "</ul>",
            ),
            *("<table>", "<tr>", "<td colspan=9>", "<th rowspan=3>", "</table>", "<br>", "<hr>"),
            *(
                "<figure>",
                "<img src=a.png>",
                "<figcaption>",
                "</figure>",
                "<pre>",
                "</pre>",
                "<dt>",
            ),
            *(
                "<blockquote>",
                "</blockquote>",
                "<h2>",
                "<h5>",
                "</h2>",
                "rain ",
                "\t",
                "&nbsp;",
                "<",
            ),
        ]
    ),
    max_size=40,
).map("".join)


def told(html: str) -> list[str]:
    """The blocks as lines: kind, text."""
    return [f"{block.kind}: {block.text}" for block in blocks(html, BASE)]


def marked(html: str) -> list[tuple[str, str, str]]:
    (block,) = blocks(html, BASE)
    return [(mark.kind, block.text[mark.start : mark.end], mark.href) for mark in block.marks]


def test_what_a_page_has_is_kept_in_its_order() -> None:
    assert told(
        """<h2>What it costs</h2> <p>Salt,
           and bridges.</p> <div>Loose words <p>and their paragraph</p> and more</div>
           <blockquote><p>We salted.</p><p>Always.</p></blockquote>
           <pre>one\n  two\n</pre> <ul><li>ice</li></ul> <ol><li>snow</li></ol>"""
    ) == [
        "heading: What it costs",
        "paragraph: Salt, and bridges.",
        "paragraph: Loose words",
        "paragraph: and their paragraph",
        "paragraph: and more",
        "quote: We salted.",
        "quote: Always.",
        "code: one\n  two",
        "item: ice",
        "numbered: snow",
    ]


def test_a_line_break_stays_and_two_make_a_paragraph() -> None:
    assert told("<p>Harbour Lane 3<br>Riga<br> <br>Open daily</p>") == [
        "paragraph: Harbour Lane 3\nRiga",
        "paragraph: Open daily",
    ]


def test_marks_say_which_words_they_mean() -> None:
    assert marked(
        "<p>A <em>slow <strong>tram</strong></em> by <a href='../line/4?a=b'>line 4</a>,"
        " H<sub>2</sub>O, <code>ls</code>, <del>nine</del></p>"
    ) == [
        ("emphasis", "slow tram", ""),
        ("strong", "tram", ""),
        ("link", "line 4", "https://gazette.example/line/4?a=b"),
        ("subscript", "2", ""),
        ("code", "ls", ""),
        ("struck", "nine", ""),
    ]


def test_a_mark_around_paragraphs_marks_each() -> None:
    first, second = blocks("<a href='/x'><p>Rain.</p><p>Snow.</p></a>", BASE)
    assert [mark[:3] for mark in (*first.marks, *second.marks)] == [(0, 5, "link")] * 2


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        " \x01javascript:alert(1)",
        "&#106;avascript:alert(1)",
        "vbscript:x",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
        "https://[::1",
        "http://",
        "#top",
        "",
        "tel:+371",
        "mailto:nobody",
        "https://a.example/" + "x" * 3_000,
        "https://a.example/\u202egpj.exe",
    ],
)
def test_a_link_leads_to_a_page_or_a_mailbox_or_nowhere(href: str) -> None:
    assert marked(f"<p>Look <a href='{href}'>here</a></p>") == []
    assert marked("<p>Look <a href='mailto:ada@a.example'>here</a></p>") == [
        ("link", "here", "mailto:ada@a.example")
    ]


def test_what_is_not_read_is_not_kept() -> None:
    hidden = (
        "<script>alert(1)</script><style>p{}</style><svg onload=alert(1)><text>no</text></svg>"
        "<iframe src='https://a.example'>no</iframe><object>no</object><template>no</template>"
        "<p hidden>no</p><p style='display: none'>no</p><form><button>no</button><input></form>"
        "<nav>no</nav><span class='sr-only'>no</span><!-- no --><video>no</video>"
    )
    assert told(f"<p onclick='alert(1)' style='color:red'>Rain.</p>{hidden}<p>Snow.</p>") == [
        "paragraph: Rain.",
        "paragraph: Snow.",
    ]


def test_markup_that_is_written_about_is_only_text() -> None:
    assert told("<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp;lt;b&amp;gt;</p>") == [
        "paragraph: <script>alert(1)</script> &lt;b&gt;"
    ]


def test_characters_that_nobody_sees_are_left_out() -> None:
    assert told("<p>Bahn&shy;hof&#8203;s&#x202e;platz\ufeff</p>") == ["paragraph: Bahnhofsplatz"]


def test_lists_lie_in_lists() -> None:
    found = blocks(
        "<ol start='4'><li>Rain<ul><li>soft</li><li>hard</li></ul></li><li>Snow</li></ol>"
        "<ol><li>Ice</li></ol>"
    )
    assert [(b.text, b.layout.level, b.layout.ordinal, b.layout.is_first) for b in found] == [
        ("Rain", 0, 4, True),
        ("soft", 1, 0, True),
        ("hard", 1, 0, False),
        ("Snow", 0, 5, False),
        ("Ice", 0, 1, True),
    ]


def test_an_items_paragraphs_stay_together_and_its_code_stands_below() -> None:
    assert told("<ul><li><p>Rain.</p><p>Snow.</p><pre>ice</pre></li><li>Wind.</li></ul>") == [
        "item: Rain.\nSnow.",
        "code: ice",
        "item: Wind.",
    ]


def test_headings_go_down_in_single_steps() -> None:
    found = blocks("<h2>A</h2><h5>B</h5><h2>C</h2><h3>D</h3><h6>E</h6>")
    assert [block.layout.level for block in found] == [2, 3, 2, 3, 4]
    assert [block.layout.level for block in blocks("<h4>A</h4><h1>B</h1>")] == [2, 2]


def test_a_table_has_its_caption_and_rows_with_their_heads() -> None:
    caption, first, second, third = blocks(
        "<table><caption>Lorries</caption><thead><tr><td>Year<td>Tonnes</thead>"
        "<tr><th>2024<td rowspan=2>11 <b>t</b><tr><th>2025</table>"
    )
    assert (caption.kind, caption.text) == ("caption", "Lorries")
    assert (first.text, first.layout.heads) == ("Year\tTonnes", (0, 1))
    assert (second.text, second.layout.heads) == ("2024\t11 t", (0,))
    assert [second.text[mark.start : mark.end] for mark in second.marks] == ["t"]
    assert third.text == "2025\t"


def test_a_table_that_lays_out_a_page_is_none() -> None:
    assert told("<table><tr><td><p>Rain.</p></td><td><h2>Menu</h2></td></tr></table>") == [
        "paragraph: Rain.",
        "heading: Menu",
    ]


def test_a_figure_has_its_picture_its_caption_and_what_is_to_be_seen() -> None:
    (figure,) = blocks(
        "<figure><img src='/tram.jpg' alt='A tram'><figcaption>The <i>last</i> one</figcaption>"
        "<span>Photo: Ada</span></figure>",
        BASE,
    )
    assert (figure.kind, figure.text) == ("figure", "The last one\nPhoto: Ada")
    assert figure.layout.source == "https://gazette.example/tram.jpg"
    assert figure.layout.alt == "A tram"
    assert figure.marks[0].kind == "emphasis"


@pytest.mark.parametrize(
    "picture",
    [
        "<img src='data:image/gif;base64,R0' data-src='/tram.jpg'>",
        "<img srcset='/s.jpg 300w, /tram.jpg 900w'>",
        "<picture><source srcset='/tram.jpg 2x'><img alt=''></picture>",
        "<amp-img src='/tram.jpg'></amp-img>",
        "<img src='data:image/gif;base64,R0'><noscript><img src='/tram.jpg'></noscript>",
        "<figure><img src='data:,'><noscript><img src='/tram.jpg'></noscript></figure>",
    ],
)
def test_a_picture_that_comes_later_is_found(picture: str) -> None:
    (figure,) = blocks(picture, BASE)
    assert figure.layout.source == "https://gazette.example/tram.jpg"


def test_a_picture_is_no_more_than_an_address_on_the_web() -> None:
    assert blocks("<img src='javascript:alert(1)'><img src='data:image/svg+xml,x'>", BASE) == ()
    assert blocks("<img src='/dot.gif' width='1' height='1'>", BASE) == ()


def test_a_picture_of_a_letter_is_the_letter() -> None:
    assert told("<p>Rain <img class='emoji' alt='☔' src='/u2614.png'></p>") == [
        "paragraph: Rain ☔"
    ]


def test_a_line_across_the_page_parts_what_is_above_from_what_is_below() -> None:
    assert [b.layout.is_parted for b in blocks("<hr><p>A</p><hr><p>B</p><hr>")] == [False, True]


@pytest.mark.parametrize(
    "html", ["", "<", "<p>", "<!-- x", "<html>", "\x00", "<?xml version='1.0'?>"]
)
def test_where_there_are_no_words_there_are_no_blocks(html: str) -> None:
    assert [block for block in blocks(html) if block.text != "<"] == []


@pytest.mark.parametrize(
    "opening", ["<div>", "<ul><li>", "<b><i>", "<blockquote>", "<table><tr><td>"]
)
def test_words_are_found_however_deep_they_lie(opening: str) -> None:
    text = " ".join(block.text for block in blocks(opening * 30_000 + "deep<p>down"))
    assert text.split() == ["deep", "down"]


def test_an_article_has_an_end() -> None:
    with pytest.raises(Unreadable, match="20,000 paragraphs"):
        blocks("<p>x" * 20_001)


def test_a_long_article_takes_no_longer_than_its_length_asks() -> None:
    started = time.process_time()
    assert len(blocks("<p>Rain <b>and</b> <a href='/x'>snow</a>" * 8_000)) == 8_000
    assert time.process_time() - started < 20


@settings(max_examples=200)
@given(PIECES)
def test_whatever_the_html_blocks_hold_words_and_marks_of_them(html: str) -> None:
    found = blocks(html, BASE)
    assert Body.from_json(Body.from_blocks(found).as_json()) == Body.from_blocks(found)
    for block in found:
        assert block.text or block.layout.source
        _are_nested(block)


def _are_nested(block: Block) -> None:
    open_until = [len(block.text)]
    for mark in block.marks:
        assert 0 <= mark.start < mark.end <= len(block.text)
        while open_until[-1] <= mark.start:
            open_until.pop()
        assert mark.end <= open_until[-1]
        open_until.append(mark.end)


def test_words_without_a_body_around_them_are_no_part_of_the_head() -> None:
    assert told(
        "<title>Rain</title><meta name=a><article><p>It rained.</p></article>And <b>how"
    ) == [
        "paragraph: It rained.",
        "paragraph: And how",
    ]
