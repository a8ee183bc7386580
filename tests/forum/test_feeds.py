from collections.abc import Callable
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from forum.models import AnswersFeed, Comment, Discussion, Member, Status
from forum.posting import post

ATOM, THR = "{http://www.w3.org/2005/Atom}", "{http://purl.org/syndication/thread/1.0}"
HOST = "http://testserver"


def entries(address: str) -> list[Element]:
    return ElementTree.fromstring(Client().get(address).content).findall(f"{ATOM}entry")


def words(address: str) -> str:
    return "\n".join(entry.findtext(f"{ATOM}content") for entry in entries(address))


def link(entry: Element, rel: str) -> dict[str, str]:
    (found,) = entry.findall(f"{ATOM}link[@rel='{rel}']")
    return found.attrib


def feed_of(article: Article) -> str:
    return f"{article.get_absolute_url()}feed.xml"


@pytest.fixture
def to_ada(ada: Member) -> str:
    """The address at which Ada's feed reader finds the answers to her."""
    return f"/answers/{AnswersFeed.objects.renew(ada).token}/feed.xml"


def test_the_feed_of_an_article_holds_its_newest_comments_with_their_quotes(
    article: Article, ada: Member
) -> None:
    comment = post(
        article.discussion, author=ada, body="> Nobody had counted who missed it.\n\nI had."
    )
    (entry,) = entries(feed_of(article))
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Ada"
    assert entry.findtext(f"{ATOM}author/{ATOM}uri") == f"{HOST}/members/Ada/"
    assert link(entry, "alternate")["href"] == f"{HOST}{comment.get_absolute_url()}"
    content = entry.findtext(f"{ATOM}content")
    assert 'data-fidelity="verbatim"' in content
    assert f'href="{HOST}{article.get_absolute_url()}#p-1"' in content


def test_links_in_a_feed_lead_somewhere_from_anywhere(article: Article, ada: Member) -> None:
    post(article.discussion, author=ada, body="See [there](#p-2) and [here](/rules/).")
    content = words(feed_of(article))
    assert f'href="{HOST}{article.get_absolute_url()}#p-2"' in content
    assert f'href="{HOST}/rules/"' in content


def test_an_answer_says_in_the_feed_what_it_answers(adas_comment: Comment, bob: Member) -> None:
    article = adas_comment.discussion.article
    post(adas_comment.discussion, author=bob, body="And?", to=adas_comment)
    answer, begun = entries(feed_of(article))
    above = f"{HOST}{adas_comment.get_absolute_url()}"
    assert begun.findtext(f"{ATOM}id") == above
    assert answer.find(f"{THR}in-reply-to").attrib == {
        "ref": above,
        "href": above,
        "type": "text/html",
    }
    page = f"{HOST}{article.get_absolute_url()}"
    assert begun.find(f"{THR}in-reply-to").attrib["ref"] == page
    assert link(begun, "replies")[f"{THR}count"] == begun.findtext(f"{THR}total") == "1"
    assert link(begun, "replies")[f"{THR}updated"] == answer.findtext(f"{ATOM}updated")
    assert link(answer, "replies")[f"{THR}count"] == "0"


def test_the_feed_of_the_site_leads_to_the_feeds_of_its_articles(adas_comment: Comment) -> None:
    article = adas_comment.discussion.article
    (entry,) = entries("/feed.xml")
    assert entry.findtext(f"{ATOM}title") == article.title
    assert entry.findtext(f"{ATOM}summary").startswith("The last tram left the harbour")
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Lena Horvat"
    replies = link(entry, "replies")
    assert replies["href"] == f"{HOST}{feed_of(article)}"
    assert replies[f"{THR}count"] == "1"
    (comment,) = entries(feed_of(article))
    assert replies[f"{THR}updated"] == comment.findtext(f"{ATOM}updated")


@pytest.mark.parametrize("page", ["/sections/cities/", "/authors/lena-horvat/"])
def test_a_section_and_an_author_have_feeds_of_their_articles(
    page: str, article: Article, make_article: Callable[..., Article]
) -> None:
    make_article("Rain\n\nWeather\n\nBy Otto Brandt\n\nIt rained for a week.\n", "rain.txt")
    assert len(entries("/feed.xml")) == 2
    (entry,) = entries(f"{page}feed.xml")
    assert entry.findtext(f"{ATOM}title") == article.title


def test_a_member_has_a_feed_of_what_they_say(adas_comment: Comment, bob: Member) -> None:
    post(adas_comment.discussion, author=bob, body="Not I.")
    (entry,) = entries("/members/Ada/feed.xml")
    assert link(entry, "alternate")["href"].endswith(adas_comment.get_absolute_url())


def test_a_feed_at_a_secret_address_holds_the_answers_to_a_member(
    adas_comment: Comment, ada: Member, bob: Member, to_ada: str
) -> None:
    answer = post(adas_comment.discussion, author=bob, body="Who?", to=adas_comment)
    post(adas_comment.discussion, author=ada, body="I.", to=adas_comment)
    post(adas_comment.discussion, author=ada, body="I again.", to=answer)
    post(adas_comment.discussion, author=bob, body="By the way.")
    assert "Who?" in words(to_ada)
    assert len(entries(to_ada)) == 1
    answer.become(Status.WITHDRAWN, by=bob)
    assert entries(to_ada) == []


