"""Pins, picks and badges, as readers see them."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.models import Article
from forum import moderating
from forum.highlighting import highlight, take_back
from forum.models import Comment, Discussion, Highlight, Member
from forum.ordering import ORDERS
from forum.posting import post, withdraw
from forum.watching import watcher

AsMember = Callable[[Member], Client]
PIN, PICK = Highlight.Kind.PIN, Highlight.Kind.PICK


def read(discussion: Discussion, client: Client | None = None, **query: object) -> str:
    address = discussion.article.get_absolute_url()
    return (client or Client()).get(address, query).content.decode()


def pins(page: str) -> list[str]:
    """The comments that stand above the discussion."""
    above = re.search(r'<ol class="pins".*?</ol>', page, re.S)
    return re.findall(r'href="/comments/(\d+)/"', above[0]) if above else []


def shown(page: str) -> list[str]:
    return re.findall(r'<article class="comment" id="comment-(\d+)"', page)


def header(page: str, comment: Comment) -> str:
    """The words above a comment, in its place."""
    own = page.split(f'id="comment-{comment.pk}"')[1].split("</header>")[0].split(">", 1)[1]
    return " ".join(re.sub("<[^>]+>", " ", own).split())


@pytest.mark.parametrize("order", ORDERS)
def test_a_pinned_comment_stands_above_the_first_page_and_in_its_place(
    order: str, discussion: Discussion, lena: Member, ada: Member, bob: Member
) -> None:
    first, *_, last = [post(discussion, author=ada, body=f"Remark {n}.") for n in range(51)]
    answer = post(discussion, author=bob, body="The terminus is the point.", to=last)
    assert pins(read(discussion, order=order)) == []
    highlight(answer, PIN, by=lena)
    page = read(discussion, order=order)
    assert pins(page) == [str(answer.pk)]
    assert "Pinned by the author" in page
    assert page.index('class="pins"') < page.index('class="thread"')
    further = first if order == "newest" else last
    assert pins(read(discussion, order=order, start=further.pk)) == []
    in_place = read(discussion, at=answer.pk)
    assert header(in_place, answer).startswith("B Bob Pinned just now")
    take_back(answer, PIN, by=lena)
    assert pins(read(discussion, order=order)) == []


@pytest.mark.parametrize("end", ["removed", "withdrawn"])
def test_what_is_gone_is_pinned_no_longer(
    end: str, discussion: Discussion, lena: Member, ada: Member, mira: Member, as_member: AsMember
) -> None:
    comment = post(discussion, author=ada, body="The key lies under the bollard.")
    highlight(comment, PIN, by=lena)
    highlight(comment, PICK, by=lena)
    assert pins(read(discussion)) == [str(comment.pk)]
    if end == "removed":
        moderating.remove(comment, by=mira, reason="Private matters")
    else:
        withdraw(comment, by=ada)
    for client in (Client(), as_member(lena), as_member(ada), as_member(mira)):
        assert pins(read(discussion, client)) == []
        assert shown(read(discussion, client, only="picks")) == []
    assert "bollard" not in read(discussion)
    if end == "removed":
        moderating.restore(comment, by=mira)
        assert pins(read(discussion)) == [str(comment.pk)]


def test_the_newest_pin_comes_first_and_says_whose_it_is(
    adas_comment: Comment, bobs_answer: Comment, lena: Member, edith: Member
) -> None:
    highlight(adas_comment, PIN, by=lena)
    highlight(bobs_answer, PIN, by=edith)
    page = read(adas_comment.discussion)
    assert pins(page) == [str(bobs_answer.pk), str(adas_comment.pk)]
    assert page.index("Pinned by the editors") < page.index("Pinned by the author")


def test_authors_find_the_buttons_on_their_own_articles_only(
    adas_comment: Comment,
    bobs_answer: Comment,
    lena: Member,
    edith: Member,
    bob: Member,
    as_member: AsMember,
    make_article: Callable[..., Article],
) -> None:
    discussion, pk = adas_comment.discussion, adas_comment.pk
    other = make_article("A tram that went away\n\nIt left.\n", "away.txt").discussion
    elsewhere = post(other, author=bob, body="Elsewhere.")
    client = as_member(lena)
    for place in (discussion.article.get_absolute_url(), f"/comments/{pk}/thread/"):
        page = client.get(place).content.decode()
        assert f'formaction="/comments/{pk}/pin/"' in page
        assert f'formaction="/comments/{pk}/pick/"' in page
        assert "/pin/" not in as_member(bob).get(place).content.decode()
        assert "/pin/" not in Client().get(place).content.decode()
        assert f'formaction="/comments/{pk}/pin/"' in as_member(edith).get(place).content.decode()
    assert f"/comments/{elsewhere.pk}/pin/" not in read(other, client)
    client.post(f"/comments/{pk}/pin/")
    page = read(discussion, client)
    assert "Unpin the comment by Ada" in page
    highlight(bobs_answer, PICK, by=edith)
    page = read(discussion, client)
    assert "Editors’ pick" in header(page, bobs_answer)
    assert f"/comments/{bobs_answer.pk}/pick/" not in page
    assert "Take back the pick of the comment by Bob" in read(discussion, as_member(edith))
    client.post(f"/comments/{pk}/pin/", {"withdraw": "1"})
    assert pins(read(discussion, client)) == []


def test_the_fourth_pin_is_refused_in_a_sentence(
    discussion: Discussion, ada: Member, lena: Member, as_member: AsMember
) -> None:
    remarks = [post(discussion, author=ada, body=f"Remark number {n}.") for n in range(4)]
    client = as_member(lena)
    answers = [client.post(f"/comments/{each.pk}/pin/", follow=True) for each in remarks]
    assert "3 comments are pinned here already" in answers[3].content.decode()
    assert len(pins(read(discussion))) == 3


def test_authors_bear_their_badge_on_their_own_articles_only(
    discussion: Discussion, lena: Member, make_article: Callable[..., Article]
) -> None:
    other = make_article("A tram that went away\n\nIt left.\n", "away.txt").discussion
    own, elsewhere = (post(each, author=lena, body="My word.") for each in (discussion, other))
    assert header(read(discussion), own).startswith("LH Lena Horvat Author")
    assert "Author" not in header(read(other), elsewhere)
    page = Client().get("/members/Lena Horvat/").content.decode()
    assert "Author" in header(page, own)
    assert "Author" not in header(page, elsewhere)


@pytest.mark.parametrize(
    ("person", "ticked", "badge"),
    [
        ("mira", "as_staff", "Moderator"),
        ("edith", "as_staff", "Editor"),
        ("expert", "as_expert", "Verified: hydrology"),
    ],
)
def test_a_badge_is_shown_where_its_owner_chooses(
    person: str,
    ticked: str,
    badge: str,
    discussion: Discussion,
    request: pytest.FixtureRequest,
    as_member: AsMember,
) -> None:
    member = request.getfixturevalue(person)
    client, address = as_member(member), discussion.article.get_absolute_url()
    box = re.compile(rf'<input type="checkbox" name="{ticked}"( checked)?>')
    assert box.search(read(discussion, client)).group(1) is None  # type: ignore[union-attr]
    client.post(f"{address}comments/", {"body": "As myself."})
    client.post(f"{address}comments/", {"body": "With my badge.", ticked: "on"})
    plain, with_badge = Comment.objects.order_by("pk")
    page = read(discussion)
    assert badge not in header(page, plain)
    assert badge in header(page, with_badge)
    for door in (address, f"/comments/{plain.pk}/reply/", f"{address}comments/"):
        remembered = box.search(client.get(door).content.decode())
        assert remembered
        assert remembered.group(1) == " checked"


@pytest.fixture
def expert(make_member: Callable[..., Member]) -> Member:
    return make_member("Xenia", expertise="hydrology")


def test_nobody_bears_a_badge_that_isnt_theirs(
    discussion: Discussion, bob: Member, expert: Member, as_member: AsMember
) -> None:
    address = f"{discussion.article.get_absolute_url()}comments/"
    asked = {"body": "Believe me.", "as_staff": "on", "as_expert": "on", "role": "moderator"}
    assert "Write as" not in read(discussion, as_member(bob))
    as_member(bob).post(address, asked)
    as_member(expert).post(address, {**asked, "expertise": "surgery"})
    badges = Comment.objects.order_by("pk").values_list("role", "expertise")
    assert list(badges) == [("", ""), ("", "hydrology")]


def test_a_tick_survives_a_refusal(
    discussion: Discussion, expert: Member, as_member: AsMember
) -> None:
    address = f"{discussion.article.get_absolute_url()}comments/"
    refused = as_member(expert).post(address, {"body": " ", "as_expert": "on"})
    assert refused.status_code == 422
    assert 'name="as_expert" checked' in refused.content.decode()


class TestGranted:
    """By administrators, in the admin."""

    @pytest.fixture
    def desk(self, make_member: Callable[..., Member], as_member: AsMember) -> Client:
        tove = make_member("Tove", is_staff=True)
        tove.groups.add(Group.objects.get(name="administrators"))
        return as_member(tove)

    @pytest.fixture
    def said(self, discussion: Discussion, expert: Member) -> Comment:
        return post(discussion, author=expert, body="Water runs down.", as_expert=True)

    def change(self, desk: Client, member: Member, **said: str) -> None:
        facts = {"name": member.name, "is_active": "on", **said}
        answer = desk.post(f"/admin/forum/member/{member.pk}/change/", facts)
        assert answer.status_code == 302
        member.refresh_from_db()

    def test_an_expertise(self, desk: Client, ada: Member, adas_comment: Comment) -> None:
        self.change(desk, ada, expertise="soil science")
        assert ada.is_expert
        page = Client().get("/members/Ada/").content.decode()
        assert "Verified: <bdi>soil science</bdi>" in page
        assert "Verified" not in header(page, adas_comment)

    def test_one_that_ended_stays_with_what_was_written_under_it(
        self, desk: Client, expert: Member, said: Comment, as_member: AsMember
    ) -> None:
        yesterday = timezone.localdate() - timedelta(days=1)
        self.change(desk, expert, expertise="hydrology", expert_until=f"{yesterday:%Y-%m-%d}")
        assert not expert.is_expert
        assert "Verified: hydrology" in header(read(said.discussion), said)
        assert "Write as" not in read(said.discussion, as_member(expert))
        later = post(said.discussion, author=expert, body="And up again.", as_expert=True)
        assert later.expertise == ""

    def test_one_that_was_wrong_goes_from_everything(
        self, desk: Client, expert: Member, said: Comment
    ) -> None:
        assert "Verified: hydrology" in header(read(said.discussion), said)
        chosen = {"action": "revoke_expertise", "_selected_action": str(expert.pk)}
        page = desk.post("/admin/forum/member/", chosen, follow=True).content.decode()
        assert f"Revoked, on past comments too: {expert.name}." in page
        expert.refresh_from_db()
        assert expert.expertise == ""
        assert "Verified" not in header(read(said.discussion), said)
        history = desk.get(f"/admin/forum/member/{expert.pk}/history/").content.decode()
        assert "Revoked the expertise" in history

    def test_an_authors_account(self, desk: Client, discussion: Discussion, nora: Member) -> None:
        said = post(discussion, author=nora, body="I wrote that.")
        assert "Author" not in header(read(discussion), said)
        author = discussion.article.authors.get()
        link = {"author": author.pk, "member": nora.pk}
        assert desk.post("/admin/forum/authoraccount/add/", link).status_code == 302
        assert "Author" in header(read(discussion), said)
        gone = desk.post(f"/admin/forum/authoraccount/{author.pk}/delete/", {"post": "yes"})
        assert gone.status_code == 302
        assert "Author" not in header(read(discussion), said)

    @pytest.mark.parametrize("person", ["mira", "edith"])
    def test_by_nobody_else(
        self, person: str, nora: Member, request: pytest.FixtureRequest, as_member: AsMember
    ) -> None:
        client = as_member(request.getfixturevalue(person))
        address = f"/admin/forum/member/{nora.pk}/change/"
        assert client.post(address, {"name": "Nora", "expertise": "law"}).status_code == 403
        assert client.get("/admin/forum/authoraccount/add/").status_code == 403
        client.post(
            "/admin/forum/member/",
            {"action": "revoke_expertise", "_selected_action": str(nora.pk)},
        )
        nora.refresh_from_db()
        assert nora.expertise == ""


def test_the_authors_words_and_the_picks_are_read_by_themselves(
    discussion: Discussion, lena: Member, ada: Member, edith: Member, mira: Member
) -> None:
    remarks = [post(discussion, author=ada, body=f"Remark {number}.") for number in range(5)]
    assert "?only=picks" not in read(discussion)
    highlight(remarks[1], PICK, by=edith)
    highlight(remarks[3], PIN, by=lena)
    highlight(remarks[3], PICK, by=lena)
    answer = post(discussion, author=lena, body="Thank you.", to=remarks[0])
    gone = post(discussion, author=lena, body="I take that back.")
    withdraw(gone, by=lena)
    assert '<a class="picks" href="?only=picks#discussion">' in read(discussion)
    page = read(discussion, only="picks")
    assert shown(page) == [str(each.pk) for each in (answer, remarks[3], remarks[1])]
    assert "in reply to another comment" in header(page, answer)
    assert "Show all" in page
    take_back(remarks[1], PICK, by=edith)
    assert str(remarks[1].pk) not in shown(read(discussion, only="picks"))
    assert shown(read(discussion, only="else")) == shown(read(discussion))


def test_an_article_whose_author_speaks_leads_to_what_they_say(
    discussion: Discussion, lena: Member
) -> None:
    assert "?only=picks" not in read(discussion)
    post(discussion, author=lena, body="I am here until six.")
    assert "?only=picks" in read(discussion)


def test_the_picks_come_in_pages(
    discussion: Discussion, lena: Member, ada: Member, edith: Member
) -> None:
    remarks = [post(discussion, author=ada, body=f"Remark {number}.") for number in range(32)]
    for remark in remarks[::2]:
        highlight(remark, PICK, by=edith)
    own = [post(discussion, author=lena, body=f"Answer {number}.") for number in range(20)]
    expected = [str(each.pk) for each in [*own[::-1], *remarks[::2][::-1]]]
    first = read(discussion, only="picks")
    assert shown(first) == expected[:30]
    assert f"?only=picks&amp;before={expected[29]}#discussion" in first
    assert shown(read(discussion, only="picks", before=expected[29])) == expected[30:]


@pytest.mark.parametrize("number", [1, 30])
def test_the_picks_cost_the_same_few_queries(
    number: int,
    discussion: Discussion,
    lena: Member,
    edith: Member,
    ada: Member,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for index in range(number):
        body = f"> Nobody had counted who missed it.\n\nRemark {index}."
        remark = post(discussion, author=ada, body=body)
        highlight(remark, PICK, by=edith)
    for remark in Comment.objects.all()[:3]:
        highlight(remark, PIN, by=lena)
    watcher.look()
    with django_assert_max_num_queries(14):
        assert len(shown(read(discussion, only="picks"))) == number
    with django_assert_max_num_queries(14):
        assert len(pins(read(discussion))) == min(number, 3)
    with django_assert_max_num_queries(6):
        read(discussion)  # kept


def test_everybody_reads_who_put_what_forward_and_until_when(
    adas_comment: Comment,
    lena: Member,
    edith: Member,
    mira: Member,
    settings: Any,
) -> None:
    def log() -> str:
        page = Client().get("/moderation-log/highlights/").content.decode()
        return " ".join(re.sub("<[^>]+>", " ", page).split())

    assert "Nothing was pinned or picked so far." in log()
    highlight(adas_comment, PIN, by=lena)
    highlight(adas_comment, PICK, by=edith)
    assert "Pinned by the author" in log()
    assert "Picked by an editor" in log()
    take_back(adas_comment, PIN, by=edith)
    assert "taken back by an editor on" in log()
    assert "Edith" not in log()
    moderating.remove(adas_comment, by=mira, reason="Spam")
    page = Client().get("/moderation-log/highlights/").content.decode()
    assert "Pinned" in page
    assert adas_comment.get_absolute_url() not in page
    settings.MODERATION_LOG = False
    assert Client().get("/moderation-log/highlights/").status_code == 404
