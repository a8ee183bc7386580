import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles.readers.html.comments import markdown
from forum.markup import clean, render

TAGS = [
    "b",
    "i",
    "s",
    "a",
    "code",
    "p",
    "blockquote",
    "ul",
    "ol",
    "li",
    "pre",
    "q",
    "br",
    "em",
    "h2",
    "div",
    "span",
    "table",
    "td",
    "hr",
    "img",
]
PIECES = st.sampled_from(
    [
        *(f"<{tag}>" for tag in TAGS),
        *(f"</{tag}>" for tag in TAGS),
        '<a href="https://a.example/b_(c)">',
        '<a href="javascript:alert(1)">',
        "<a href='x",
        '<img src="https://a.example/i.png" alt="A *map*">',
        "<!-- x -->",
        "<!--",
        "<script>",
        *"abc .,:;!?*_~`\\[](<>&#-+=\"'/\n1\t",
        "&amp;",
        "&lt;",
        "&nbsp;",
        "https://x.example/y",
        "1. ",
        "\x00",
        "\ud800",
        "é「",
    ]
)


def words(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def seen(source: str) -> str:
    return render(source).html.replace(' dir="auto"', "").replace("\n", "")


def read(html: str) -> str:
    return seen(markdown(html)).replace(' rel="nofollow ugc noopener"', "")


@pytest.mark.parametrize(
    "html",
    [
        "<p>The tide was late.</p><p>It often is.</p>",
        "<p>One line<br>and the next</p>",
        "<p>a <strong>loud</strong> and a <em>low</em> word, <s>gone</s></p>",
        "<p><strong>all <em>of</em> it</strong> x<em>y</em>z</p>",
        "<p>read <code>tide.txt</code> first</p>",
        "<pre><code>high  06:10\nlow   12:25\n</code></pre>",
        '<p><a href="https://tides.example/may">the table</a></p>',
        '<p><a href="https://tides.example/may_(old)">the [old] <em>table</em></a></p>',
        '<p><a href="mailto:ada@tides.example">ask Ada</a></p>',
        "<ul><li>bread</li><li>salt<ul><li>coarse</li></ul></li></ul>",
        '<ol start="3"><li>three</li><li>four</li></ol>',
        "<ul><li>bread</li></ul><ul><li>salt</li></ul>",
        "<blockquote><p>It is late.</p></blockquote><p>No.</p>",
        "<blockquote><blockquote><p>Late?</p></blockquote><p>Yes.</p></blockquote><p>No.</p>",
        "<h4>High water</h4><p>At six.</p><hr><p>Or seven.</p>",
    ],
)
def test_what_a_comment_can_have_reads_as_it_did(html: str) -> None:
    source = html.replace("h4", "h2")
    assert read(source) == html.replace("\n", "")


@pytest.mark.parametrize(
    "text",
    [
        "2 * 3 * 4, *so* _they_ say ~~here~~",
        "# no heading",
        "1. no list",
        "- no list",
        "> no quote",
        "[no link](#here)",
        "[no link]: #here",
        "a `tick` and a \\ backslash",
        "“In quotation marks,” she said.",
        "snake_case_name",
        "&lt;b> is a tag, &amp;amp; an entity",
    ],
)
def test_what_only_looks_like_markdown_stays_as_it_was_typed(text: str) -> None:
    assert read(f"<p>{text}</p>") == f"<p>{text.replace('>', '&gt;')}</p>"


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<b>Note:</b>that", "<p><strong>Note</strong>:that</p>"),
        ("x<b>(y)</b>z", "<p>x(y)z</p>"),
        ("a<b> b </b>c", "<p>a <strong>b</strong> c</p>"),
        ("<b>a</b><b>b</b>", "<p><strong>ab</strong></p>"),
        ("<i><i>a</i></i> <b></b>b", "<p><em>a</em> b</p>"),
        ("<b>a<br></b>b", "<p><strong>a</strong><br>b</p>"),
        ("a<br><br>b", "<p>a</p><p>b</p>"),
        ("<p>&nbsp;</p><p> a </p>", "<p>a</p>"),
        ("10<sup>6</sup>", "<p>10^6</p>"),
        ("<q>late</q> again", "<p>“late” again</p>"),
        ("<table><tr><td>a<td>b<tr><td>c<td>d</table>", "<p>a | b<br>c | d</p>"),
        ("<wow>odd</wow> <font color=red>red</font>", "<p>odd red</p>"),
        ("<h2>tide #</h2>", "<h4>tide #</h4>"),
        ("<h2>#</h2>", "<h4>#</h4>"),
        ("<li>bread", "<ul><li>bread</li></ul>"),
        ("<ul>bread<li>salt</ul>", "<ul><li>bread</li><li>salt</li></ul>"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<script>alert(1)</script><style>p{}</style>a", "<p>a</p>"),
        ('<a href="javascript:alert(1)">a</a> <a href="/b">b</a>', "<p>a b</p>"),
        ('<a href="//a.example">a</a>', '<p><a href="https://a.example">a</a></p>'),
        ("<pre>a ``` b</pre>", "<pre><code>a ``` b</code></pre>"),
        ("<code>a`b</code>", "<p><code>a`b</code></p>"),
    ],
)
def test_what_a_comment_cannot_have_becomes_what_is_nearest(html: str, shown: str) -> None:
    assert read(html) == shown


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("a < b and a<b", "<p>a &lt; b and a&lt;b</p>"),
        ("a <b then <i>c</i>", "<p>a &lt;b then <em>c</em></p>"),
        ('<a href="x>late</a> tide', "<p>&lt;a href=&quot;x&gt;late tide</p>"),
        ("put <script> at the end", "<p>put &lt;script&gt; at the end</p>"),
        ("late <!-- tide", "<p>late &lt;!-- tide</p>"),
        ("<b><i>late</b> tide</i>", "<p><strong><em>late</em></strong> tide</p>"),
        ("</p></div>late", "<p>late</p>"),
        ("&foo; &#0;&#150;x", "<p>&amp;foo; \ufffd–x</p>"),
        ("la\x00te\x0b\ud800", "<p>late</p>"),
        ('<meta charset="latin1">é', "<p>é</p>"),
        ("", ""),
    ],
)
def test_broken_html_loses_no_word(html: str, shown: str) -> None:
    assert read(html) == shown


