from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from articles.models import Article, ArticleVersion
from forum.models import Comment, Member
from forum.posting import edit, post
from forum.views import versions
from forum.watching import watcher
from tests.conftest import TRAM

Open = Callable[[Member], Client]

CORRECTED = TRAM.replace("four hundred", "five hundred")
EXTENDED = CORRECTED.replace("What changed\n", "And then it snowed.\n\nWhat changed\n")


@pytest.fixture
def changed(make_article: Callable[..., Article]) -> Article:
    """The article about the tram, which came in three times, each time with other words."""
    for text in (TRAM, CORRECTED, EXTENDED):
        article = make_article(text)
    for number in (1, 2, 3):
        moment = datetime(2026, 3, 3 + number, 9, 30, tzinfo=UTC)
        article.versions.filter(number=number).update(created_at=moment)
    return Article.objects.get()


def read(article: Article, door: str = "", client: Client | None = None) -> str:
    """What a page shows, without the site's header and footer."""
    answer = (client or Client()).get(f"{article.get_absolute_url()}{door}")
    assert answer.status_code == 200
    return answer.content.decode().split("<main")[1].split('<footer class="site-footer"')[0]


def status(article: Article, door: str, client: Client | None = None) -> int:
    return (client or Client()).get(f"{article.get_absolute_url()}{door}").status_code


def test_the_versions_are_told_newest_first_with_what_changed_in_each(changed: Article) -> None:
    page = read(changed, "versions/")
    third, second, first = page.index("Version 3"), page.index("Version 2"), page.index("Version 1")
    assert third < second < first
    assert third < page.index("1 passage put in") < page.index("And then it snowed.") < second
    assert second < page.index("1 passage changed") < page.index("five </ins>") < first
    assert page.index("The first version.") > first
    for number in (1, 2, 3):
        assert f'href="{changed.get_absolute_url()}versions/{number}/"' in page


def test_each_version_says_from_when_until_when_it_stood(changed: Article) -> None:
    page = " ".join(read(changed, "versions/").split())
    today = '<time datetime="2026-03-06T09:30:00+00:00">6 March 2026, 09:30 UTC</time>'
    assert f"today’s, since <local-time>{today}" in page
    assert "5 March 2026, 09:30 UTC</time></local-time> until <local-time><time" in page
    assert page.count("until") == 2


def test_only_what_changed_is_shown(changed: Article) -> None:
    page = read(changed, "versions/2/changes/")
    assert "And then it snowed." in page
    assert "2 passages unchanged" in page
    assert "3 passages unchanged" in page
    assert "five hundred" not in page
    assert "Nobody had counted" not in page


def test_what_changed_is_told_by_words(changed: Article) -> None:
    page = read(changed, "versions/1/changes/?to=2")
    assert "changed from: </span>four </del>" in page
    assert "to: </span>five </ins>" in page
    assert f'href="{changed.get_absolute_url()}versions/1/#p-2"' in page
    assert f'href="{changed.get_absolute_url()}versions/2/#p-6"' in page
    assert "snowed" not in page


@pytest.mark.parametrize("query", ["", "?to=3", "?to=", "?to=yesterday", "?to=-1"])
def test_changes_are_those_up_to_today_unless_a_version_is_named(
    query: str, changed: Article
) -> None:
    page = read(changed, f"versions/1/changes/{query}")
    assert "five " in page
    assert "And then it snowed." in page
    assert f'<a href="{changed.get_absolute_url()}">today’s</a>' in page


def test_where_nothing_changed_that_is_said(changed: Article) -> None:
    assert "No words changed" in read(changed, "versions/3/changes/")
    assert "No words changed" in read(changed, "versions/2/changes/?to=2")


def test_words_that_came_back_are_no_change(
    changed: Article, make_article: Callable[..., Article]
) -> None:
    make_article(TRAM)
    assert "No words changed" in read(changed, "versions/1/changes/")
    assert "1 passage changed, 1 left out" in read(changed, "versions/3/changes/")


def test_a_changed_note_about_the_author_is_a_change(make_article: Callable[..., Article]) -> None:
    piece = TRAM + "\nLena Horvat is a reporter in Varnhamn.\n"
    make_article(piece)
    article = make_article(piece.replace("a reporter", "an editor"))
    page = read(article, "versions/1/changes/")
    assert "The note about the author changed" in page
    assert "5 passages unchanged" in page
    assert "to: </span>an editor </ins>" in page


def test_an_old_version_reads_as_it_did(changed: Article) -> None:
    page = read(changed, "versions/1/")
    for passage in changed.versions.get(number=1).body.passages:
        assert f'id="{passage.id}"' in page
        assert passage.text in page
    assert "five hundred" not in page
    text = " ".join(page.replace("</time></local-time>", "").split())
    assert "This is how the article read from" in text
    assert "4 March 2026, 09:30 UTC until" in text
    assert f'<a href="{changed.get_absolute_url()}">Read it as it is today</a>' in page
    assert f'<a href="{changed.get_absolute_url()}versions/1/changes/">See what' in page


