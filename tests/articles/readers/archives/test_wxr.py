from datetime import UTC, datetime

import pytest

from articles.readers import FoundArticle, FoundComment, Problem, Skipped, State
from tests.articles.readers.archives.files import comment, item, wxr
from tests.articles.readers.archives.reading import articles, comments, found, found_until, of

CATEGORIES = """
    <category domain="category" nicename="the-quay"><![CDATA[The quay]]></category>
    <category domain="category" nicename="boats"><![CDATA[Boats &amp; ferries]]></category>
    <category domain="post_tag" nicename="tide"><![CDATA[tide]]></category>
"""


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_a_post_is_an_article_with_all_that_wordpress_knows_of_it(version: str) -> None:
    (article,) = articles(wxr(item(categories=CATEGORIES), version=version))
    assert article.key == "71"
    assert article.address == "https://harbour.example/2026/05/the-tide-table/"
    parsed = article.parsed
    assert parsed is not None
    assert parsed.title == article.title == "The tide table"
    assert parsed.authors == ("Ines Falk",)
    assert parsed.published_on == datetime(2026, 5, 4, 6, 30, tzinfo=UTC)
    assert [block.text for block in parsed.blocks] == [
        "High water is at six.",
        "Low water is at noon.",
    ]
    assert (parsed.section, parsed.tags) == ("The quay", ("Boats & ferries", "tide"))
    assert parsed.language == "en-GB"
    assert not article.is_draft


def test_a_comment_says_who_wrote_it_when_and_what_it_answers() -> None:
    answer = comment(6, "No.\n\nIt was <b>six</b>.", author="Ada", parent=5, user_id=2)
    first, second = comments(wxr(item([comment(5), answer])))
    assert first == FoundComment(
        key="5",
        article="71",
        body="It was seven.",
        original="It was seven.",
        author="Bob",
        author_email="bob@mail.example",
        posted_at=datetime(2026, 5, 4, 8, tzinfo=UTC),
    )
    assert (second.parent, second.author_key) == ("5", "2")
    assert second.body == "No.\n\nIt was **six**."
    assert second.original == "No.\n\nIt was <b>six</b>."


@pytest.mark.parametrize(
    ("approved", "state"),
    [
        ("1", State.PUBLISHED),
        ("0", State.WAITING),
        ("spam", State.SPAM),
        ("trash", State.REMOVED),
        ("post-trashed", State.REMOVED),
        ("whatever", State.WAITING),
    ],
)
def test_a_comment_is_in_the_state_that_it_was_in(approved: str, state: State) -> None:
    (only,) = comments(wxr(item([comment(5, approved=approved)])))
    assert only.state == state


def test_what_nobody_wrote_as_an_article_or_comment_is_counted() -> None:
    pings = [comment(5, kind="pingback"), comment(6, kind="trackback"), comment(7, kind="")]
    things = found(
        wxr(
            item(pings),
            item([comment(8)], post_type="page", post_id=72),
            item(post_type="attachment", post_id=73, status="inherit"),
            item(post_type="nav_menu_item", post_id=74),
            item([comment(9)], status="trash", post_id=75),
        )
    )
    assert [comment.key for comment in of(FoundComment, things)] == ["7"]
    assert [article.key for article in of(FoundArticle, things)] == ["71"]
    assert [skipped.what for skipped in of(Skipped, things)] == [
        "pingback",
        "trackback",
        "comment on a page",
        "page",
        "attachment",
        "nav menu item",
        "comment on a post in the bin",
        "post in the bin",
    ]


@pytest.mark.parametrize("status", ["draft", "pending", "private", "future"])
def test_what_was_not_public_is_a_draft(status: str) -> None:
    (article,) = articles(wxr(item(status=status)))
    assert article.is_draft


def test_what_had_a_password_is_a_draft() -> None:
    (article,) = articles(wxr(item(password="sesame")))
    assert article.is_draft


