"""Whole pages, as other sites write them. Those in `pages/` are invented; beside each stands what
a person would say of it."""

import json
import time
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from articles.passages import LINK
from articles.readers import ParsedArticle, Unreadable
from articles.readers.html.page import read

PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))
WORDS = "The ferry waits for the train, which is late, and nobody minds that on the quay. " * 3


def page(body: str, head: str = "") -> ParsedArticle:
    html = f"<html><head><title>High water</title>{head}</head><body><h1>High water</h1>{body}"
    return read(html.encode(), address="https://gazette.example/a/high-water")


def article(inner: str) -> ParsedArticle:
    return page(f"<article><p>{WORDS}</p>{inner}<p>{WORDS[::-1]}</p></article>")


def said(day: date | None) -> str | None:
    return day.isoformat() if day else None


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_is_read_as_a_person_would(path: Path) -> None:
    expected: dict[str, Any] = json.loads(path.with_suffix(".json").read_text())
    found = read(path.read_bytes())
    assert {
        "title": found.title,
        "authors": list(found.authors),
        "published": said(found.published_on),
        "section": found.section,
        "language": found.language,
        "address": found.address,
        "tags": list(found.tags),
        "text": [" ".join(block.text.split()) for block in found.blocks if block.text],
        "comments": [
            [each.author, said(each.posted_at), each.parent, each.body] for each in found.comments
        ],
    } == {
        **{name: value for name, value in expected.items() if name not in ("kinds", "text")},
        "text": [" ".join(text.split()) for text in expected["text"]],
        "comments": expected.get("comments", []),
    }
    if "kinds" in expected:
        assert [block.kind for block in found.blocks] == expected["kinds"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \n ",
        b"%PDF-1.7",
        b"\x89PNG\r\n",
        b"\x00" * 100,
        b"x" * 10_000_001,
        b"<html></html>",
        b"<html><head><title>High water</title></head><body></body></html>",
        b"<html><title>A</title><frameset><frame src=a.html></frameset></html>",
        b"<html><title>Links</title><nav><a href=/>Home</a></nav></html>",
    ],
)
def test_what_is_no_article_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(data)
    assert refusal.value.reason.endswith(".")


@pytest.mark.parametrize(
    "inner",
    [
        "<p>a<script>evil()</script></p>",
        "<p onclick=evil()>a</p>",
        "<img src=x onerror=evil()>",
        "<svg onload=evil()><script>evil()</script></svg>",
        "<iframe src='javascript:evil()'></iframe>",
        "<p><a href='javascript:evil()'>a</a></p>",
        "<p><a href='&#x6A;ava&Tab;script:evil()'>a</a></p>",
        "<p style='background:url(javascript:evil())'>a</p>",
        "<style>p{background:url(evil)}</style>",
        "<math><mtext><img src=x onerror=evil()></mtext></math>",
        "<object data='javascript:evil()'></object><embed src='javascript:evil()'>",
        "<form action='javascript:evil()'><input></form>",
        "<meta http-equiv=refresh content='0;url=javascript:evil()'>",
        "<base href='javascript:evil()//'><p><a href='x'>a</a></p>",
        "<figure><img src='data:image/svg+xml,<svg onload=evil()>' alt='a'></figure>",
        "<template><p>evil()</p></template>",
        "<noscript><p>evil()</p></noscript>",
    ],
)
def test_nothing_that_acts_is_kept(inner: str) -> None:
    found = article(inner)
    assert "evil" not in repr(found)
    assert "script" not in repr(found)
    assert len(found.blocks) >= 2


def test_nothing_that_acts_is_kept_of_what_the_page_says_of_itself() -> None:
    found = page(
        f"<p>{WORDS}</p>",
        "<link rel=canonical href='javascript:alert(1)'><html lang='en\" onload=x'>"
        "<meta property=og:url content='data:text/html,x'>"
        "<meta name=author content='<script>alert(1)</script>'>",
    )
    assert found.address == "https://gazette.example/a/high-water"
    assert found.language == ""
    assert found.authors == ()


