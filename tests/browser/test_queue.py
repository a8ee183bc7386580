"""Moderators at work: by keyboard, two at once, on a phone."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import Browser, Locator, Page, Route, expect

from forum import appealing, moderating, sanctioning
from forum.flagging import flag
from forum.models import (
    Comment,
    Decision,
    Discussion,
    Kind,
    Member,
    Reason,
    RuleVersion,
    Sanction,
    Status,
)
from forum.posting import post
from tests.browser.looking import looked_at_by_axe
from tests.forum.dumps import dump

PLACES = """links => links.map((link) => link.getBoundingClientRect())
    .flatMap(({ x, y, width, height }) => [x, y, width, height])"""
LogIn = Callable[[Page, Member], None]
KINDS_OF_RECORDS = [
    *("rule", "reason", "sanction", "decision", "flag"),
    *("comment", "discussion", "sectionterms", "highlight", "member"),
]


@pytest.fixture
def queue(server: str) -> str:
    return f"{server}/admin/queue/"


@pytest.fixture
def max_(make_member: Callable[..., Member], mira: Member) -> Member:
    """Moderates, too."""
    member = make_member("Max", is_staff=True)
    member.groups.add(Group.objects.get(name="moderators"))
    return member


@pytest.fixture
def tove(make_member: Callable[..., Member]) -> Member:
    """Administers everything."""
    return make_member("Tove", is_staff=True, is_superuser=True)


@pytest.fixture
def hold(discussion: Discussion, nora: Member) -> Callable[[int], list[Comment]]:
    """Makes so many comments wait."""

    def make(number: int) -> list[Comment]:
        discussion.mode = Discussion.Mode.PREMODERATED
        bodies = [f"Comment {index}." for index in range(number)]
        return [post(discussion, author=nora, body=body) for body in bodies]

    return make


@pytest.fixture
def other_page(browser: Browser) -> Iterator[Page]:
    """A second browser, on another desk."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def in_german(committed_db: None, nora: Member) -> Reason:
    """A usual reason that is written in German too, which Nora reads."""
    nora.language = "de"
    nora.save()
    reason = Reason.objects.get(title="Off topic")
    reason.translations.create(language="de", text="Das hat nichts damit zu tun.")
    return reason


def card(page: Page, comment: Comment) -> Locator:
    return page.locator(f"#card-{comment.pk}")


def focused(page: Page) -> Locator:
    return page.locator(".queue-card:focus")


def complaints(page: Page) -> list[Any]:
    rows = looked_at_by_axe(page).response["violations"]
    return [(row["id"], [node["html"][:200] for node in row["nodes"]]) for row in rows]


def test_200_comments_are_decided_by_keyboard_none_lost_none_twice_and_undone_at_once(
    queue: str, page: Page, log_in: LogIn, mira: Member, hold: Callable[[int], list[Comment]]
) -> None:
    comments = hold(200)
    log_in(page, mira)
    before = dump()
    page.goto(queue)
    for number, comment in enumerate(comments):
        expect(card(page, comment)).to_be_focused()
        if number % 4:
            page.keyboard.press("a")
        else:
            page.keyboard.press("r")
            page.keyboard.press("1")
    expect(page.locator("#queue-lists a").first).to_have_text("Waiting")
    decided = Decision.objects.filter(by=mira)
    assert sorted(decided.values_list("comment", flat=True)) == [each.pk for each in comments]
    assert decided.filter(after="rejected").count() == 50
    page.goto(f"{queue}?list=all")
    page.get_by_text("Decide on several at once").click()
    page.get_by_label("All of them, not only the ticked").check()
    page.get_by_role("button", name="Undo what was decided last on them").click()
    expect(page.locator("#queue-lists")).to_contain_text("Waiting 200")
    assert Decision.objects.exclude(batch=None).values("batch").distinct().count() == 1
    after = dump()
    before.pop("forum.claim"), after.pop("forum.claim")
    assert after == before


