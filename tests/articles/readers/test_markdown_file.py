from datetime import date

import pytest

from articles.passages import LINK
from articles.readers import Unreadable
from articles.readers.markdown_file import read

WHOLE = """---
title: "The tram: it came back"
section: Cities
authors: [Lena Horvat, "Tomas Reed"]
date: 2026-03-03T06:15:42+01:00
source: https://gazette.example/tram
tags:
  - trams
  - night work   # both of them
language: en-GB
---

# The tram: it came back

The *last* tram left the [harbour](https://gazette.example/harbour) at midnight.

## What changed

- more stops
  - at the mill
- fewer lorries

> We were wrong about the night.

| Year | Tonnes |
|------|--------|
| 2024 | 9      |

```
salt(nights)
```

![A tram](https://gazette.example/tram.jpg "In snow")

2 comments

1. Ada — 4 March 2026
   “We were wrong about the night.”

   Who is *we*?

1.1 Bob says:
   The council.
"""


def test_a_file_has_its_facts_above_and_its_comments_below() -> None:
    found = read(WHOLE.encode())
    assert found.title == "The tram: it came back"
    assert found.section == "Cities"
    assert found.authors == ("Lena Horvat", "Tomas Reed")
    assert str(found.published_on) == "2026-03-03 06:15:42+01:00"
    assert found.address == "https://gazette.example/tram"
    assert found.tags == ("trams", "night work")
    assert found.language == "en-GB"
    assert [(block.kind, block.text) for block in found.blocks] == [
        ("paragraph", "The last tram left the harbour at midnight."),
        ("heading", "What changed"),
        ("item", "more stops"),
        ("item", "at the mill"),
        ("item", "fewer lorries"),
        ("quote", "We were wrong about the night."),
        ("row", "Year\tTonnes"),
        ("row", "2024\t9"),
        ("code", "salt(nights)"),
        ("figure", ""),
    ]
    assert [mark.kind for mark in found.blocks[0].marks] == ["emphasis", LINK]
    assert [(each.author, each.body, each.parent) for each in found.comments] == [
        ("Ada", "> We were wrong about the night.\n\nWho is \\*we\\*?", None),
        ("Bob", "The council.", 0),
    ]


@pytest.mark.parametrize(
    ("facts", "authors"),
    [
        ("author: Lena Horvat", ("Lena Horvat",)),
        ("author: Lena Horvat and Tomas Reed", ("Lena Horvat", "Tomas Reed")),
        ("authors:\n- Lena Horvat\n- name: Tomas Reed\n", ("Lena Horvat", "Tomas Reed")),
        ("authors: ['Lena Horvat', 'Tomas Reed']", ("Lena Horvat", "Tomas Reed")),
        ("author:", ()),
    ],
)
def test_authors_are_written_in_several_ways(facts: str, authors: tuple[str, ...]) -> None:
    assert read(f"---\ntitle: Rain\n{facts}\n---\nIt rained.".encode()).authors == authors


def test_facts_may_be_in_toml() -> None:
    found = read(
        b'+++\ntitle = "Rain"\nauthors = ["Lena Horvat"]\ndate = 2026-03-03\ntags = ["a", "b"]\n'
        b"+++\nIt rained."
    )
    assert (found.title, found.authors, found.tags) == ("Rain", ("Lena Horvat",), ("a", "b"))
    assert found.published_on == date(2026, 3, 3)


def test_without_facts_the_first_heading_is_the_title() -> None:
    found = read(b"# The *last* tram\n\nIt left.\n\n---\n\nIt came back.")
    assert found.title == "The last tram"
    assert [block.layout.is_parted for block in found.blocks] == [False, True]


def test_two_lines_across_the_page_are_no_facts() -> None:
    found = read(b"---\nIt rained, and nobody minded.\n---\n\n# Rain\n\nIt rained.")
    assert [block.kind for block in found.blocks][-1] == "paragraph"


def test_a_date_that_nobody_can_know_is_left_out_and_named() -> None:
    found = read(b"---\ntitle: Rain\ndate: 02/03/2026\n---\nIt rained.")
    assert found.published_on is None
    assert "02/03/2026" in found.warnings[0]


@pytest.mark.parametrize(
    "source",
    [
        "",
        "Only words.",
        "---\ntitle: Rain\n---\n",
        "+++\ntitle = \n+++\nRain",
        "# " + "x" * 301 + "\n\na",
    ],
)
def test_what_is_no_article_is_refused_with_a_sentence(source: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(source.encode())
    assert refusal.value.reason.endswith(".")


def test_html_in_it_is_read_like_any_other() -> None:
    found = read(b"# Rain\n\n<p onclick='x'>It <b>rained</b>.</p><script>alert(1)</script>\n\nYes.")
    assert [block.text for block in found.blocks] == ["It rained.", "Yes."]
    (link,) = read(b"# Rain\n\n[a](javascript:alert(1)) b").blocks
    assert link.marks == ()