def test_links_are_whole() -> None:
    found = article("<p>Read <a href='../tide'>the tables</a> before you sail anywhere.</p>")
    links = [mark.href for block in found.blocks for mark in block.marks if mark.kind == LINK]
    assert links == ["https://gazette.example/tide"]


@pytest.mark.parametrize(
    "author",
    [
        '"Ada Byron"',
        '{"@type":"Person","name":"Ada Byron"}',
        '[{"@type":"Person","name":"Ada Byron","url":"https://a.example/ada"}]',
        '{"@id":"#ada"}',
        '{"@type":"Person","name":["Ada Byron"]}',
        '{"@type":"Person","givenName":"Ada","familyName":"Byron"}',
        '[{"@type":"Person","name":"Ada Byron"},{"@type":"Person","name":"Ada Byron"}]',
        '[{"@type":"Organization","name":"Gazette"},{"@type":"Person","name":"Ada Byron"}]',
        '"By Ada Byron, Staff Writer"',
    ],
)
def test_whoever_wrote_it_is_named_once_whatever_the_shape(author: str) -> None:
    found = page(
        f"<p>{WORDS}</p>",
        '<script type="application/ld+json">{"@graph":[{"@type":"Person","@id":"#ada","name":'
        f'"Ada Byron"}},{{"@type":"BlogPosting","headline":"High water","author":{author},'
        '"publisher":{"@type":"Organization","name":"Gazette"}}]}</script>',
    )
    assert found.authors == ("Ada Byron",)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ada Byron and Nora Ray", ("Ada Byron", "Nora Ray")),
        ("By Ada Byron, Bob Stone &amp; Nora Ray in Riga", ("Ada Byron", "Bob Stone", "Nora Ray")),
        ("Von Anneliese Groß und Jürgen Öztürk", ("Anneliese Groß", "Jürgen Öztürk")),
        ("Par Hélène Dufour et Karim Benali", ("Hélène Dufour", "Karim Benali")),
        ("Por Lucía Vega y Pau Ferrer", ("Lucía Vega", "Pau Ferrer")),
        ("By Ada Byron Jr., Transport Correspondent | 4 May 2026", ("Ada Byron Jr.",)),
    ],
)
def test_the_line_that_readers_see_names_them(line: str, names: tuple[str, ...]) -> None:
    assert page(f"<p class=byline>{line}</p><p>{WORDS}</p>").authors == names
    assert page(f"<p>{line}</p><p>{WORDS}</p>").authors == names


def test_a_site_is_nobody() -> None:
    head = "<meta property=og:site_name content=Gazette><meta name=author content=Gazette>"
    assert page(f"<p>{WORDS}</p>", head).authors == ()
    assert page(f"<p>By Ada Byron</p><p>{WORDS}</p>", head).authors == ("Ada Byron",)


@pytest.mark.parametrize(
    "head",
    [
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"High water",'
        '"datePublished":"2026-05-04T06:15:42+02:00"}</script>',
        "<meta property=article:published_time content=2026-05-04T06:15:42+02:00>",
        "<meta itemprop=datePublished content=2026-05-04T06:15:42+0200>",
        "<meta name=date content='Mon, 04 May 2026 06:15:42 +0200'>",
        "<meta name=parsely-pub-date content='2026-05-04 04:15:42Z'>",
    ],
)
def test_when_it_appeared_is_known_to_the_second(head: str) -> None:
    day = page(f"<p>{WORDS}</p>", head).published_on
    assert day is not None
    assert day.isoformat() in ("2026-05-04T06:15:42+02:00", "2026-05-04T04:15:42+00:00")


@pytest.mark.parametrize(
    "line", ["4 May 2026", "Veröffentlicht am 4. Mai 2026", "4 mai 2026", "2026年5月4日", "٤ مايو"]
)
def test_a_day_that_readers_see_is_enough(line: str) -> None:
    expected = None if "مايو" in line else date(2026, 5, 4)
    assert page(f"<p class=date>{line}</p><p>{WORDS}</p>").published_on == expected