def test_an_address_that_was_renewed_or_turned_off_leads_nowhere(ada: Member, to_ada: str) -> None:
    assert Client().get(to_ada).status_code == 200
    AnswersFeed.objects.renew(ada)
    assert Client().get(to_ada).status_code == 404
    again = f"/answers/{AnswersFeed.objects.get().token}/feed.xml"
    assert Client().get(again).status_code == 200
    AnswersFeed.objects.all().delete()
    assert Client().get(again).status_code == 404


def test_what_the_database_holds_is_not_the_address(ada: Member, to_ada: str) -> None:
    key = AnswersFeed.objects.get().key
    for guess in (key, f'[{ada.pk},"{key}"]', to_ada.split("/")[2].partition(":")[0]):
        assert Client().get(f"/answers/{guess}/feed.xml").status_code == 404


def test_who_was_banned_has_no_feed_any_more(ada: Member, to_ada: str) -> None:
    ada.is_active = False
    ada.save()
    assert Client().get(to_ada).status_code == 404


def test_what_is_removed_leaves_every_feed(
    adas_comment: Comment, bob: Member, mira: Member, to_ada: str
) -> None:
    answer = post(adas_comment.discussion, author=bob, body="Vile words.", to=adas_comment)
    addresses = [feed_of(adas_comment.discussion.article), "/members/Bob/feed.xml", to_ada]
    assert all("Vile" in words(address) for address in addresses)
    answer.become(Status.REMOVED, by=mira, reason="Rude")
    assert not any("Vile" in words(address) for address in addresses)


def test_an_answer_to_what_was_removed_says_only_which_article_it_is_about(
    adas_comment: Comment, bob: Member, mira: Member
) -> None:
    article = adas_comment.discussion.article
    post(adas_comment.discussion, author=bob, body="And?", to=adas_comment)
    adas_comment.become(Status.REMOVED, by=mira, reason="Rude")
    (answer,) = entries(feed_of(article))
    assert answer.find(f"{THR}in-reply-to").attrib["ref"].endswith(article.get_absolute_url())


def test_what_waited_is_news_when_it_appears(
    discussion: Discussion, ada: Member, bob: Member, mira: Member
) -> None:
    discussion.mode = Discussion.Mode.PREMODERATED
    waiting = post(discussion, author=ada, body="May I?")
    discussion.mode = Discussion.Mode.OPEN
    post(discussion, author=bob, body="I may.")
    feed = feed_of(discussion.article)
    assert len(entries(feed)) == 1
    waiting.become(Status.PUBLISHED, by=mira)
    first, second = (entry.findtext(f"{ATOM}title") for entry in entries(feed))
    assert (first, second) == ("Ada: May I?", "Bob: I may.")


def test_a_feed_is_xml_whatever_people_typed(adas_comment: Comment, bob: Member) -> None:
    post(adas_comment.discussion, author=bob, body="\x00\x0b\ud800 <b>&amp; ]]> \u2028 done")
    article = adas_comment.discussion.article
    article.title = "Steam\x0b and smoke\uffff"
    article.save()
    assert len(entries(feed_of(article))) == 2
    assert entries("/feed.xml")[0].findtext(f"{ATOM}title") == "Steam and smoke"


FEEDS = [
    *("/feed.xml", "/sections/cities/feed.xml", "/authors/lena-horvat/feed.xml"),
    *("{article}feed.xml", "/members/Ada/feed.xml", "{to_ada}"),
]


@pytest.mark.parametrize("feed", FEEDS)
def test_who_has_a_feed_already_is_told_so_until_it_changes(
    feed: str, adas_comment: Comment, ada: Member, bob: Member, to_ada: str
) -> None:
    address = feed.format(article=adas_comment.discussion.article.get_absolute_url(), to_ada=to_ada)
    first = Client().get(address)
    known = {"If-None-Match": first.headers["ETag"]}
    again = Client().get(address, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
    post(adas_comment.discussion, author=bob, body="Who?", to=adas_comment)
    assert Client().get(address, headers=known).status_code == 200


def test_no_cache_keeps_the_answers_to_a_member_for_others(to_ada: str) -> None:
    headers = Client().get(to_ada).headers
    assert headers["Cache-Control"] == "private, no-cache"
    assert headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("feed", FEEDS)
def test_a_long_feed_asks_as_little_as_a_short_one(
    feed: str, adas_comment: Comment, bob: Member, ada: Member, to_ada: str
) -> None:
    address = feed.format(article=adas_comment.discussion.article.get_absolute_url(), to_ada=to_ada)
    post(adas_comment.discussion, author=bob, body="One.", to=adas_comment)
    with CaptureQueriesContext(connection) as few:
        Client().get(address)
    for number in range(4):
        post(adas_comment.discussion, author=bob, body=f"Answer {number}", to=adas_comment)
        post(adas_comment.discussion, author=ada, body=f"Answer {number}")
    with CaptureQueriesContext(connection) as many:
        Client().get(address)
    assert len(many) <= len(few)
