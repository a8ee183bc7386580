"""Rules are written, tried out on what was said before, and switched."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from forum import moderating
from forum.models import Action, Comment, Discussion, Kind, Member, Rule, RuleVersion
from forum.posting import post, withdraw

AsMember = Callable[[Member], Client]


@pytest.fixture
def desk(mira: Member, as_member: AsMember) -> Client:
    return as_member(mira)


def door(name: str, rule: Rule) -> str:
    return reverse(f"admin:forum_rule_{name}", args=[rule.pk])


def write(desk: Client, kind: str = "words", **said: Any) -> Rule:
    said = {"name": "Watches", "action": "hold", "entries": "watches\r\nviag*"} | said
    answer = desk.post(f"/admin/forum/rule/add/?kind={kind}", said)
    rule = Rule.objects.get()
    assert answer["Location"] == door("back_test", rule)
    return rule


def figures(page: str) -> list[str]:
    cells = page.split('<dl class="tally">')[1].split("</dl>")[0]
    return [cell.split("</dd>")[0] for cell in cells.split("<dd>")[1:]]


def test_a_new_rule_is_off_until_it_was_tried_out(desk: Client, mira: Member) -> None:
    rule = write(desk)
    assert rule.version_in_force is None
    assert rule.latest is not None
    assert (rule.latest.lines, rule.latest.by) == (["watches", "viag*"], mira)
    assert "Switch on</button>" in desk.get(door("back_test", rule)).content.decode()
    assert desk.post(door("switch", rule), {"version": "1"}).status_code == 302
    assert rule.version_in_force == rule.latest
    desk.post(door("switch", rule), {"version": ""})
    assert rule.version_in_force is None


def test_the_kind_is_chosen_first(desk: Client) -> None:
    page = desk.get("/admin/forum/rule/add/").content.decode()
    for kind in Kind.values:
        assert f'href="?kind={kind}"' in page
    form = desk.get("/admin/forum/rule/add/?kind=newcomers").content.decode()
    assert 'name="amount"' in form
    assert 'name="entries"' not in form


@pytest.mark.parametrize(
    ("kind", "said", "told"),
    [
        ("words", {"entries": "*a*"}, "would find almost everything"),
        ("words", {"entries": ""}, "Write at least one"),
        ("domains", {"entries": "https://example.org/"}, "is no domain"),
        ("links", {"amount": ""}, "Say how many"),
        ("hook", {}, "First set HOOK_URL"),
        ("service", {"action": "hold"}, "First set AKISMET_KEY"),
        ("newcomers", {"amount": "2", "action": "refuse"}, "Select a valid choice"),
    ],
)
def test_a_rule_that_nobody_could_follow_is_explained(
    kind: str, said: dict[str, str], told: str, desk: Client
) -> None:
    words = {"name": "Odd", "action": "hold"} | said
    answer = desk.post(f"/admin/forum/rule/add/?kind={kind}", words)
    assert told in answer.content.decode()
    assert not Rule.objects.exists()


def test_it_says_what_would_have_been_found_and_how_people_decided(
    discussion: Discussion, ada: Member, bob: Member, mira: Member, desk: Client
) -> None:
    removed, kept, _, mine = (
        post(discussion, author=author, body=f"Watches, number {n}.")
        for n, author in enumerate([ada, ada, bob, bob])
    )
    post(discussion, author=mira, body="No watches, please.")
    post(discussion, author=bob, body="> Buy watches\n\nWho said so?")
    post(discussion, author=bob, body="Of the tram.")
    moderating.remove(removed, by=mira, reason="Advertising")
    moderating.approve(kept, by=mira)
    withdraw(mine, by=bob)
    page = desk.get(door("back_test", write(desk))).content.decode()
    assert "Of the last 7 comments it would have held <strong>5</strong>" in page
    assert figures(page) == ["5", "1", "1", "3", "50 %"]
    assert "No watches, please" not in page
    assert page.index("Who said so?") < page.index("Watches, number 0.")


def test_newcomers_and_hasty_ones_of_the_past_are_found_too(
    discussion: Discussion, ada: Member, bob: Member, desk: Client
) -> None:
    for number in range(4):
        post(discussion, author=ada, body=f"Ada, number {number}.")
    post(discussion, author=bob, body="Bob, number 0.")
    rule = write(desk, kind="newcomers", amount="2")
    page = desk.get(door("back_test", rule)).content.decode()
    assert "it would have held <strong>3</strong>" in page
    desk.post("/admin/forum/rule/add/?kind=pace", {"name": "Haste", "amount": "3", "minutes": "10"})
    page = desk.get(door("back_test", Rule.objects.get(name="Haste"))).content.decode()
    assert "it would have refused <strong>1</strong>" in page
    assert "Ada, number 3." in page
    assert "3 others in 10 minutes before it" in page


def test_a_rule_says_how_many_drafts_it_refused(
    discussion: Discussion, ada: Member, desk: Client, rule: Callable[..., RuleVersion]
) -> None:
    version = rule(Kind.WORDS, action="refuse", entries="watches")
    said = "1 draft refused, of which nothing else is kept."
    assert said not in desk.get(door("change", version.rule)).content.decode()
    with pytest.raises(ValidationError):
        post(discussion, author=ada, body="Cheap watches.")
    assert said in desk.get(door("change", version.rule)).content.decode()


def test_what_asks_others_is_not_tried_on_old_comments(
    adas_comment: Comment, desk: Client, settings: Any
) -> None:
    settings.HOOK_URL, settings.HOOK_SECRET = "https://example.org/hook", "between us"
    page = desk.get(door("back_test", write(desk, kind="hook"))).content.decode()
    assert "can’t be tried out" in page
    assert "Switch on</button>" in page


def test_a_change_is_tried_out_before_it_counts(desk: Client, discussion: Discussion) -> None:
    rule = write(desk)
    desk.post(door("switch", rule), {"version": "1"})
    answer = desk.post(door("change", rule), {"action": "hold", "entries": "clocks"})
    assert answer["Location"] == door("back_test", rule)
    assert rule.version_in_force is not None
    assert rule.version_in_force.number == 1
    page = desk.get(answer["Location"]).content.decode()
    assert "Switch to version 2</button>" in page
    answer = desk.post(door("switch", rule), {"version": "1"}, follow=True)
    assert "Somebody has changed this rule in the meantime" in answer.content.decode()
    desk.post(door("switch", rule), {"version": "2"})
    assert rule.version_in_force.number == 2
    page = desk.get(door("change", rule)).content.decode()
    assert "version 1 on" in page
    assert "clocks" in page


def test_saving_without_a_change_makes_no_version(desk: Client) -> None:
    rule = write(desk)
    desk.post(door("change", rule), {"action": "hold", "entries": "watches\r\nviag*"})
    assert rule.versions.count() == 1


def test_a_rules_figures_say_how_right_it_was(
    discussion: Discussion,
    ada: Member,
    mira: Member,
    rule: Callable[..., RuleVersion],
    desk: Client,
) -> None:
    version = rule(Kind.WORDS, Action.HOLD, entries="watches")
    reporting = rule(Kind.WORDS, Action.FLAG, entries="clocks")
    held = [post(discussion, author=ada, body=f"Watches, {n}.") for n in range(4)]
    for waiting in held[:2]:
        moderating.reject(waiting, by=mira, reason="Advertising")
    moderating.approve(held[2], by=mira)
    reported = post(discussion, author=ada, body="Clocks.")
    moderating.remove(reported, by=mira, reason="Advertising")
    assert figures(desk.get(door("change", version.rule)).content.decode()) == [
        *("4", "2", "1", "1", "67 %")
    ]
    assert figures(desk.get(door("change", reporting.rule)).content.decode()) == [
        *("1", "1", "0", "0", "100 %")
    ]
    listed = desk.get("/admin/forum/rule/").content.decode()
    assert "67 %" in listed
    assert "100 %" in listed
    assert version.rule.name in desk.get("/admin/forum/decision/").content.decode()


def test_rules_are_for_moderators(
    ada: Member,
    make_member: Callable[..., Member],
    as_member: AsMember,
    rule: Callable[..., RuleVersion],
) -> None:
    version = rule(Kind.WORDS, entries="watches")
    for person, status in ((ada, 302), (make_member("Edith", is_staff=True), 403)):
        client = as_member(person)
        for name in ("back_test", "change"):
            assert client.get(door(name, version.rule)).status_code == status
        assert client.post(door("switch", version.rule), {"version": ""}).status_code == status
    assert version.rule.version_in_force == version


def test_trying_out_costs_the_same_few_queries(
    discussion: Discussion,
    ada: Member,
    desk: Client,
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    for number in range(12):
        post(discussion, author=ada, body=f"> Made-up words\n\nWatches, number {number}.")
    rule = write(desk)
    with django_assert_max_num_queries(13):
        desk.get(door("back_test", rule))
