from datetime import UTC, datetime
from xml.etree import ElementTree

from forum.atom import Answered, Entry, Feed, Person, Replies, write

ATOM, THR = "{http://www.w3.org/2005/Atom}", "{http://purl.org/syndication/thread/1.0}"
NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
EVENING = datetime(2026, 3, 3, 18, tzinfo=UTC)


def entry(**more: object) -> Entry:
    return Entry(
        **{
            "id": "https://example.org/comments/42/",
            "title": "Ada: I had.",
            "url": "https://example.org/comments/42/",
            "updated": NOON,
            "published": NOON,
            "authors": [Person("Ada")],
            "replies": Replies("https://example.org/comments/42/thread/", "text/html", 0, None),
            **more,
        }
    )


def feed(*entries: Entry) -> ElementTree.Element:
    author = Person("Rejoinder", "https://example.org/")
    address, page = "https://example.org/feed.xml", "https://example.org/"
    return ElementTree.fromstring(write(Feed("Comments", page, address, author, NOON, entries)))


def test_a_feed_changed_when_the_last_of_its_entries_did() -> None:
    assert feed().findtext(f"{ATOM}updated") == "2026-03-03T12:00:00Z"
    changed = feed(entry(updated=EVENING), entry())
    assert changed.findtext(f"{ATOM}updated") == "2026-03-03T18:00:00Z"


def test_a_feed_knows_its_own_address_and_its_page() -> None:
    links = {link.attrib["rel"]: link.attrib["href"] for link in feed().findall(f"{ATOM}link")}
    assert links == {"self": "https://example.org/feed.xml", "alternate": "https://example.org/"}


def test_an_entry_says_what_it_answers() -> None:
    above = "https://example.org/comments/41/"
    (found,) = feed(entry(answered=Answered(above, above))).iter(f"{THR}in-reply-to")
    assert found.attrib == {"ref": above, "href": above, "type": "text/html"}
    assert list(feed(entry()).iter(f"{THR}in-reply-to")) == []


def test_an_entry_says_where_its_answers_are_and_how_many() -> None:
    page = "https://example.org/comments/42/thread/"
    answered = feed(entry(replies=Replies(page, "text/html", 3, EVENING))).find(f"{ATOM}entry")
    (link,) = answered.findall(f"{ATOM}link[@rel='replies']")
    assert link.attrib == {
        "rel": "replies",
        "href": page,
        "type": "text/html",
        f"{THR}count": "3",
        f"{THR}updated": "2026-03-03T18:00:00Z",
    }
    assert answered.findtext(f"{THR}total") == "3"


def test_what_no_xml_may_hold_is_left_out_wherever_it_stands() -> None:
    bad = "a\x00\x0b\ud800\ufffe\uffff\x1f"
    (found,) = feed(
        entry(title=bad, content=f"<p>{bad}</p>", summary=bad, authors=[Person(bad)])
    ).findall(f"{ATOM}entry")
    assert found.findtext(f"{ATOM}title") == found.findtext(f"{ATOM}summary") == "a"
    assert found.findtext(f"{ATOM}author/{ATOM}name") == "a"
    assert found.findtext(f"{ATOM}content") == "<p>a</p>"
