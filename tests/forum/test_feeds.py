from xml.etree import ElementTree

from django.test import Client

from articles.models import Article
from forum.models import Comment, Member
from forum.posting import post

ATOM = "{http://www.w3.org/2005/Atom}"


def entries(address: str) -> list[ElementTree.Element]:
    return ElementTree.fromstring(Client().get(address).content).findall(f"{ATOM}entry")


def test_the_feed_of_an_article_holds_its_newest_comments_with_their_quotes(
    article: Article, ada: Member
) -> None:
    comment = post(
        article.discussion, author=ada, body="> Nobody had counted who missed it.\n\nI had."
    )
    (entry,) = entries(f"{article.get_absolute_url()}feed.xml")
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Ada"
    assert entry.find(f"{ATOM}link").attrib["href"].endswith(comment.get_absolute_url())
    words = entry.findtext(f"{ATOM}summary")
    assert 'data-fidelity="verbatim"' in words
    assert f'href="http://testserver{article.get_absolute_url()}#p-1"' in words


def test_the_feed_of_the_site_holds_its_articles(article: Article) -> None:
    (entry,) = entries("/feed.xml")
    assert entry.findtext(f"{ATOM}title") == article.title
    assert entry.findtext(f"{ATOM}summary").startswith("The last tram left the harbour")


def test_a_feed_is_xml_whatever_people_typed(adas_comment: Comment, bob: Member) -> None:
    post(adas_comment.discussion, author=bob, body="\x00\x0b\ud800 <b>&amp; ]]> \u2028 done")
    assert len(entries(f"{adas_comment.discussion.article.get_absolute_url()}feed.xml")) == 2
