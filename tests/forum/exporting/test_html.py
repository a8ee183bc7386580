import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article
from forum.exporting import html, public
from forum.models import Comment, Discussion, Member
from forum.posting import post
from tests.forum.living import PURGED, REMOVED, WAITING, WITHDRAWN

VOID = {"meta", "link", "br", "hr", "img", "input", "wbr"}


class Page(HTMLParser):
    """What a page consists of. Fails on elements that aren't closed in their order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.depths: dict[str, int] = {}
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.tags.add(tag)
        if tag not in VOID:
            self.open.append(tag)
        if told.get("id"):
            self.ids.append(str(told["id"]))
            self.depths[str(told["id"])] = self.open.count("ol")
        if tag == "a":
            self.links.append(str(told["href"]))
        assert "src" not in told
        assert not any(name.startswith("on") for name in told)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def page_of(article: Article) -> str:
    written = dict(html.pages(public.articles_of([])))
    return "".join(written[html.name_of(article)])


def test_a_page_needs_nothing_but_itself(lived_in: Discussion) -> None:
    text = page_of(lived_in.article)
    page = Page(text)
    assert not page.tags & {"script", "link", "img", "form", "button", "iframe"}
    assert "@import" not in text
    assert "url(" not in text
    assert "default-src 'none'" in text


def test_every_link_of_a_page_leads_to_somewhere_in_it(lived_in: Discussion, bob: Member) -> None:
    page = Page(page_of(lived_in.article))
    inside = {link[1:] for link in page.links if link.startswith("#")}
    assert inside <= set(page.ids)
    away = {link for link in page.links if not link.startswith("#")}
    assert away == {"index.html", f"http://testserver/members/{bob.pk}/"}  # who is mentioned
    assert len(page.ids) == len(set(page.ids))


def test_comments_stand_below_what_they_answer(
    adas_comment: Comment, bobs_answer: Comment, ada: Member
) -> None:
    again = post(adas_comment.discussion, author=ada, body="Good.", to=bobs_answer)
    other = post(adas_comment.discussion, author=ada, body="Something else.")
    page = Page(page_of(adas_comment.discussion.article))
    depths = [page.depths[comment.anchor] for comment in (adas_comment, bobs_answer, again, other)]
    assert depths == [1, 2, 3, 1]
    assert page.ids.index(again.anchor) < page.ids.index(other.anchor)


def test_it_says_what_everybody_may_read_and_nothing_else(lived_in: Discussion) -> None:
    text = page_of(lived_in.article)
    for words in ("second carriage", "Withdrawn by its author", "This is about trams", "2,400"):
        assert words in text
    for words in (REMOVED, WAITING, WITHDRAWN, PURGED):
        assert words not in text


def test_quotes_keep_their_marks_and_lead_to_their_words(
    discussion: Discussion, ada: Member, bob: Member
) -> None:
    first = post(discussion, author=ada, body="> Nobody had counted who missed it.\n\nI did.")
    post(discussion, author=bob, body="> I did.\n\nReally?", to=first)
    text = page_of(discussion.article)
    assert text.count('<figure class="quote" data-fidelity="verbatim"') == 2
    assert {"#p-1", f"#{first.anchor}"} <= set(Page(text).links)


def test_a_quote_from_another_discussion_leads_to_its_page(
    adas_comment: Comment, make_article: Callable[..., Article], bob: Member
) -> None:
    text = "High water\n\n4 March 2026\n\nBy Ines Falk\n\nThe river rose in the night.\n"
    other = make_article(text, "water.txt")
    words = f"> {adas_comment.text}\n> — [Ada](/comments/{adas_comment.pk}/)\n\nThere too."
    post(other.discussion, author=bob, body=words)
    there = f"the-tram-that-came-back.html#{adas_comment.anchor}"
    assert there in Page(page_of(other)).links


def test_earlier_versions_can_be_read_where_comments_quoted_them(lived_in: Discussion) -> None:
    text = page_of(lived_in.article)
    assert 'id="v1"' in text
    assert 'id="v1-p-1"' in text
    assert "Nobody had counted who missed it." in text


def test_the_index_leads_to_every_discussion(article: Article, tmp_path: Path) -> None:
    call_command("export", format="html", output=str(tmp_path / "copy"))
    page = Page((tmp_path / "copy" / "index.html").read_text())
    assert set(page.links) == {
        *("#main", "index.html"),
        *(f"{article.slug}.html", f"{article.slug}.html#discussion"),
    }
    assert (tmp_path / "copy" / f"{article.slug}.html").exists()


def test_a_long_address_makes_a_name_that_every_disk_takes(article: Article) -> None:
    article.slug = "ж" * 100
    assert len(html.name_of(article).encode()) < 255


def test_the_command_asks_for_a_folder(db: None) -> None:
    with pytest.raises(CommandError, match="Name a folder"):
        call_command("export", format="html")


def test_an_article_that_is_not_there_is_named(article: Article, tmp_path: Any) -> None:
    with pytest.raises(CommandError, match="no published article “trams”"):
        call_command("export", "--article", "trams", output=str(tmp_path / "x"))


def test_no_address_is_ever_for_everybody(article: Article) -> None:
    with pytest.raises(CommandError, match="no e-mail addresses"):
        call_command("export", "--article", article.slug, "--with-addresses")


def test_style_sheets_are_those_of_the_site() -> None:
    assert ".comment-header" in html.style()
    assert not re.search(r"</style", html.style(), re.IGNORECASE)
