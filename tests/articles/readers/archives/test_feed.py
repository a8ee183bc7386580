from datetime import UTC, datetime

import pytest

from articles.readers import FoundArticle, FoundComment, Problem, Skipped, Unreadable
from tests.articles.readers.archives.reading import articles, comments, found, found_until, of

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Harbour Light</title><link>https://harbour.example</link>
<language>en-GB</language>
<item>
  <title>Tides &amp;amp; tables</title>
  <link>https://harbour.example/tide/</link>
  <guid isPermaLink="false">tide-71</guid>
  <dc:creator>Ines Falk</dc:creator>
  <pubDate>Mon, 04 May 2026 08:30:00 +0200</pubDate>
  <category>The quay</category><category>Tides</category>
  <description>High water …</description>
  <content:encoded><![CDATA[<p>High water is at six.</p>
  <p>Low water is at noon.</p>]]></content:encoded>
</item>
<item>
  <title>The ferry</title>
  <link>https://harbour.example/ferry/</link>
  <description>&lt;p&gt;It waits for the train.&lt;/p&gt;</description>
</item>
</channel></rss>"""

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0">
<title>The Harbour Light</title><id>urn:harbour</id><updated>2026-05-04T06:30:00Z</updated>
<entry>
  <title>The tide table</title><id>urn:tide</id><link href="https://harbour.example/tide/"/>
  <author><name>Ines Falk</name></author><author><name>Joren Maas</name></author>
  <updated>2026-05-04T06:30:00Z</updated>
  <content type="html">&lt;p&gt;High water is at six.&lt;/p&gt;</content>
</entry>
<entry>
  <title>Bob</title><id>urn:c1</id><author><name>Bob</name><email>bob@mail.example</email></author>
  <published>2026-05-04T08:00:00Z</published><updated>2026-05-04T08:00:00Z</updated>
  <thr:in-reply-to ref="urn:tide" href="https://harbour.example/tide/"/>
  <content type="html">&lt;p&gt;It was &lt;b&gt;seven&lt;/b&gt;.&lt;/p&gt;</content>
</entry>
<entry>
  <title>Ada</title><id>urn:c2</id><author><name>Ada</name></author>
  <updated>2026-05-04T09:00:00Z</updated>
  <thr:in-reply-to ref="urn:c1"/>
  <content type="html">No.</content>
</entry>
<entry>
  <title>Nora</title><id>urn:c3</id><author><name>Nora</name></author>
  <updated>2026-05-04T09:30:00Z</updated>
  <thr:in-reply-to ref="urn:ferry" href="https://harbour.example/ferry/"/>
  <content type="html">Late.</content>
</entry>
</feed>"""


def test_an_entry_is_an_article() -> None:
    article, _ = articles(RSS)
    assert (article.key, article.address) == ("tide-71", "https://harbour.example/tide/")
    parsed = article.parsed
    assert parsed is not None
    assert parsed.title == "Tides & tables"
    assert parsed.authors == ("Ines Falk",)
    assert (parsed.section, parsed.tags) == ("The quay", ("Tides",))
    assert parsed.published_on == datetime(2026, 5, 4, 6, 30, tzinfo=UTC)
    assert parsed.language == "en-GB"
    assert [b.text for b in parsed.blocks] == ["High water is at six.", "Low water is at noon."]
    assert not article.is_summary


def test_a_summary_says_that_it_is_only_one() -> None:
    _, ferry = articles(RSS)
    assert (ferry.key, ferry.is_summary) == ("https://harbour.example/ferry/", True)
    assert ferry.parsed is not None
    assert ferry.parsed.warnings == ("Only a summary stands in the feed.",)


def test_a_long_description_is_the_piece_itself() -> None:
    _, ferry = articles(RSS.replace("It waits for the train.", "It waits for the train. " * 90))
    assert not ferry.is_summary


def test_entries_that_answer_are_comments_on_what_the_first_of_them_answers() -> None:
    things = found(ATOM)
    assert [article.key for article in of(FoundArticle, things)] == ["urn:tide", "urn:ferry"]
    bob, ada, nora = of(FoundComment, things)
    assert bob == FoundComment(
        key="urn:c1",
        article="urn:tide",
        body="It was **seven**.",
        original="<p>It was <b>seven</b>.</p>",
        author="Bob",
        author_email="bob@mail.example",
        posted_at=datetime(2026, 5, 4, 8, tzinfo=UTC),
    )
    assert (ada.article, ada.parent) == ("urn:tide", "urn:c1")
    assert (nora.article, nora.parent) == ("urn:ferry", "")


def test_entries_that_answer_each_other_come_through() -> None:
    loop = ATOM.replace('ref="urn:tide"', 'ref="urn:c2"')
    assert {comment.key for comment in comments(loop)} == {"urn:c1", "urn:c2", "urn:c3"}


def test_several_authors_are_several() -> None:
    parsed = articles(ATOM)[0].parsed
    assert parsed is not None
    assert parsed.authors == ("Ines Falk", "Joren Maas")


def test_a_backup_of_blogger_is_a_feed_with_settings_in_it() -> None:
    kind = (
        '<category scheme="http://schemas.google.com/g/2005#kind" '
        'term="http://schemas.google.com/blogger/2008/kind#settings"/>'
    )
    things = found(ATOM.replace("<title>The tide table</title>", f"{kind}<title>x</title>"))
    assert of(Skipped, things) == [Skipped("Blogger’s settings")]


def test_what_is_broken_says_so_and_gives_what_it_can() -> None:
    things = found(RSS.replace("</channel></rss>", ""))
    assert len(of(FoundArticle, things)) == 2
    assert len(of(Problem, things)) == 1


def test_a_doctype_is_refused() -> None:
    bomb = '<?xml version="1.0"?><!-- <rss> --><!DOCTYPE rss [<!ENTITY a "aaaa">]>'
    _, error = found_until(bomb + RSS.partition("?>")[2])
    assert isinstance(error, Unreadable)
    assert "DOCTYPE" in error.reason


@pytest.mark.parametrize("whole", [RSS, ATOM], ids=["RSS", "Atom"])
@pytest.mark.parametrize("at", range(0, 100, 3))
def test_a_feed_that_was_cut_off_says_so(whole: str, at: int) -> None:
    things, error = found_until(whole.encode()[: len(whole) * at // 100])
    assert error or of(Problem, things)