def test_beside_a_version_stands_nothing_of_todays_discussion(
    changed: Article, ada: Member, as_member: Open
) -> None:
    today = read(changed, client=as_member(ada))
    for number in (1, 3):
        page = read(changed, f"versions/{number}/", as_member(ada))
        for mark in ("passage-link", 'id="discussion"', "<form", "quote-selection"):
            assert mark in today
            assert mark not in page


def test_search_engines_are_led_to_the_article_and_not_to_what_it_no_longer_says(
    changed: Article,
) -> None:
    def head(door: str) -> str:
        page = Client().get(f"{changed.get_absolute_url()}{door}").content.decode()
        return page.split("</head>")[0]

    canonical = f'<link rel="canonical" href="http://testserver{changed.get_absolute_url()}">'
    assert canonical in head("versions/3/")
    assert "noindex" not in head("versions/3/")
    for door in ("versions/", "versions/1/", "versions/2/", "versions/1/changes/"):
        assert '<meta name="robots" content="noindex">' in head(door)
        assert "canonical" not in head(door)


def test_the_present_version_keeps_its_address_when_another_comes_in(
    article: Article, make_article: Callable[..., Article]
) -> None:
    assert "This is the present version" in read(article, "versions/1/")
    make_article(CORRECTED)
    assert "This is how the article read from" in read(article, "versions/1/")


def test_the_by_line_says_when_the_article_changed(
    changed: Article, make_article: Callable[..., Article]
) -> None:
    page = read(changed)
    assert f'<a href="{changed.get_absolute_url()}versions/">changed <time' in page
    assert "March 6, 2026</time>" in page
    unchanged = make_article("Another piece\n\nBy Ada\n\nThe ferry waits for nobody.", "ferry.txt")
    assert "versions/" not in read(unchanged)
    assert "The first version." in read(unchanged, "versions/")


@pytest.mark.parametrize(
    "door",
    [
        "versions/4/",
        "versions/0/",
        "versions/01/",
        f"versions/{10**17}/",
        "versions/4/changes/",
        "versions/1/changes/?to=4",
        f"versions/1/changes/?to={10**14}",
        "versions/2/changes/?to=1",
    ],
)
def test_what_never_was_is_not_there(door: str, changed: Article) -> None:
    assert status(changed, door) == 404


def test_versions_of_another_article_are_not_there(
    changed: Article, make_article: Callable[..., Article]
) -> None:
    other = make_article("Another piece\n\nBy Ada\n\nThe ferry waits for nobody.", "ferry.txt")
    assert status(changed, "versions/2/") == 200
    assert status(other, "versions/2/") == 404


@pytest.mark.parametrize("door", ["versions/", "versions/1/", "versions/3/", "versions/1/changes/"])
def test_a_drafts_versions_are_there_for_those_who_keep_the_articles(
    door: str, changed: Article, bob: Member, make_member: Callable[..., Member], as_member: Open
) -> None:
    Article.objects.update(status=Article.Status.DRAFT)
    assert status(changed, door) == 404
    assert status(changed, door, as_member(bob)) == 404
    tove = make_member("Tove", is_staff=True, is_superuser=True)
    assert status(changed, door, as_member(tove)) == 200


def test_nothing_in_an_articles_words_is_taken_for_html(
    make_article: Callable[..., Article],
) -> None:
    piece = (
        "Tags <i>and</i> signs\n\nMarch 3, 2026\n\nBy Ada\n\n"
        "A <b>bold</b> beginning, which stays what it is for ever & ever.\n\n"
        "Here stands <script>alert(1)</script> and many other words that stay.\n\n"
        "What goes is <img src=x onerror=alert(2)> and all that belongs to it.\n\n"
        "A passage that moves with its <u>marks</u>.\n\n"
        "The end of it, which is longer than what moves, stands here & stays.\n\n"
        "Ada is a <s>reporter</s>.\n"
    )
    make_article(piece, "tags.txt")
    paragraphs = piece.replace("alert(1)", "alert(3)").replace("<s>", "<em>").split("\n\n")
    paragraphs[5:8] = ["New is <iframe src=//x.test></iframe>.", paragraphs[7], paragraphs[6]]
    article = make_article("\n\n".join(paragraphs), "tags.txt")
    everything = ""
    for door in ("versions/", "versions/1/", "versions/2/", "versions/1/changes/"):
        page = read(article, door)
        everything += page
        for mark in ("<b>", "<script", "<img", "<u>", "<iframe", "<i>", "<s>", "<em>"):
            assert mark not in page
    for told in ("Put in", "Left out", "Changed", "Moved", "The note about the author"):
        assert told in everything
    for mark in ("b", "script", "img", "u", "iframe", "i", "s", "em"):
        assert f"&lt;{mark}" in everything


