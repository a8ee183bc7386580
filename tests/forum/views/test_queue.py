"""The moderators' queue: what stands in its lists and on its cards."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum import appealing, moderating, queueing, sanctioning
from forum.flagging import flag
from forum.models import Claim, Comment, Discussion, Kind, Member, RuleVersion
from forum.posting import post
from tests.forum.views.desk import QUEUE, card, shown

Open = Callable[[Member], Client]


def test_each_list_has_its_own(
    desk: Client, wait: Callable[..., Comment], bobs_answer: Comment, nora: Member, mira: Member
) -> None:
    waiting, reported = wait(), bobs_answer.parent
    assert reported
    flag(reported, by=nora, reason="spam")
    rejected = wait("Buy watches.")
    moderating.reject(rejected, by=mira, reason="Spam")
    moderating.approve(bobs_answer, by=mira)
    assert shown(desk) == [waiting.pk]
    assert shown(desk, list="reported") == [reported.pk]
    assert shown(desk, list="new") == [reported.pk]
    assert shown(desk, list="removed") == [rejected.pk]
    assert shown(desk, list="all") == [rejected.pk, waiting.pk, bobs_answer.pk, reported.pk]


def test_the_lists_and_the_header_say_how_many(
    desk: Client, wait: Callable[..., Comment], adas_comment: Comment, bob: Member
) -> None:
    wait("One."), wait("Two.")
    flag(adas_comment, by=bob, reason="spam")
    for address in (QUEUE, "/admin/"):
        header = desk.get(address).content.decode().partition('class="desk-nav"')[2]
        said = re.sub(r"<[^>]*>", " ", header.partition("</nav>")[0])
        assert "Queue 2 waiting Reported 1" in " ".join(said.split())
    page = desk.get(QUEUE).content.decode()
    assert 'Waiting <b id="list-waiting">2</b>' in page
    assert 'Reported <b id="list-reported">1</b>' in page


def test_a_page_that_stays_open_asks_what_is_counted_now(
    desk: Client, wait: Callable[..., Comment], adas_comment: Comment, bob: Member, mira: Member
) -> None:
    taken_away = wait("Zero.")
    counts = f"{QUEUE}counts/"
    before = desk.get(counts).content.decode()
    assert '<b id="list-reported"></b>' in before
    wait("One."), flag(adas_comment, by=bob, reason="spam")
    moderating.reject(taken_away, by=mira, reason="Spam")
    appealing.appeal(taken_away, by=taken_away.author, text="It is no advertisement.")
    after = desk.get(counts).content.decode()
    page = desk.get(QUEUE).content.decode()
    named = r'<b id="(?:desk|list)-\w+">.*?</b>'
    assert set(re.findall(named, after)) >= set(re.findall(named, page)) > set()
    assert '<b id="list-waiting">1</b>' in after
    assert '<b id="list-reported">1</b>' in after


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ({"article": "the-tram-that-came-back"}, True),
        ({"article": "another"}, False),
        ({"section": "cities"}, True),
        ({"section": "ships"}, False),
        ({"member": "nora"}, True),
        ({"member": "Ada"}, False),
        ({"why": "Every comment waits for a moderator here."}, True),
        ({"why": "spam"}, False),
        ({"age": "hour"}, True),
        ({"age": "day"}, False),
        ({"comment": "nonsense"}, False),
    ],
)
def test_a_list_is_narrowed(
    query: dict[str, str], fits: bool, desk: Client, wait: Callable[..., Comment]
) -> None:
    waiting = wait()
    Comment.objects.update(created_at=timezone.now() - timedelta(hours=2))
    assert shown(desk, **query) == ([waiting.pk] if fits else [])


def test_a_list_is_narrowed_to_what_one_rule_found_whatever_it_found(
    desk: Client,
    wait: Callable[..., Comment],
    rule: Callable[..., RuleVersion],
    ada: Member,
    mira: Member,
) -> None:
    words, links = rule(Kind.WORDS, entries="depot\npot"), rule(Kind.LINKS, amount=1)
    discussion = wait().discussion
    discussion.mode = Discussion.Mode.OPEN
    bodies = ["At the depot.", "In the pot.", "https://a.example https://b.example"]
    depot, pot, linked = (post(discussion, author=ada, body=body) for body in bodies)
    choices = dict(queueing.reasons("waiting", mira))
    name = f"rule-{words.rule.pk}"
    assert choices[name] == f"Rule: {words.rule}"
    held = "Every comment waits for a moderator here."
    assert list(choices)[:3] == [name, f"rule-{links.rule.pk}", held]
    assert shown(desk, why=name) == [depot.pk, pot.pk]
    assert shown(desk, why=f"rule-{links.rule.pk}") == [linked.pk]
    assert shown(desk, why="rule-x") == []


def test_what_a_rule_reported_says_so_and_is_found_by_it(
    desk: Client, discussion: Discussion, rule: Callable[..., RuleVersion], ada: Member, bob: Member
) -> None:
    words = rule(Kind.WORDS, action="flag", entries="depot")
    reported = post(discussion, author=ada, body="At the depot.")
    flag(post(discussion, author=ada, body="In the yard."), by=bob, reason="other")
    text = card(desk, reported, list="reported")
    assert f"<b>Reported by a rule</b> {words.rule}: depot</li>" in text
    assert shown(desk, list="reported", why=f"rule-{words.rule.pk}") == [reported.pk]


def test_what_waited_longest_comes_first_unless_it_is_reported(
    desk: Client, adas_comment: Comment, bobs_answer: Comment, nora: Member, ada: Member
) -> None:
    flag(bobs_answer, by=ada, reason="abuse")
    flag(adas_comment, by=nora, reason="abuse")
    Comment.objects.filter(pk=bobs_answer.pk).update(
        created_at=adas_comment.created_at - timedelta(hours=1)
    )
    assert shown(desk, list="reported") == [bobs_answer.pk, adas_comment.pk]
    flag(adas_comment, by=bobs_answer.author, reason="abuse")
    assert shown(desk, list="reported") == [adas_comment.pk, bobs_answer.pk]


def test_who_reported_wrongly_weighs_less_until_they_report_rightly(
    discussion: Discussion, ada: Member, bob: Member, mira: Member
) -> None:
    def weight() -> float:
        from forum.models import Flag

        return Flag.objects.filter(member=bob).weights().get(bob.pk, 1)

    assert weight() == 1
    for number in range(2):
        comment = post(discussion, author=ada, body=f"Comment {number}.")
        flag(comment, by=bob, reason="spam")
        decision = moderating.approve(comment, by=mira)
    assert weight() == 0.5
    moderating.undo(decision, by=mira)
    assert weight() == pytest.approx(2 / 3)
    moderating.remove(comment, by=mira, reason="Spam")
    assert weight() == 0.75


def test_cards_go_on_where_the_page_before_ended(
    desk: Client, wait: Callable[..., Comment], monkeypatch: pytest.MonkeyPatch, mira: Member
) -> None:
    monkeypatch.setattr(queueing, "PER_PAGE", 2)
    comments = [wait(f"Comment {number}.") for number in range(5)]
    for name, order in (("waiting", comments), ("all", comments[::-1])):
        found, address = [], f"?list={name}"
        while address:
            page = desk.get(f"{QUEUE}{address}").content.decode()
            found += re.findall(r'id="card-(\d+)"', page)
            link = re.search(r'rel="next" href="([^"]+)"', page)
            address = link[1].replace("&amp;", "&") if link else ""
            if name == "waiting" and found:
                moderating.approve(Comment.objects.get(pk=found[0]), by=mira)
        assert [int(pk) for pk in found] == [comment.pk for comment in order]


def test_a_card_says_all_that_is_needed(
    desk: Client, wait: Callable[..., Comment], adas_comment: Comment, mira: Member, nora: Member
) -> None:
    earlier = wait("Look at https://example.org/watches, cheap.")
    moderating.reject(earlier, by=mira, reason="Advertising")
    sanctioning.note(nora, by=mira, text="Came back after a pause.")
    sanctioning.warn(nora, by=mira, reason="No advertising, please.")
    body = "> I took the earlier tram on its first night.\n\nhttps://example.org/watches, really?"
    waiting = wait(body, to=adas_comment)
    text = card(desk, waiting)
    for said in (
        "Every comment waits for a moderator here.",
        "The tram that came back",
        "answering <bdi>Ada</bdi>",
        "I took the later tram on its first night.",
        'data-fidelity="altered"',
        "0 published, <b>1 removed</b>",
        "Came back after a pause.",
        "No advertising, please.",
        "Look at https://example.org/watches",
        f'href="/comments/{waiting.pk}/"',
    ):
        assert said in text


def test_a_card_says_again_why_it_waits_when_a_decision_was_undone(
    desk: Client, wait: Callable[..., Comment], mira: Member
) -> None:
    waiting = wait()
    moderating.undo(moderating.approve(waiting, by=mira), by=mira)
    text = card(desk, waiting)
    assert "<b>Held</b> Every comment waits for a moderator here." in text
    assert "by Mira" not in text
    moderating.reject(waiting, by=mira, reason="Spam")
    assert "Rejected by Mira" in card(desk, waiting)


def test_the_same_links_by_others_are_shown(
    desk: Client, discussion: Discussion, ada: Member, wait: Callable[..., Comment]
) -> None:
    post(discussion, author=ada, body="Compare https://example.org/watches for once.")
    post(discussion, author=ada, body="Compare https://example.org/watches/other instead.")
    text = card(desk, wait("Buy at https://example.org/watches now."))
    assert "for once." in text
    assert "instead." not in text


def test_reports_are_read_with_what_their_readers_say(
    desk: Client, adas_comment: Comment, bob: Member
) -> None:
    flag(adas_comment, by=bob, reason="abuse", note="She means me.")
    text = card(desk, adas_comment, list="reported")
    assert "Insulting, hateful or threatening" in text
    assert "She means me." in text


@pytest.mark.parametrize("name", list(queueing.LISTS))
def test_a_page_costs_the_same_few_queries_however_many_cards_it_has(
    name: str, desk: Client, wait: Callable[..., Comment], bob: Member, mira: Member
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert shown(desk, list=name)
        return len(asked)

    def more(number: int) -> None:
        comment = post(
            wait(f"Word {number}").discussion, author=bob, body=f"See https://example.org/{number}"
        )
        flag(comment, by=mira, reason="spam")
        moderating.reject(wait(f"No. {number}"), by=mira, reason="Spam")

    more(0)
    queries()
    few = queries()
    for number in range(1, 8):
        more(number)
    queries()  # which writes down that the moderator has looked
    assert queries() <= few
    assert few <= 34


def test_comments_on_a_fresh_article_come_before_those_on_an_old_one(
    desk: Client, wait: Callable[..., Comment], make_article: Callable[..., Any], nora: Member
) -> None:
    today = timezone.now().strftime("%B %-d, %Y")
    text = f"A bridge opens\n\n{today}\n\nBy Lena Horvat\n\nIt carries trams and bicycles.\n"
    bridge = make_article(text, "bridge.txt").discussion
    old, older = wait("On the tram."), wait("On the tram, too.")
    bridge.mode = Discussion.Mode.PREMODERATED
    fresh = post(bridge, author=nora, body="On the bridge.")
    Comment.objects.filter(pk=older.pk).update(created_at=timezone.now() - timedelta(hours=6))
    assert shown(desk) == [older.pk, fresh.pk, old.pk]


def test_claims_of_yesterday_are_swept(
    desk: Client, wait: Callable[..., Comment], max_: Member
) -> None:
    old, new = wait("One."), wait("Two.")
    Claim.objects.take(old, by=max_)
    Claim.objects.update(until=timezone.now() - timedelta(days=2))
    desk.post(f"{QUEUE}claims/", {"comment": new.pk})
    assert Claim.objects.get().comment == new


def test_the_discussion_leads_to_the_card_and_the_card_to_the_record(
    desk: Client, bobs_answer: Comment
) -> None:
    page = desk.get(bobs_answer.discussion.article.get_absolute_url()).content.decode()
    address = f"{QUEUE}?list=all&amp;comment={bobs_answer.pk}#card-{bobs_answer.pk}"
    assert f'<a href="{address}" aria-label="Moderate the comment by Bob">' in page
    assert shown(desk, list="all", comment=str(bobs_answer.pk)) == [bobs_answer.pk]
    assert f'href="/admin/forum/comment/{bobs_answer.pk}/change/"' in card(desk, bobs_answer)
