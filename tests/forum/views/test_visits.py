"""What is new on the pages of those who come back."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from forum import catching_up, moderating, posting
from forum.models import Comment, Discussion, Member, Visit

AsMember = Callable[[Member], Client]
MARK = '<span class="comment-new">New</span>'


@pytest.fixture
def address(article: Article) -> str:
    return article.get_absolute_url()


def read(client: Client, address: str) -> str:
    """The page's words and tags, on one line."""
    return re.sub(r"\s+", " ", unescape(client.get(address, follow=True).content.decode()))


def marked(page: str) -> list[str]:
    """Whose comments are marked as new."""
    comments = page.split('<article class="comment"')[1:]
    return [
        comment.partition("by ")[2].partition('"')[0] for comment in comments if MARK in comment
    ]


def test_who_comes_back_on_another_device_finds_what_is_new_there_too(
    address: str, discussion: Discussion, adas_comment: Comment, bob: Member, nora: Member,
    as_member: AsMember,
) -> None:  # fmt: skip
    computer, telephone = as_member(nora), as_member(nora)
    assert "Your first visit" in read(computer, address)
    posting.post(discussion, author=bob, body="So did I.", to=adas_comment)
    for device in (computer, telephone):
        page = read(device, address)
        assert "<b>1 new</b> since <local-time" in page
        assert marked(page) == ["Bob"]
    until = timezone.now().isoformat()
    assert telephone.post(f"{address}visit/", {"until": until}).status_code == 303
    page = read(computer, address)
    assert "Nothing new since <local-time" in page
    assert marked(page) == []


def test_what_is_new_is_marked_for_moderators_and_on_a_threads_own_page(
    address: str, discussion: Discussion, adas_comment: Comment, bob: Member, mira: Member,
    as_member: AsMember,
) -> None:  # fmt: skip
    client = as_member(mira)
    read(client, address)
    posting.post(discussion, author=bob, body="So did I.", to=adas_comment)
    assert marked(read(client, address)) == ["Bob"]
    assert marked(read(client, f"/comments/{adas_comment.pk}/thread/")) == ["Bob"]


def test_since_when_can_be_chosen(
    address: str, discussion: Discussion, adas_comment: Comment, bob: Member, as_member: AsMember
) -> None:
    client = as_member(bob)
    read(client, address)
    at = timezone.now() - timedelta(days=3)
    Comment.objects.filter(pk=adas_comment.pk).update(appeared_at=at)
    assert "Nothing new" in read(client, f"{address}?since=yesterday")
    assert "<b>1 new</b>" in read(client, f"{address}?since=week")
    earlier, later = (timezone.localtime(at + timedelta(hours=each)) for each in (-1, 1))
    assert "<b>1 new</b>" in read(client, f"{address}?since={earlier:%Y-%m-%dT%H:%M}")
    assert "Nothing new" in read(client, f"{address}?since={later:%Y-%m-%dT%H:%M}")
    assert "Nothing new" in read(client, f"{address}?since=9999-12-31T23:59")
    assert "<b>1 new</b>" in read(client, f"{address}?since=0001-01-01T00:00%2B14:00")


def test_since_when_is_told_and_asked_by_the_members_clock(
    address: str, discussion: Discussion, adas_comment: Comment, bob: Member, as_member: AsMember
) -> None:
    bob.time_zone = "Asia/Tokyo"
    bob.save()
    noon = datetime(2026, 3, 4, 12, tzinfo=UTC)
    Comment.objects.filter(pk=adas_comment.pk).update(appeared_at=noon)
    client = as_member(bob)
    assert "<b>1 new</b>" in read(client, f"{address}?since=2026-03-04T20:59")
    page = read(client, f"{address}?since=2026-03-04T21:01")
    assert "Nothing new" in page
    assert 'title="4 March 2026, 21:01 JST"' in page
    assert 'value="2026-03-04T21:01"' in page


@pytest.mark.parametrize("nonsense", ["Tuesday", "2026-02-31T10:00", "<b>", "٢٠٢٦", "14:05"])
def test_what_makes_no_sense_is_told_and_the_last_visit_counts(
    nonsense: str, address: str, adas_comment: Comment, bob: Member, as_member: AsMember
) -> None:
    client = as_member(bob)
    for page in (address, f"{address}new/"):
        answer = client.get(page, {"since": nonsense})
        assert answer.status_code == 200
        assert "isn’t a date and a time" in answer.content.decode()
        assert "“<b>”" not in answer.content.decode()
    assert Client().get(f"{address}new/", {"since": nonsense}).status_code == 200


