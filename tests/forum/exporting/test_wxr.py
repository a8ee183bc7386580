"""The file is read back by a reader of XML that knows nothing of ours."""

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.core.management import call_command
from pytest_django import Settings

from articles.models import Article
from articles.passages import FIGURE, Block, Layout
from articles.readers import ParsedArticle
from articles.readers.html.blocks import blocks as read_blocks
from forum import moderating
from forum.exporting import public, wxr
from forum.importing import bring_in
from forum.models import Comment, Discussion, Member, Status
from forum.posting import post, withdraw
from tests.forum.living import PURGED, REMOVED, WAITING, WITHDRAWN

NAMES = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dsq": "http://www.disqus.com/",
    "wp": "http://wordpress.org/export/1.2/",
}
EVERYTHING = {"is_public": False, "with_addresses": False}
FOR_ALL = {"is_public": True, "with_addresses": False}


def channel(**options: Any) -> ET.Element:
    text = "".join(wxr.parts(public.articles_of([]), **options))
    found = ET.fromstring(text).find("channel")
    assert found is not None
    return found


def said(row: ET.Element, name: str) -> str:
    return row.findtext(name, "", NAMES)


def comments(**options: Any) -> dict[int, ET.Element]:
    rows = channel(**options).findall("item/wp:comment", NAMES)
    return {int(said(row, "wp:comment_id")): row for row in rows}


def test_wordpress_knows_the_file_by_its_version(article: Article) -> None:
    assert said(channel(**EVERYTHING), "wp:wxr_version") == "1.2"


def test_a_post_has_what_wordpress_and_disqus_ask_for(article: Article) -> None:
    item = channel(**EVERYTHING).find("item")
    assert item is not None
    assert said(item, "title") == "The tram that came back"
    assert said(item, "link") == "http://testserver/articles/the-tram-that-came-back/"
    assert said(item, "dsq:thread_identifier") == "the-tram-that-came-back"
    assert said(item, "dc:creator") == "lena-horvat"
    assert said(item, "wp:post_date_gmt") == "2026-03-03 00:00:00"
    assert said(item, "wp:status") == "publish"
    assert said(item, "wp:comment_status") == "open"
    category = item.find("category")
    assert category is not None
    assert (category.get("domain"), category.get("nicename")) == ("category", "cities")
    words = re.sub(r"<[^>]+>", " ", said(item, "content:encoded"))
    assert words.split() == article.current.text.split()


def test_no_comment_and_no_thread_is_lost(lived_in: Discussion) -> None:
    rows = comments(**EVERYTHING)
    published = Comment.objects.filter(status=Status.PUBLISHED)
    assert {pk for pk, row in rows.items() if said(row, "wp:comment_author")} >= set(
        published.values_list("pk", flat=True)
    )
    for pk, row in rows.items():
        parent = int(said(row, "wp:comment_parent"))
        assert parent == (Comment.objects.get(pk=pk).parent_id or 0)
        assert parent == 0 or parent in rows


def test_a_comment_comes_out_as_it_reads(discussion: Discussion, ada: Member) -> None:
    body = "> Nobody had counted who missed it.\n\nI *did*: ]]> & <i>all</i>\n\n- one\n- two"
    comment = post(discussion, author=ada, body=body)
    html = said(comments(**EVERYTHING)[comment.pk], "wp:comment_content")
    assert "<blockquote>" in html
    assert 'href="http://testserver/articles/the-tram-that-came-back/#p-1"' in html
    assert "Verbatim" in html
    assert "<em>did</em>: ]]&gt; &amp; &lt;i&gt;all&lt;/i&gt;" in html


def test_characters_that_xml_forbids_are_left_out(article: Article) -> None:
    Article.objects.update(title="The tram\x0b that\x1f came ]]> back & forth\ufffe")
    item = channel(**EVERYTHING).find("item")
    assert item is not None
    assert said(item, "title") == "The tram that came ]]> back & forth"


def test_what_waits_is_not_approved_and_what_was_taken_away_says_nothing(
    lived_in: Discussion,
) -> None:
    rows = comments(**EVERYTHING)
    waiting = Comment.objects.get(body__contains=WAITING)
    assert said(rows[waiting.pk], "wp:comment_approved") == "0"
    text = "".join(wxr.parts(public.articles_of([]), **EVERYTHING))
    for words in (REMOVED, PURGED, WITHDRAWN):
        assert words not in text
    withdrawn = Comment.objects.get(body__contains=WITHDRAWN)
    assert said(rows[withdrawn.pk], "wp:comment_content") == "Withdrawn by its author."
    assert said(rows[withdrawn.pk], "wp:comment_author") == ""


def test_of_some_articles_only_what_everybody_reads_is_written(lived_in: Discussion) -> None:
    assert WAITING not in "".join(wxr.parts(public.articles_of([]), **FOR_ALL))
    assert "example.org" not in "".join(wxr.parts(public.articles_of([]), **FOR_ALL))


def test_what_was_taken_away_unanswered_is_gone(
    adas_comment: Comment, ada: Member, bobs_answer: Comment, mira: Member
) -> None:
    moderating.remove(bobs_answer, by=mira, reason="No.")
    assert comments(**EVERYTHING).keys() == {adas_comment.pk}
    withdraw(adas_comment, by=ada)
    assert bobs_answer.pk not in comments(**EVERYTHING)


def test_times_are_told_in_gmt(adas_comment: Comment) -> None:
    row = comments(**EVERYTHING)[adas_comment.pk]
    at = adas_comment.shown_at
    assert said(row, "wp:comment_date_gmt") == f"{at:%Y-%m-%d %H:%M:%S}"


def test_addresses_leave_only_if_one_asks_for_them(adas_comment: Comment) -> None:
    without = comments(**EVERYTHING)[adas_comment.pk]
    assert said(without, "wp:comment_author_email") == ""
    row = comments(is_public=False, with_addresses=True)[adas_comment.pk]
    assert said(row, "wp:comment_author_email") == "ada@example.org"


@pytest.mark.usefixtures("lived_in")
def test_the_command_writes_a_file_that_only_the_operator_reads(tmp_path: Any) -> None:
    file = tmp_path / "site.xml"
    call_command("export", format="wxr", output=str(file))
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["site.xml"]


def test_figures_keep_their_pictures(settings: Settings, article: Article) -> None:
    settings.IMPORT_IMAGES = "store"
    address = "https://gazette.example/depot.jpg"
    layout = Layout(source=address, alt="A depot at night")
    blocks = (Block(FIGURE, "The depot", layout=layout), Block(FIGURE, "", layout=layout))
    parsed = ParsedArticle("Depots", "", None, (), blocks, "", (), ())
    bring_in(parsed, source="depots.html")
    posts = [
        item for item in channel(**EVERYTHING).findall("item") if said(item, "title") == "Depots"
    ]
    assert read_blocks(said(posts[0], "content:encoded"), "") == blocks