def test_200_comments_are_decided_with_one_press_and_undone_with_one_key(
    queue: str, page: Page, log_in: LogIn, mira: Member, hold: Callable[[int], list[Comment]]
) -> None:
    hold(200)
    log_in(page, mira)
    before = dump()
    page.goto(queue)
    page.get_by_text("Decide on several at once").click()
    page.get_by_label("All of them, not only the ticked").check()
    page.get_by_label("Why (not needed to approve)").select_option("Spam")
    page.get_by_role("button", name="Reject or remove them").click()
    expect(page.locator("#queue-last")).to_contain_text("Rejected: 200 comments")
    assert Comment.objects.filter(status=Status.REJECTED).count() == 200
    page.keyboard.press("z")
    expect(page.locator("#queue-lists")).to_contain_text("Waiting 200")
    after = dump()
    before.pop("forum.claim"), after.pop("forum.claim")
    assert after == before


def test_who_undoes_sooner_than_a_decision_is_on_record_undoes_that_one(
    queue: str, page: Page, log_in: LogIn, mira: Member, hold: Callable[[int], list[Comment]]
) -> None:
    first, second = hold(2)
    moderating.approve(first, by=mira)
    log_in(page, mira)
    page.goto(queue)

    def undo_meanwhile(decision: Route) -> None:
        page.keyboard.press("z")
        decision.continue_()

    page.route("**/queue/decisions/", undo_meanwhile)
    expect(card(page, second)).to_be_focused()
    with page.expect_response("**/queue/undoings/"):
        page.keyboard.press("a")
    expect(page.locator("#queue-lists")).to_contain_text("Waiting 1")
    statuses = Comment.objects.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == [Status.PUBLISHED, Status.WAITING]


def test_two_moderators_do_not_decide_the_same_card_and_lose_none(
    queue: str,
    page: Page,
    other_page: Page,
    log_in: LogIn,
    mira: Member,
    max_: Member,
    hold: Callable[[int], list[Comment]],
) -> None:
    comments = hold(6)
    log_in(page, mira)
    log_in(other_page, max_)
    page.goto(queue)
    expect(focused(page)).to_have_count(1)
    other_page.goto(queue)
    claim = other_page.locator(f"#claim-{comments[0].pk}")
    expect(claim).to_contain_text("Mira is looking at this one")
    for number, comment in enumerate(comments):
        expect(card(page, comment)).to_be_focused()
        expect(card(other_page, comment)).to_be_focused()
        first, second = (page, other_page) if number % 2 else (other_page, page)
        first.keyboard.press("a")
        expect(card(first, comment)).to_have_attribute("data-decided", "")
        second.keyboard.press("r")
        second.keyboard.press("1")
        name = "Mira" if number % 2 else "Max"
        expect(card(second, comment)).to_contain_text(f"{name} approved it just now.")
        if number < 5:
            card(second, comments[number + 1]).focus()
            card(first, comments[number + 1]).focus()
    decided = Decision.objects.exclude(by=None)
    assert sorted(decided.values_list("comment", flat=True)) == [each.pk for each in comments]
    assert {decision.after for decision in decided} == {"published"}


def test_nothing_jumps_and_the_decision_shows_at_its_place(
    queue: str, page: Page, log_in: LogIn, mira: Member, hold: Callable[[int], list[Comment]]
) -> None:
    first, second, third = hold(3)
    log_in(page, mira)
    page.set_viewport_size({"width": 1280, "height": 1800})
    page.goto(queue)
    places = [card(page, each).bounding_box() for each in (second, third)]
    card(page, first).focus()
    page.keyboard.press("a")
    expect(card(page, first)).to_contain_text("Published")
    expect(card(page, second)).to_be_focused()
    assert [card(page, each).bounding_box() for each in (second, third)] == places
    page.keyboard.press("z")
    expect(card(page, first)).to_be_focused()
    expect(card(page, first)).to_contain_text("Approve")
    assert Comment.objects.get(pk=first.pk).is_waiting