def test_all_guests_get_the_same_bytes_and_their_browser_asks_what_is_new(
    address: str, adas_comment: Comment, bob: Member
) -> None:
    page = Client().get(address).content
    assert Client().get(address).content == page
    since = timezone.now().isoformat()
    asked = Client().get(f"{address}new/", {"since": since}, headers={"X-Fragment": "1"})
    assert 'data-new=""' in asked.content.decode()
    answer = posting.post(adas_comment.discussion, author=bob, body="So did I.")
    asked = Client().get(f"{address}new/", {"since": since}, headers={"X-Fragment": "1"})
    assert f'data-new="{answer.pk}"' in asked.content.decode()
    assert "public" not in asked["Cache-Control"]


def test_catching_up_shows_what_is_new_below_what_it_answers(
    address: str, discussion: Discussion, bobs_answer: Comment, ada: Member, nora: Member,
    as_member: AsMember,
) -> None:  # fmt: skip
    client = as_member(nora)
    read(client, address)
    posting.post(discussion, author=ada, body="With your taxi driver?", to=bobs_answer)
    page = read(client, f"{address}new/")
    assert page.count('class="thread-line"') == 2
    assert page.count('<article class="comment"') == 1
    assert page.index("I took the later") < page.index("So did I") < page.index("taxi driver?")
    assert f'href="/comments/{Comment.objects.latest("pk").pk}/">Back to the discussion' in page


