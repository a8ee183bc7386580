"""Finding one's way through a long discussion."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from forum.models import Comment, Discussion, Member
from forum.paging import MOST_THREADS
from forum.posting import post
from forum.threads import REPLIES
from tests.browser.looking import looked_at_by_axe

LogIn = Callable[[Page, Member], None]


@pytest.fixture
def talk(discussion: Discussion, ada: Member, bob: Member) -> dict[str, Comment]:
    """Ada began two threads: one with answers to an answer, one alone."""
    said = {"first": post(discussion, author=ada, body="The first tram was full. " * 40)}
    said["answer"] = post(discussion, author=bob, body="How full?", to=said["first"])
    said["deep"] = post(discussion, author=ada, body="Very.", to=said["answer"])
    said["beside"] = post(discussion, author=bob, body="I walked.", to=said["first"])
    said["second"] = post(discussion, author=ada, body="The second was empty.")
    return said


def place(page: Page, comment: Comment) -> Locator:
    return page.locator(f"#comment-{comment.pk}")


def toggle(page: Page, comment: Comment) -> Locator:
    """What folds the branch of a comment."""
    return page.locator(f"#comment-{comment.pk} + .branch > summary")


def test_keys_walk_in_reading_order(tram: str, page: Page, talk: dict[str, Comment]) -> None:
    page.goto(tram)
    steps = [
        ("j", "first"),
        ("j", "answer"),
        ("j", "deep"),
        ("j", "beside"),
        ("j", "second"),
        ("j", "second"),
        ("k", "beside"),
        ("h", "first"),
        ("l", "answer"),
        ("l", "deep"),
        ("h", "answer"),
        ("n", "second"),
        ("p", "first"),
        ("p", "first"),
    ]
    for key, name in steps:
        page.keyboard.press(key)
        expect(place(page, talk[name])).to_be_focused()
        expect(place(page, talk[name])).to_be_in_viewport()


def test_keys_are_letters_where_somebody_types(
    tram: str, page: Page, log_in: LogIn, bob: Member, talk: dict[str, Comment]
) -> None:
    log_in(page, bob)
    page.goto(tram)
    box = page.locator("form.composer textarea")
    box.press_sequentially("jkhlnprq/?")
    expect(box).to_be_focused()
    expect(box).to_have_value("jkhlnprq/?")
    expect(page.get_by_role("dialog")).to_be_hidden()
    box.evaluate("box => box.blur()")
    for chord in ("Control+j", "Alt+j", "Meta+j", "Shift+J"):
        page.keyboard.press(chord)
        expect(page.locator("article.comment:focus")).to_have_count(0)


def test_bob_answers_and_quotes_the_comment_where_he_is(
    tram: str, page: Page, log_in: LogIn, bob: Member, talk: dict[str, Comment]
) -> None:
    log_in(page, bob)
    page.goto(tram)
    place(page, talk["second"]).evaluate("each => { each.tabIndex = -1; each.focus(); }")
    box = page.locator("li > composer-form textarea")
    page.keyboard.press("r")
    expect(box).to_be_focused()
    expect(box).to_have_value("")
    box.press("Escape")
    page.keyboard.press("q")
    expect(box).to_have_value(re.compile("^> The second was empty."))


def test_a_branch_folds_to_a_line_and_is_still_folded_after_a_reload(
    tram: str, page: Page, talk: dict[str, Comment]
) -> None:
    page.goto(tram)
    toggle(page, talk["first"]).focus()
    page.keyboard.press("Enter")
    expect(place(page, talk["answer"])).to_be_hidden()
    expect(place(page, talk["first"]).locator(".comment-body")).to_be_hidden()
    expect(toggle(page, talk["first"])).to_have_text("3 answers to Ada")
    page.keyboard.press("Tab")
    expect(place(page, talk["second"]).locator(".comment-author")).to_be_focused()
    page.keyboard.press("k")
    expect(place(page, talk["first"])).to_be_focused()

    page.reload()
    expect(place(page, talk["answer"])).to_be_hidden()
    toggle(page, talk["first"]).click()
    expect(place(page, talk["answer"])).to_be_visible()
    page.reload()
    expect(place(page, talk["answer"])).to_be_visible()


def test_the_line_at_the_side_folds_and_the_focus_is_not_lost(
    tram: str, page: Page, talk: dict[str, Comment]
) -> None:
    page.goto(tram)
    for key in "jj":
        page.keyboard.press(key)
    expect(place(page, talk["answer"])).to_be_focused()
    branch = page.locator(f"#comment-{talk['first'].pk} + .branch > .thread")
    branch.click(position={"x": 3, "y": 60})
    expect(place(page, talk["answer"])).to_be_hidden()
    page.keyboard.press("l")
    expect(place(page, talk["answer"])).to_be_focused()


def test_all_threads_fold_and_unfold_at_once(
    tram: str, page: Page, talk: dict[str, Comment]
) -> None:
    page.goto(tram)
    page.get_by_role("button", name="Fold all", exact=True).click()
    expect(place(page, talk["answer"])).to_be_hidden()
    page.get_by_role("button", name="Unfold all").click()
    expect(place(page, talk["deep"])).to_be_visible()
    expect(page.get_by_role("button", name="Fold all", exact=True)).to_be_visible()


def test_a_link_to_a_comment_unfolds_what_hides_it(
    tram: str, server: str, page: Page, talk: dict[str, Comment]
) -> None:
    page.goto(tram)
    toggle(page, talk["answer"]).click()
    toggle(page, talk["first"]).click()
    expect(place(page, talk["deep"])).to_be_hidden()
    page.goto(f"{server}/comments/{talk['deep'].pk}/")
    expect(place(page, talk["deep"])).to_be_in_viewport()
    toggle(page, talk["first"]).click()
    expect(place(page, talk["deep"])).to_be_hidden()
    page.evaluate(f"location.hash = 'comment-{talk['answer'].pk}'")
    expect(place(page, talk["answer"])).to_be_in_viewport()


def test_without_script_branches_fold_and_links_unfold_them(
    tram: str, server: str, browser: Browser, talk: dict[str, Comment]
) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(tram)
    toggle(page, talk["first"]).click()
    expect(place(page, talk["answer"])).to_be_hidden()
    expect(place(page, talk["first"]).locator(".comment-body")).to_be_hidden()
    expect(page.get_by_role("button", name="Keys")).to_have_count(0)
    page.goto(f"{server}/comments/{talk['deep'].pk}/")
    expect(place(page, talk["deep"])).to_be_in_viewport()


def test_a_dialog_lists_the_keys_and_turns_them_off(
    tram: str, page: Page, talk: dict[str, Comment]
) -> None:
    page.goto(tram)
    page.keyboard.press("j")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_contain_text("next thread")
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(place(page, talk["first"])).to_be_focused()

    opener = page.get_by_role("button", name="Keys")
    opener.click()
    dialog.get_by_role("checkbox").uncheck()
    dialog.get_by_role("button", name="Close").click()
    expect(opener).to_be_focused()
    page.reload()
    for key in "j?":
        page.keyboard.press(key)
    expect(page.locator("article.comment:focus")).to_have_count(0)
    expect(dialog).to_be_hidden()
    opener.click()
    dialog.get_by_role("checkbox").check()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator("article.comment:focus")).to_have_count(1)


def test_the_words_answered_are_shown_at_the_link_to_them(
    tram: str, page: Page, discussion: Discussion, ada: Member, bob: Member
) -> None:
    said: Comment | None = None
    for depth in range(9):
        said = post(discussion, author=[ada, bob][depth % 2], body=f"Remark {depth}.", to=said)
    page.goto(tram)
    link = page.locator("a.comment-parent").last
    words = page.get_by_role("tooltip")
    link.focus()
    expect(words).to_have_text("Remark 7.")
    expect(link).to_have_accessible_description("Remark 7.")
    page.keyboard.press("Escape")
    expect(words).to_be_hidden()
    page.locator(".comment-time").last.hover()
    link.hover()
    expect(words).to_be_visible()
    words.hover()
    expect(words).to_be_visible()


@pytest.fixture
def long_thread(discussion: Discussion, ada: Member, bob: Member) -> Comment:
    """Bob has answered Ada more often than a page shows that has other threads to show."""
    root = post(discussion, author=ada, body="How often does it run?")
    for number in range(REPLIES + 15):
        post(discussion, author=bob, body=f"Answer {number}.", to=root)
    for number in range(MOST_THREADS):
        post(discussion, author=ada, body=f"Remark {number}.")
    return root


def test_more_replies_come_in_place_and_one_reads_on_where_one_was(
    tram: str, page: Page, long_thread: Comment
) -> None:
    page.goto(tram)
    more = page.locator("more-replies a")
    shown = page.locator("article.comment").count()
    more.scroll_into_view_if_needed()
    top = more.evaluate("link => link.getBoundingClientRect().top")
    address = page.url
    more.click()
    expect(page.locator("article.comment")).not_to_have_count(shown)
    first = page.locator("article.comment:focus")
    expect(first).to_contain_text(f"Answer {REPLIES}.")
    assert abs(first.evaluate("each => each.getBoundingClientRect().top") - top) <= 1
    assert page.url == address
    expect(page.locator("#announcements")).to_contain_text("more repl")


def test_without_script_more_replies_are_on_a_page_of_the_thread(
    tram: str, browser: Browser, long_thread: Comment
) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(tram)
    page.locator("more-replies a").click()
    expect(page).to_have_url(f"{tram.partition('/articles')[0]}/comments/{long_thread.pk}/thread/")
    expect(page.locator("main")).to_contain_text(f"Answer {REPLIES + 14}.")


def test_the_order_that_was_chosen_is_remembered(
    tram: str, page: Page, talk: dict[str, Comment]
) -> None:
    page.goto(tram)
    page.get_by_role("link", name="Newest").click()
    page.wait_for_url("**order=newest**")
    page.goto(tram)
    expect(page.get_by_role("link", name="Newest")).to_have_attribute("aria-current", "true")
    expect(page.locator("article.comment").first).to_contain_text("The second was empty.")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_the_way_through_a_discussion_suits_everybody(
    width: int, scheme: str, tram: str, browser: Browser, talk: dict[str, Comment]
) -> None:
    page = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme
    ).new_page()
    page.goto(tram)
    toggle(page, talk["answer"]).click()
    for state in ("folded", "listed"):
        if state == "listed":
            page.locator("thread-keys dialog").evaluate("dialog => dialog.showModal()")
        found = looked_at_by_axe(page)
        assert not found.violations_count, (state, found.generate_report())
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
