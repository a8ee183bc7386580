"""What the templates of publishers and blogs do with title, by-line, date and boxes."""

from datetime import UTC, date, datetime

import pytest

from articles.readers import ParsedArticle
from articles.readers.html.page import read

WORDS = "The ferry waits for the train, which is late, and nobody minds that on the quay. " * 3
TITLE = "The ferry that waits"


def page(body: str, head: str = "", title: str = TITLE) -> ParsedArticle:
    html = f"<html><head><title>{title}</title>{head}</head><body>{body}"
    return read(html.encode(), address="https://gazette.example/ferry")


def texts(body: str) -> list[str]:
    return [block.text for block in page(body).blocks]


def test_a_heading_that_leads_to_the_front_page_is_the_sites_name() -> None:
    body = f"<h1><a href='/'>Quay Blog</a></h1><div><h2>{TITLE}</h2><p>{WORDS}</p></div>"
    assert page(body, title=f"{TITLE} « Quay Blog").title == TITLE


def test_without_headings_the_title_is_the_part_that_stands_on_the_page() -> None:
    body = f"<div><a href='/'>Quay Weekly</a></div><div>{TITLE}</div><div><p>{WORDS}</p></div>"
    assert page(body, title=f"Quay Weekly - {TITLE} - Transport").title == TITLE


def test_a_kicker_keeps_the_colon_that_it_has_elsewhere() -> None:
    whole = f"Ferries: {TITLE}"
    head = f"<meta property=og:title content='{whole}'>"
    body = f"<h1><span>Ferries</span> <span>{TITLE}</span></h1><p>{WORDS}</p>"
    assert page(body, head).title == whole


def test_a_title_in_japanese_is_without_the_site_behind_the_colon() -> None:
    head = "<meta property=og:site_name content=港新聞>"
    body = f"<h1>列車を待つフェリー</h1><p>{WORDS}</p>"
    assert page(body, head, title="列車を待つフェリー：港新聞").title == "列車を待つフェリー"


def test_a_title_is_without_the_word_that_says_so() -> None:
    found = page(f"<h1><span>Title:</span>{TITLE}</h1><p>{WORDS}</p>")
    assert (found.title, len(found.blocks)) == (TITLE, 1)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("May 4th, 2026 by ines", ("ines",)),
        ("May 4th, 2026 by Ines Falk", ("Ines Falk",)),
        ("Submitted by Ines Falk on Mon, 05/04/2026 - 08:15", ("Ines Falk",)),
        ("By INES FALK and JOREN MAAS", ("Ines Falk", "Joren Maas")),
        ("By BBC NEWS", ("BBC NEWS",)),
        ("By Ines Falk, Joren Maas, CXN", ("Ines Falk", "Joren Maas")),
        ("by Ines Falk, May 4, 2026", ("Ines Falk",)),
        ("Interview: Ines Falk", ("Ines Falk",)),
        ("By Ines Falk | Posted on Monday, May 4, 2026", ("Ines Falk",)),
        ("文・佐藤花子", ("佐藤花子",)),
        ("4 May 2026 was a day by the sea", ()),
    ],
)
def test_by_lines_are_written_in_many_ways(line: str, names: tuple[str, ...]) -> None:
    assert page(f"<h1>{TITLE}</h1><small>{line}</small><p>{WORDS}</p>").authors == names


def test_all_of_several_authors_are_named_where_machines_are_told_of_one() -> None:
    head = """<meta name="twitter:label1" content="Written by">
        <meta name="twitter:data1" content="Ines Falk, Joren Maas">
        <script type="application/ld+json">{"@type": "Article", "headline": "A",
        "author": {"@type": "Person", "name": "Ines Falk"}}</script>"""
    assert page(f"<h1>{TITLE}</h1><p>{WORDS}</p>", head).authors == ("Ines Falk", "Joren Maas")


@pytest.mark.parametrize(
    "card",
    [
        "<div class='p-author h-card'><b class='p-name'>Ines Falk</b> <i>@ines@quay</i></div>",
        "<span class='vcard'>Posted by <span class='fn'>Ines Falk</span></span>",
    ],
)
def test_an_authors_card_is_read(card: str) -> None:
    assert page(f"<h1>{TITLE}</h1>{card}<p>{WORDS}</p>").authors == ("Ines Falk",)


def test_an_address_is_nobody_and_an_address_element_somebody() -> None:
    head = "<meta property='article:author' content='https://www.facebook.com/quay'>"
    body = f"<article><h1>{TITLE}</h1><address>Ines Falk</address><p>{WORDS}</p></article>"
    assert page(body, head).authors == ("Ines Falk",)


def test_what_says_only_when_it_was_changed_is_not_when_it_appeared() -> None:
    lines = "<p class=timestamp>Updated May 5, 2026</p><p class=timestamp>May 4, 2026</p>"
    found = page(f"<h1>{TITLE}</h1>{lines}<p>{WORDS}</p>")
    assert found.published_on == date(2026, 5, 4)


def test_of_several_sections_the_first_that_says_something_counts() -> None:
    head = """<script type="application/ld+json">{"@type": "NewsArticle", "headline": "A",
        "articleSection": ["News", "Transport"]}</script>"""
    assert page(f"<h1>{TITLE}</h1><p>{WORDS}</p>", head).section == "Transport"