def test_many_versions_come_in_pages(changed: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "PER_PAGE", 2)
    first = read(changed, "versions/")
    assert 'href="?before=2"' in first
    assert "1 passage changed" in first
    assert "Version 1<" not in first
    second = read(changed, "versions/?before=2")
    assert "Version 1<" in second
    assert "until" in second
    assert "Version 2<" not in second
    assert "?before" not in second


@pytest.mark.parametrize("before", ["1", "0", "x", "-3", "9" * 40, "4"])
def test_an_address_that_makes_no_sense_is_a_page_all_the_same(
    before: str, changed: Article
) -> None:
    page = read(changed, f"versions/?before={before}")
    assert ("There are no earlier versions" if before == "1" else "Version 3") in page


@pytest.mark.parametrize("number", [2, 9])
def test_versions_cost_the_same_few_queries_however_many_there_are(
    number: int,
    article: Article,
    make_article: Callable[..., Article],
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    for index in range(number):
        make_article(TRAM.replace("four hundred", f"{index} hundred"))
    assert ArticleVersion.objects.count() == number + 1
    for door, queries in (("versions/", 4), ("versions/1/", 5), ("versions/1/changes/", 5)):
        with django_assert_max_num_queries(queries):
            read(article, door)


MARK = "on an earlier version"


@pytest.fixture
def overtaken(adas_comment: Comment, make_article: Callable[..., Article]) -> Comment:
    """A comment after which the article changed."""
    make_article(CORRECTED)
    return adas_comment


def test_a_comment_says_that_the_article_changed_since_and_leads_to_what_was_read_then(
    overtaken: Comment, bob: Member
) -> None:
    article = overtaken.discussion.article
    page = read(article)
    assert page.count(MARK) == 1
    assert f'href="{article.get_absolute_url()}versions/1/" title="The article has' in page
    post(article.discussion, author=bob, body="I read the new one.")
    assert read(article).count(MARK) == 1


def test_before_the_article_changes_no_comment_says_so(adas_comment: Comment) -> None:
    assert MARK not in read(adas_comment.discussion.article)


def test_it_says_so_wherever_it_is_shown(
    ada: Member,
    bob: Member,
    article: Article,
    make_article: Callable[..., Article],
    as_member: Open,
) -> None:
    body = "> Nobody had counted who missed it.\n\nI had."
    comment = post(article.discussion, author=ada, body=body)
    ferry = "Another piece\n\nMarch 4, 2026\n\nBy Ada\n\nThe ferry waits for nobody."
    other = make_article(ferry, "ferry.txt")
    post(other.discussion, author=ada, body="It waited for me.")
    make_article(CORRECTED)
    stored = Comment.objects.get(pk=comment.pk)
    edit(stored, by=ada, body=f"{body} There were forty of us.", version=1)
    reader = as_member(bob)
    address = article.get_absolute_url()
    for door in (
        address,
        f"{address}passages/p-1/",
        f"{address}comments/?parent={comment.pk}",
        f"/comments/{comment.pk}/reply/",
        f"/comments/{comment.pk}/flag/",
        "/members/Ada/",
    ):
        page = reader.get(door).content.decode()
        assert page.count(MARK) == 1, door
        assert f'href="{address}versions/1/"' in page
    page = as_member(ada).get(f"/comments/{comment.pk}/withdrawal/").content.decode()
    assert page.count(MARK) == 1


def test_what_is_posted_while_the_article_changes_says_so_in_place(
    article: Article, ada: Member, make_article: Callable[..., Article], as_member: Open
) -> None:
    client = as_member(ada)
    typed = {"body": "I read the old one.", "token": "t"}
    address = f"{article.get_absolute_url()}comments/"
    fragment = {"X-Fragment": "1"}
    assert MARK not in client.post(address, typed, headers=fragment).content.decode()
    make_article(CORRECTED)
    assert MARK in client.post(address, typed, headers=fragment).content.decode()


@pytest.mark.parametrize("number", [2, 60])
def test_comments_on_earlier_versions_cost_no_further_query(
    number: int,
    article: Article,
    ada: Member,
    make_article: Callable[..., Article],
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    for index in range(number):
        post(article.discussion, author=ada, body=f"Remark number {index}.")
    make_article(CORRECTED)
    watcher.look()
    with django_assert_max_num_queries(16):
        assert read(article).count(MARK) == min(number, 50)
    with django_assert_max_num_queries(8):
        assert Client().get("/members/Ada/").content.decode().count(MARK) == min(number, 30)