def test_a_quote_names_where_it_was_taken_from() -> None:
    html = '<blockquote cite="https://www.tides.example/may?a=1">It is late.</blockquote>'
    assert markdown(html) == (
        "> It is late.\n>\n> — [tides.example](https://www.tides.example/may?a=1)"
    )
    (quote,) = render(markdown(html)).quotes
    assert (quote.words, quote.href) == ("It is late.", "https://www.tides.example/may?a=1")
    assert markdown('<blockquote cite="#comment-4">Late.</blockquote>') == "> Late."


def test_an_image_is_a_link_to_it_and_an_emoticon_its_text() -> None:
    image = '<img src="https://a.example/maps/old%20harbour.png" alt="{}">'
    assert markdown(image.format("The harbour")).startswith("[The harbour](")
    assert markdown(image.format("")).startswith("[old harbour.png](")
    assert markdown('<img class="wp-smiley" src="https://a.example/1.gif" alt=":-)">') == ":-)"
    assert markdown('<img src="data:image/png;base64,AAAA" alt="A gull">') == "A gull"
    assert markdown(f'<a href="https://b.example">{image.format("map")}</a>') == (
        "[map](https://b.example)"
    )
    assert markdown('<iframe src="//video.example/embed/7"></iframe>') == (
        "https://video.example/embed/7"
    )


def test_what_disqus_does_to_links_and_names_is_undone() -> None:
    link = (
        '<a href="https://disq.us/url?url=https%3A%2F%2Ftides.example%2Fmay%3Fday%3D4%3Ahq2pE-x1'
        'T_0aaZ&amp;cuid=77" title="https://tides.example/may?day=4">https://tides.example/m...</a>'
    )
    assert markdown(f"<p>See {link}.</p>") == "See https://tides.example/may?day=4."
    name = '<a data-dsq-mention="bob:disqus" href="https://disqus.com/by/bob/">@Bob</a>'
    assert markdown(f"<p>{name} no</p>") == "@Bob no"
    assert markdown("It ends <spoiler>badly</spoiler>.") == "It ends [spoiler]badly[/spoiler]."
    assert markdown('<span class="spoiler">badly</span>') == "[spoiler]badly[/spoiler]"


def test_quotes_that_stand_too_deep_stand_beside_each_other() -> None:
    deep = "<blockquote>" * 10_000 + "late" + "</blockquote>" * 10_000
    assert markdown(f"{deep}<p>tide</p>") == f"{'> ' * 10}late\n\ntide"
    assert "late" in render(markdown("<ul><li>" * 500 + "late")).text


@settings(max_examples=400)
@given(st.lists(PIECES, max_size=30).map("".join))
@example("<b>https://a.example</b>b")
@example("<li><b><li><hr>*")
@example("<b><s>~")
@example("<q><br>")
@example("<q><br>#")
@example("~<s>late~</s>~")
def test_whatever_is_read_shows_no_mark_that_nobody_typed(html: str) -> None:
    source = markdown(html)
    text = render(source).text + "".join(quote.words for quote in render(source).quotes)
    for mark in "*_~`\\":
        assert text.count(mark) <= html.count(mark), source


@given(st.text(max_size=80))
def test_plain_text_keeps_all_its_words(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    assert words(render(markdown(escaped)).text) == words(clean(text))


@pytest.mark.parametrize(
    "piece",
    [
        *("<b>", "<b>a</b>", "<b>a</b> ", "</b>", "<p>", "<a ", "<a href='", "<!--", "<", "&amp;"),
        *("<ul><li>", "<blockquote>", "<br>", "<td>", "<pre>", "`", "<a href=//a.b>c</a>", "..."),
        *("<i><b><s>a", "<code>`</code>", "<img src=//a.b/c>", "<script>", "<b>a.</b>"),
    ],
)
def test_no_comment_is_made_to_take_long(piece: str) -> None:
    """What takes a tenth of a second here takes minutes where time grows with the square."""
    started = time.process_time()
    markdown(piece * (80_000 // len(piece)))
    assert time.process_time() - started < 10