def test_title_and_by_line_in_one_cell_of_a_table_are_told_apart() -> None:
    cell = f"<b>{TITLE}</b><br><i>by Ines Falk, May 4, 2026</i><br><br>{WORDS}<br><br>{WORDS}"
    found = page(f"<table><tr><td>{cell}</td></tr></table>", title=f"Archive: {TITLE}")
    assert (found.title, found.authors, found.published_on) == (
        TITLE,
        ("Ines Falk",),
        date(2026, 5, 4),
    )
    assert [block.text for block in found.blocks] == 2 * [WORDS.strip()]


def test_chinese_pages_indent_with_wide_blanks_and_name_the_site_behind_a_line() -> None:
    body = (
        "<h1>等火车的渡轮</h1><div>" + 3 * "<p>　　夜间渡轮将等待末班火车，直到今年年底。</p></div>"
    )
    found = page(body, title="等火车的渡轮_港口日报网")
    assert found.title == "等火车的渡轮"
    assert found.blocks[0].text == "夜间渡轮将等待末班火车，直到今年年底。"


def test_the_hour_is_in_an_abbreviation() -> None:
    abbr = "<abbr itemprop='datePublished' title='2026-05-04T06:15:00Z'>6:15 AM</abbr>"
    found = page(f"<h2>4 May 2026</h2><h1>{TITLE}</h1><p>{WORDS}</p>{abbr}")
    assert found.published_on == datetime(2026, 5, 4, 6, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "when"),
    [
        ("4. Mai 2026, 06:15 Uhr", "2026-05-04T06:15:00"),
        ("4. Mai 2026 um 6 Uhr", "2026-05-04T06:00:00"),
        ("Publié le lundi 4 mai 2026 à 06h15", "2026-05-04T06:15:00"),
        ("25/05/2026 à 6h", "2026-05-25T06:00:00"),
        ("4 de mayo de 2026 - 06:15", "2026-05-04T06:15:00"),
        ("4 maggio 2026 alle 6:15", "2026-05-04T06:15:00"),
        ("4 mei 2026 om 06:15:27", "2026-05-04T06:15:27"),
        ("2026年5月4日 午後6時15分", "2026-05-04T18:15:00"),
        ("2026년 5월 4일 오전 12:15", "2026-05-04T00:15:00"),
        ("4 mai 2026 · 12 commentaires", "2026-05-04"),
        ("4. Mai 2026, 10.000 Leser", "2026-05-04"),
    ],
)
def test_the_hour_is_read_in_other_languages_too(line: str, when: str) -> None:
    body = f"<h1>{TITLE}</h1><p class=date>{line}</p><p>{WORDS}</p>"
    found = page(body).published_on
    assert found
    assert found.isoformat() == when


def test_a_kicker_above_the_title_is_no_part_of_the_words() -> None:
    inner = f"<p class=kicker>Hafen</p><h1>{TITLE}</h1><p>{WORDS}</p><p>At noon</p>"
    assert texts(f"<article>{inner}<p>{WORDS[::-1]}</p></article>")[0] == WORDS.strip()


@pytest.mark.parametrize(
    "line",
    [
        "Publié le lundi 4 mai 2026 à 06h15, mis à jour le 5 mai 2026 à 10h00",
        "Ines FalkHarbour correspondent",
        "Written by: Ines Falk | Published: 05/14/2026 | Photos: Joren Maas",
        "5 min read",
        "142",
    ],
)
def test_what_stands_between_title_and_words_is_no_part_of_them(line: str) -> None:
    body = f"<h1>{TITLE}</h1><a rel=author>Ines Falk</a><div><p>{line}</p><p>{WORDS}</p></div>"
    assert texts(body) == [WORDS.strip()]


def test_a_sentence_about_the_author_stays() -> None:
    told = "Ines Falk spent a night on the ferry that waits."
    body = f"<h1>{TITLE}</h1><a rel=author>Ines Falk</a><div><p>{told}</p><p>{WORDS}</p></div>"
    assert texts(body) == [told, WORDS.strip()]


@pytest.mark.parametrize(
    "box",
    [
        "<h3>Lire aussi</h3><p><a href='/x'>Le tramway qui ne revient pas au dépôt</a></p>",
        "<div class='contributions-epic'><p>We hope you liked it. Would you support us?</p></div>",
        "<section class='field--name-comment'><h2>Words</h2><p>I was on that boat.</p></section>",
    ],
)
def test_boxes_are_no_part_of_it_wherever_they_stand(box: str) -> None:
    body = f"<main><h1>{TITLE}</h1><div><p>{WORDS}</p>{3 * f'<p>{WORDS}</p>'}</div>{box}</main>"
    inside = body.replace("</p></div>", f"</p>{box}<p>{WORDS}</p></div>", 1)
    assert texts(body) == 4 * [WORDS.strip()]
    assert texts(inside) == 5 * [WORDS.strip()]


def test_a_standfirst_is_known_by_the_names_of_components() -> None:
    lead = "The council wants to see a whole summer of it"
    body = f"<main><h1>{TITLE}</h1><div data-gu-name=standfirst><p>{lead}</p></div><div>"
    assert texts(f"{body}{3 * f'<p>{WORDS}</p>'}</div></main>")[0] == lead


def test_a_day_is_in_the_address_if_nowhere_else() -> None:
    html = f"<title>{TITLE}</title><h1>{TITLE}</h1><p>{WORDS}</p>"
    found = read(html.encode(), address="https://gazette.example/2026/05/04/ferry/")
    assert found.published_on == date(2026, 5, 4)