@pytest.mark.parametrize(
    ("dates", "when"),
    [
        ({"date_gmt": "0000-00-00 00:00:00"}, datetime(2026, 5, 4, 6, 30, tzinfo=UTC)),
        (
            {"date_gmt": "0000-00-00 00:00:00", "pub_date": "Mon, 30 Nov -0001 00:00:00 +0000"},
            datetime(2026, 5, 4, 8, 30),  # noqa: DTZ001 -- the file doesn't say in which zone
        ),
        ({"date_gmt": "", "pub_date": "", "date": "0000-00-00 00:00:00"}, None),
        ({"date_gmt": "9999-99-99 99:99:99", "pub_date": "soon", "date": "-1"}, None),
    ],
)
def test_of_several_dates_the_best_that_makes_sense_counts(
    dates: dict[str, str], when: datetime | None
) -> None:
    (article,) = articles(wxr(item(**dates)))
    assert article.parsed is not None
    assert article.parsed.published_on == when


def test_several_authors_are_those_of_the_plugin_for_several_authors() -> None:
    guests = """
    <category domain="author" nicename="cap-joren"><![CDATA[joren]]></category>
    <category domain="author" nicename="cap-nora"><![CDATA[Nora Lind]]></category>
    """
    (article,) = articles(wxr(item(categories=guests)))
    assert article.parsed is not None
    assert article.parsed.authors == ("Joren Maas", "Nora Lind")


def test_an_author_that_the_file_does_not_list_has_the_name_that_stands_there() -> None:
    (article,) = articles(wxr(item(creator="Nora &amp; Lind", version="1.0")))
    assert article.parsed is not None
    assert article.parsed.authors == ("Nora & Lind",)


def test_posts_from_which_nothing_can_be_read_keep_their_comments() -> None:
    things = found(wxr(item([comment(5)], content="")))
    (article,) = of(FoundArticle, things)
    assert article.parsed is None
    assert len(of(FoundComment, things)) == 1


def test_disqus_own_form_of_the_format_is_read() -> None:
    (only,) = comments(
        """<?xml version="1.0" encoding="UTF-8"?>
        <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
          xmlns:dsq="http://www.disqus.com/" xmlns:wp="http://wordpress.org/export/1.0/">
        <channel><item>
          <wp:comment>
            <dsq:remote><dsq:id>user-4</dsq:id></dsq:remote>
            <wp:comment_id>65</wp:comment_id>
            <wp:comment_author>Bob</wp:comment_author>
            <wp:comment_date_gmt>2026-05-04 08:00:00</wp:comment_date_gmt>
            <wp:comment_content><![CDATA[<p>It was seven.</p>]]></wp:comment_content>
            <wp:comment_approved>1</wp:comment_approved>
            <wp:comment_parent>0</wp:comment_parent>
          </wp:comment>
          <title>The tide table</title>
          <link>https://harbour.example/tide/</link>
          <content:encoded><![CDATA[High water is at six.]]></content:encoded>
          <dsq:thread_identifier>tide-1</dsq:thread_identifier>
        </item></channel></rss>"""
    )
    assert (only.article, only.key, only.author_key) == ("tide-1", "65", "user-4")
    assert only.body == "It was seven."


def test_a_comment_that_is_no_xml_is_left_out_and_named_and_the_rest_comes_in() -> None:
    whole = [comment(5), comment(6, "X"), comment(7)]
    broken = wxr(item(whole), item([comment(8)], post_id=72)).replace("<![CDATA[X]]>", "<i>late")
    things = found(broken)
    assert [comment.key for comment in of(FoundComment, things)] == ["5", "7", "8"]
    assert [article.key for article in of(FoundArticle, things)] == ["71", "72"]
    (problem,) = of(Problem, things)
    assert problem.where.startswith("line ")
    assert "no XML" in problem.reason