def test_keys_walk_and_open_what_needs_words(
    queue: str, page: Page, log_in: LogIn, mira: Member, hold: Callable[[int], list[Comment]]
) -> None:
    first, second = hold(2)
    log_in(page, mira)
    page.goto(queue)
    for key, comment in (("j", second), ("k", first), ("k", first), ("j", second)):
        page.keyboard.press(key)
        expect(card(page, comment)).to_be_focused()
    page.keyboard.press("n")
    note = card(page, second).get_by_label("About Nora; only moderators read it")
    expect(note).to_be_focused()
    page.keyboard.type("jkardbnz? is what she types")
    expect(note).to_have_value("jkardbnz? is what she types")
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    expect(card(page, second)).to_be_focused()
    page.keyboard.press("b")
    expect(card(page, second).get_by_label("Warn: hinders nobody")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("a")
    page.keyboard.press("Escape")
    assert Comment.objects.get(pk=second.pk).is_waiting


def test_a_branch_is_removed_by_key_and_comes_back_by_key(
    queue: str,
    page: Page,
    log_in: LogIn,
    mira: Member,
    adas_comment: Comment,
    bobs_answer: Comment,
    nora: Member,
) -> None:
    flag(adas_comment, by=nora, reason="off_topic")
    log_in(page, mira)
    page.goto(f"{queue}?list=reported")
    page.keyboard.press("d")
    page.keyboard.press("3")
    expect(card(page, adas_comment)).to_contain_text("Removed: This has nothing to do")
    assert Comment.objects.filter(status=Status.REMOVED).count() == 2
    page.keyboard.press("z")
    expect(page.locator("#queue-lists")).to_contain_text("Reported 1")
    assert Comment.objects.filter(status=Status.PUBLISHED).count() == 2


def test_counts_follow_while_somebody_looks_and_nothing_moves(
    queue: str,
    page: Page,
    log_in: LogIn,
    mira: Member,
    adas_comment: Comment,
    bob: Member,
    hold: Callable[[int], list[Comment]],
) -> None:
    log_in(page, mira)
    page.clock.install()
    page.goto(queue)
    links = page.locator(".desk-nav a, #queue-lists a")
    before = links.evaluate_all(PLACES)
    hold(2), flag(adas_comment, by=bob, reason="off_topic")
    page.clock.fast_forward("01:00")
    expect(page.locator("#queue-lists")).to_contain_text("Waiting 2 Reported 1")
    expect(page.locator(".desk-nav")).to_contain_text("Queue 2 waiting Reported 1")
    assert links.evaluate_all(PLACES) == pytest.approx(before, abs=0.1)


def test_a_usual_reason_is_changed_before_it_is_given(
    queue: str,
    page: Page,
    log_in: LogIn,
    mira: Member,
    nora: Member,
    in_german: Reason,
    hold: Callable[[int], list[Comment]],
) -> None:
    """Nora reads German, and Mira adds a word."""
    first, _ = hold(2)
    log_in(page, mira)
    page.goto(queue)
    page.keyboard.press("r")
    page.keyboard.press("e")
    page.keyboard.press("3")
    words = card(page, first).get_by_label("Or in your own words")
    expect(words.first).to_be_focused()
    expect(words.first).to_have_value(in_german.text_in("de"))
    page.keyboard.press("End")
    page.keyboard.type(" Leider.")
    card(page, first).get_by_role("button", name="Reject", exact=True).click()
    expect(card(page, first)).to_contain_text("Rejected: Das hat nichts damit zu tun. Leider.")


def test_a_warning_by_a_slip_is_taken_back_by_key(
    queue: str, page: Page, log_in: LogIn, mira: Member, hold: Callable[[int], list[Comment]]
) -> None:
    first, _ = hold(2)
    log_in(page, mira)
    page.goto(queue)
    page.keyboard.press("b")
    card(page, first).get_by_label("Why", exact=True).select_option("Spam")
    card(page, first).get_by_role("button", name="Do it").click()
    expect(page.locator("#queue-last")).to_contain_text("Warned: Nora")
    card(page, first).focus()
    page.keyboard.press("z")
    expect(page.locator("#queue-last")).to_be_hidden()
    assert not Sanction.objects.in_force().exists()


def test_what_fails_is_said_and_the_card_stays(
    queue: str, page: Page, log_in: LogIn, mira: Member, hold: Callable[[int], list[Comment]]
) -> None:
    first, _ = hold(2)
    log_in(page, mira)
    page.goto(queue)
    page.context.set_offline(True)
    page.keyboard.press("a")
    expect(page.locator("#announcements")).to_have_text("That did not work. Try again in a moment.")
    page.context.set_offline(False)
    page.keyboard.press("k")
    expect(card(page, first)).to_be_focused()
    page.keyboard.press("a")
    expect(card(page, first)).to_contain_text("Published")


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_axe_finds_nothing_and_everything_fits(
    width: int,
    scheme: Any,
    queue: str,
    browser: Browser,
    log_in: LogIn,
    mira: Member,
    adas_comment: Comment,
    bob: Member,
    hold: Callable[[int], list[Comment]],
) -> None:
    hold(2)
    flag(adas_comment, by=bob, reason="abuse", note="She means me. " * 10)
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    log_in(page, mira)
    for address in (queue, f"{queue}?list=reported"):
        page.goto(address)
        for key in ("r", "b"):
            page.keyboard.press(key)
            assert complaints(page) == []
            page.keyboard.press("Escape")
        page.keyboard.press("a")
        expect(page.locator("[data-decided]").first).to_be_visible()
        assert complaints(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_axe_finds_nothing_on_the_other_pages_of_the_desk_and_for_authors(
    width: int,
    scheme: Any,
    server: str,
    browser: Browser,
    log_in: LogIn,
    mira: Member,
    max_: Member,
    tove: Member,
    adas_comment: Comment,
    bobs_answer: Comment,
    hold: Callable[[int], list[Comment]],
    rule: Callable[..., RuleVersion],
    in_german: Reason,
) -> None:
    held_by = rule(Kind.WORDS, entries="comment")
    moderating.reject(hold(1)[0], by=mira, reason="Spam")
    moderating.remove(adas_comment, by=mira, reason="Has nothing to do with trams")
    moderating.remove(bobs_answer, by=mira, reason="Nor has this")
    assert adas_comment.author
    assert bobs_answer.author
    appealing.appeal(adas_comment, by=adas_comment.author, text="It has. " * 30)
    sanctioning.warn(bobs_answer.author, by=mira, reason="Easy on people, please.")
    article = adas_comment.discussion.article.get_absolute_url()
    seen_by = {
        max_: [
            *("/admin/queue/?list=removed", "/admin/queue/?list=new", "/admin/queue/?list=all"),
            *("/admin/queue/appeals/", "/admin/queue/figures/", "/admin/", "/moderation-log/"),
            *(f"/admin/forum/{kind}/" for kind in KINDS_OF_RECORDS),
            "/admin/forum/sectionterms/add/",
            f"/admin/forum/discussion/{adas_comment.discussion.pk}/change/",
            *("/admin/forum/rule/add/", "/admin/forum/rule/add/?kind=words"),
            f"/admin/forum/rule/{held_by.rule.pk}/back-test/",
            f"/admin/forum/rule/{held_by.rule.pk}/change/",
            f"/admin/forum/reason/{in_german.pk}/change/",
            f"/admin/forum/comment/{adas_comment.pk}/change/",
        ],
        tove: [
            f"/admin/articles/article/{adas_comment.discussion.article.pk}/change/",
            "/admin/forum/authoraccount/add/",
        ],
        bobs_answer.author: [
            "/notifications/",
            f"/comments/{bobs_answer.pk}/appeal/",
            "/accounts/language/",
            f"{article}comments/",
        ],
    }
    for member, addresses in seen_by.items():
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
        )
        page = context.new_page()
        log_in(page, member)
        for address in addresses:
            page.goto(f"{server}{address}")
            assert complaints(page) == []
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        context.close()