@pytest.mark.parametrize(
    "title",
    ["High water | Gazette", "Gazette: High water", "High water – Gazette", "High water"],
)
def test_a_title_is_without_the_name_of_the_site(title: str) -> None:
    html = (
        f"<title>{title}</title><meta property=og:site_name content=Gazette>"
        f"<body><h1>Gazette</h1><p>{WORDS}</p>"
    )
    assert read(html.encode()).title == "High water"


def test_a_page_says_its_letters_itself_and_may_be_wrong() -> None:
    html = f"<meta charset=utf-8><title>Straße</title><h1>Straße</h1><p>{WORDS}</p>"
    assert read(html.encode("cp1252")).title == "Straße"
    assert read(html.replace("utf-8", "x-nonsense").encode()).title == "Straße"
    assert read(html.encode("utf-16")).title == "Straße"
    assert (
        read(html.replace("utf-8", "latin-1").encode("cp1252"), charset="utf-8").title == "Straße"
    )


def test_comments_that_a_page_tells_only_to_machines_are_found() -> None:
    found = page(
        f"<p>{WORDS}</p>",
        '<script type="application/ld+json">{"@type":"Article","headline":"High water","comment":['
        '{"@type":"Comment","text":"Is it?","author":{"name":"Bob"},"dateCreated":"2026-05-05",'
        '"comment":{"@type":"Comment","text":"It is.","author":"Ada"}}]}</script>',
    )
    assert [(each.author, each.body, each.parent) for each in found.comments] == [
        ("Bob", "Is it?", None),
        ("Ada", "It is.", 0),
    ]


def test_comments_in_microdata_are_found() -> None:
    found = page(
        f"<article><p>{WORDS}</p></article>"
        "<div itemprop=comment itemscope itemtype='https://schema.org/Comment'>"
        "<span itemprop=author itemscope><b itemprop=name>Bob</b></span>"
        "<meta itemprop=dateCreated content=2026-05-05T10:00:00Z><time datetime=2026-05-05></time>"
        "<p itemprop=text>Is <i>it</i>?</p></div>"
    )
    assert [(each.author, each.body) for each in found.comments] == [("Bob", "Is _it_?")]


def test_comments_by_depth_answer_each_other() -> None:
    comments = "".join(
        f"<li class='comment depth-{depth}'><b class=fn>{name}</b><div class=comment-text>{name}"
        "</div></li>"
        for name, depth in [("Ada", 1), ("Bob", 2), ("Nora", 3), ("Mira", 2)]
    )
    found = page(f"<article><p>{WORDS}</p></article><ol class=commentlist>{comments}</ol>")
    assert [each.parent for each in found.comments] == [None, 0, 1, 0]


def test_a_large_page_is_read_in_the_time_that_it_needs() -> None:
    paragraphs = "".join(f"<div><p>{WORDS}{n}</p><span>{n}</span></div>" for n in range(9_500))
    started = time.process_time()
    found = page(f"<article>{paragraphs}</article>")
    assert len(found.blocks) >= 9_500
    assert time.process_time() - started < 60


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 5_000 + f"<p>{WORDS}",
        "<table><tr><td>" * 500 + f"<p>{WORDS}",
        "<b>" * 3_000 + f"<p>{WORDS}",
        "<a href=x>" * 3_000 + f"<p>{WORDS}",
        "<li class=comment>" * 2_000 + f"<p>{WORDS}",
        '<script type="application/ld+json">' + "[" * 50_000 + f"</script><p>{WORDS}",
        "<meta property=og:title content=x>" * 50_000 + f"<p>{WORDS}",
    ],
    ids=["div", "table", "b", "a", "comment", "json", "meta"],
)
def test_pages_made_to_be_hard_are_read_or_refused(html: str) -> None:
    started = time.process_time()
    with suppress(Unreadable):
        assert read(f"<title>High water</title><body>{html}".encode()).blocks
    assert time.process_time() - started < 20