def test_a_comment_without_its_end_swallows_nothing() -> None:
    whole = [comment(5), comment(6), comment(7)]
    torn = wxr(item(whole), item([comment(8)], post_id=72)).replace("</wp:comment>", "", 1)
    things = found(torn)
    assert [(c.key, c.article) for c in of(FoundComment, things)] == [
        ("5", "71"),
        ("6", "71"),
        ("7", "71"),
        ("8", "72"),
    ]
    (problem,) = of(Problem, things)
    assert problem.reason == "“</wp:comment>” is missing before it, and was put there."


def test_a_post_without_its_end_swallows_nothing() -> None:
    torn = wxr(item([comment(5)]), item([comment(6)], post_id=72)).replace("</item>", "", 1)
    things = found(torn)
    assert [article.key for article in of(FoundArticle, things)] == ["71", "72"]
    assert [(c.key, c.article) for c in of(FoundComment, things)] == [("5", "71"), ("6", "72")]


def test_the_last_comment_without_its_end_comes_in() -> None:
    whole = wxr(item([comment(5), comment(6)]), item([comment(7)], post_id=72))
    things = found(whole.replace("</wp:comment>\n\t</item>", "\t</item>"))
    assert [(c.key, c.article) for c in of(FoundComment, things)] == [
        ("5", "71"),
        ("6", "71"),
        ("7", "72"),
    ]
    assert [article.key for article in of(FoundArticle, things)] == ["71", "72"]
    assert [problem.reason for problem in of(Problem, things)] == 2 * [
        "“</wp:comment>” is missing before it, and was put there."
    ]


def test_of_a_file_that_ends_in_a_comment_the_article_comes_in() -> None:
    torn = wxr(item([comment(5), comment(6, "Half past")])).partition("Half")[0]
    things, error = found_until(torn)
    assert [comment.key for comment in of(FoundComment, things)] == ["5"]
    assert [article.key for article in of(FoundArticle, things)] == ["71"]
    assert error


def test_words_about_the_format_are_words() -> None:
    whole = item([comment(5, "Write <wp:comment> or <item> here, and </item>."), comment(6)])
    things = found(wxr(whole))
    assert [c.key for c in of(FoundComment, things)] == ["5", "6"]
    assert not of(Problem, things)


@pytest.mark.parametrize("at", range(1, 100))
def test_what_stands_before_the_end_of_a_file_that_was_cut_off_stands(at: int) -> None:
    whole = wxr(item([comment(5), comment(6)]), item([comment(7)], post_id=72)).encode()
    everything = found(whole)
    things, error = found_until(whole[: len(whole) * at // 100])
    assert error is not None
    assert all(thing in everything for thing in things)
    # The article of a comment stands before it, all of it, whatever follows.
    assert {c.article for c in of(FoundComment, things)} <= {
        a.key for a in of(FoundArticle, things)
    }


def test_comments_come_through_however_they_hang_together() -> None:
    tangled = [comment(5, parent=6), comment(6, parent=5), comment(7, parent=99), comment(7)]
    assert [(c.key, c.parent) for c in comments(wxr(item(tangled)))] == [
        ("5", "6"),
        ("6", "5"),
        ("7", "99"),
        ("7", ""),
    ]


def test_a_file_that_an_editor_saved_as_utf_16_is_read() -> None:
    (article,) = articles(wxr(item()).encode("utf-16"))
    assert article.title == "The tide table"


def test_what_is_longer_than_any_book_is_named_and_the_rest_comes_in() -> None:
    things = found(wxr(item([comment(5)], content="word " * 500_000), item(post_id=72)))
    first, second = of(FoundArticle, things)
    assert (first.parsed, second.key) == (None, "72")
    (problem,) = of(Problem, things)
    assert problem == Problem("post 71", "It is longer than 2,000,000 characters.")


def test_a_problem_outside_of_cdata_has_the_right_line() -> None:
    whole = wxr(item([comment(5)], title="Tides & Co"))
    (problem,) = of(Problem, found(whole))
    line = next(n for n, line in enumerate(whole.split("\n"), 1) if "Tides &" in line)
    assert problem.where == f"line {line}"