def test_catching_up_goes_on_after_the_last_one_shown(
    address: str, discussion: Discussion, ada: Member, bob: Member, as_member: AsMember,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(catching_up, "PER_PAGE", 3)
    client = as_member(bob)
    read(client, address)
    for number in range(4):
        root = posting.post(discussion, author=ada, body=f"Remark {number}.")
        posting.post(discussion, author=ada, body=f"More on {number}.", to=root)
    seen, following = "", f"{address}new/"
    pages = 0
    while following:
        page = read(client, following)
        seen += page.partition('<ol class="thread">')[2]
        found = re.search(r'href="([^"]*)">Further new comments', page)
        following = f"{address}new/{found[1]}" if found else ""
        pages += 1
    shown = re.findall(r'<p dir="auto">((?:Remark|More on) \d\.)</p>', seen)
    assert pages == 3
    assert shown == [f"{words} {n}." for n in range(4) for words in ("Remark", "More on")]


def test_a_branch_can_be_marked_as_read(
    address: str, discussion: Discussion, adas_comment: Comment, bob: Member, nora: Member,
    as_member: AsMember,
) -> None:  # fmt: skip
    client = as_member(nora)
    read(client, address)
    posting.post(discussion, author=bob, body="So did I.", to=adas_comment)
    posting.post(discussion, author=bob, body="Another matter.")
    form = {"until": timezone.now().isoformat(), "branch": adas_comment.pk}
    answer = client.post(f"{address}visit/", form)
    assert (answer.status_code, answer["Location"]) == (303, f"{address}new/")
    page = read(client, f"{address}new/")
    assert "Another matter." in page
    assert "So did I." not in page
    assert client.post(f"{address}visit/", form | {"branch": 10**15}).status_code == 404
    assert client.post(f"{address}visit/", form | {"until": "now"}).status_code == 400


@pytest.mark.parametrize("until", ["0001-01-01T00:00+14:00", "9999-12-31T23:59-14:00"])
def test_nobody_reads_before_there_was_a_site_or_what_is_yet_to_come(
    until: str, address: str, adas_comment: Comment, bob: Member, as_member: AsMember
) -> None:
    client = as_member(bob)
    read(client, address)
    for branch in ("", adas_comment.pk):
        form = {"until": until, "branch": branch}
        assert client.post(f"{address}visit/", form).status_code == 303
    assert Visit.objects.get(member=bob).since <= timezone.now()


def test_a_hidden_comment_is_neither_shown_nor_counted_nor_a_line(
    address: str, discussion: Discussion, bobs_answer: Comment, ada: Member, mira: Member,
    nora: Member, as_member: AsMember,
) -> None:  # fmt: skip
    client = as_member(nora)
    read(client, address)
    posting.post(discussion, author=ada, body="With your taxi driver?", to=bobs_answer)
    moderating.remove(bobs_answer, by=mira, reason="Spam")
    page = read(client, f"{address}new/")
    assert "So did I" not in page
    assert "taxi driver?" in page
    gone = posting.post(discussion, author=ada, body="Gone again.")
    moderating.remove(gone, by=mira, reason="Spam")
    assert "<b>1 new</b>" in read(client, address)


def test_the_front_page_says_how_much_is_new_to_a_member(
    address: str, discussion: Discussion, bob: Member, nora: Member, as_member: AsMember
) -> None:
    client = as_member(nora)
    read(client, address)
    for number in range(3):
        posting.post(discussion, author=bob, body=f"Remark {number}.")
    link = f'<a class="new-count" href="{address}new/">3 new'
    for page in ("/", "/sections/cities/", "/discussions/"):
        assert link in read(client, page)
    assert "new-count" not in read(Client(), "/")
    assert "new-count" not in read(as_member(bob), "/")


def test_the_front_page_asks_for_all_articles_at_once(
    discussion: Discussion, make_article: Callable[..., Article], nora: Member, as_member: AsMember
) -> None:
    client = as_member(nora)
    asked = []
    for title in ("A first one", "A second one", "A third one"):
        with CaptureQueriesContext(connection) as queries:
            client.get("/")
        asked.append(sum("forum_visit" in query["sql"] for query in queries))
        make_article(f"{title}\n\nCities\n\nSome words on it.\n", source=title)
    assert asked[1:] == [asked[1]] * 2


def test_ones_discussions_are_those_one_wrote_in_or_read_the_liveliest_first(
    discussion: Discussion, make_article: Callable[..., Article], ada: Member, bob: Member,
    as_member: AsMember,
) -> None:  # fmt: skip
    titles = ["Only read", "Never seen"]
    others = {
        title: make_article(f"{title}\n\nCities\n\nSome words on {title}.\n", source=title)
        for title in titles
    }
    client = as_member(ada)
    read(client, others["Only read"].get_absolute_url())
    posting.post(discussion, author=ada, body="My word.")
    posting.post(others["Only read"].discussion, author=bob, body="A later word.")
    posting.post(others["Never seen"].discussion, author=bob, body="The last word.")
    page = read(client, "/discussions/")
    assert "Never seen" not in page
    assert page.index("Only read") < page.index("The tram that came back")


def test_nobody_learns_of_the_visits_of_others(
    address: str, adas_comment: Comment, bob: Member, nora: Member, as_member: AsMember
) -> None:
    read(as_member(nora), address)
    seen = Visit.objects.get(member=nora).seen
    bobs = as_member(bob)
    bobs.post(f"{address}visit/", {"until": timezone.now().isoformat()})
    read(bobs, address)
    visit = Visit.objects.get(member=nora)
    assert (visit.since, visit.seen) == (seen, seen)


def test_what_is_new_is_asked_for_only_where_something_came_after_the_last_visit(
    address: str, adas_comment: Comment, bob: Member, nora: Member, as_member: AsMember
) -> None:
    client = as_member(nora)
    client.get(address)
    assert _asked_of_visits(client, address) == 1
    posting.post(adas_comment.discussion, author=bob, body="That is new.")
    assert _asked_of_visits(client, address) == 2


def _asked_of_visits(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    of_visits = [query["sql"] for query in queries if "forum_visit" in query["sql"]]
    assert all(sql.startswith("SELECT") for sql in of_visits)
    return len(of_visits)


def test_a_guests_browser_says_what_it_has_shown_live(
    address: str, discussion: Discussion, bob: Member
) -> None:
    since = timezone.now().isoformat()
    shown = posting.post(discussion, author=bob, body="Shown live.")
    posting.post(discussion, author=bob, body="Said afterwards.")
    page = Client().get(f"{address}new/", {"since": since, "read": f"{shown.pk},x"})
    html = page.content.decode()
    assert "Said afterwards." in html
    assert "Shown live." not in html


def test_our_script_says_what_it_has_shown_to_a_member(
    address: str, discussion: Discussion, bob: Member, nora: Member, as_member: AsMember
) -> None:
    client = as_member(nora)
    read(client, address)
    shown = posting.post(discussion, author=bob, body="Shown live.")
    assert client.post(f"{address}visit/", {"comment": [shown.pk]}).status_code == 204
    assert "Shown live." not in read(client, f"{address}new/")
