"""Badges, pins and picks, in a real browser."""

from collections.abc import Callable
from itertools import product

from playwright.sync_api import Page, expect

from forum.highlighting import highlight
from forum.models import Comment, Discussion, Highlight, Member
from forum.posting import post
from tests.browser.looking import looked_at_by_axe

LogIn = Callable[[Page, Member], None]
LOOKS = [(1280, "light"), (390, "dark")]


def test_an_author_pins_and_unpins_a_comment(
    server: str, page: Page, adas_comment: Comment, lena: Member, log_in: LogIn
) -> None:
    log_in(page, lena)
    page.goto(f"{server}{adas_comment.discussion.article.get_absolute_url()}")
    comment = page.locator(f"#comment-{adas_comment.pk}")
    comment.locator("summary", has_text="More").click()
    page.get_by_role("button", name="Pin the comment by Ada").click()
    pins = page.get_by_role("list", name="Pinned comments")
    expect(pins).to_contain_text("I took the later tram on its first night.")
    pins.get_by_role("link", name="In its place").click()
    expect(comment).to_be_in_viewport()
    comment.locator("summary", has_text="More").click()
    page.get_by_role("button", name="Unpin the comment by Ada").click()
    expect(pins).to_have_count(0)


def test_an_expert_writes_as_one_and_the_site_remembers(
    server: str, page: Page, adas_comment: Comment, bob: Member, log_in: LogIn
) -> None:
    Member.objects.filter(pk=bob.pk).update(expertise="hydrology")
    log_in(page, bob)
    page.goto(f"{server}{adas_comment.discussion.article.get_absolute_url()}")
    page.fill("#compose", "Water runs down.")
    page.get_by_label("Write as verified expert: hydrology").check()
    page.get_by_role("button", name="Post comment").click()
    posted = page.get_by_role("article", name="Comment by Bob")
    expect(posted.locator(".badge")).to_have_text("Verified: hydrology")
    page.get_by_role("link", name="Reply to Ada").click()
    reply = page.locator("li > composer-form")
    expect(reply.get_by_label("Write as verified expert: hydrology")).to_be_checked()


def test_who_may_not_write_reads_why_in_place_of_the_composer(
    server: str, page: Page, adas_comment: Comment, bob: Member, log_in: LogIn
) -> None:
    Discussion.objects.update(writers=Discussion.Writers.EXPERTS)
    log_in(page, bob)
    page.goto(f"{server}{adas_comment.discussion.article.get_absolute_url()}")
    expect(page.locator(".discussion-notice")).to_contain_text("Here only verified experts")
    expect(page.get_by_role("link", name="Reply to Ada")).to_have_count(0)
    found = looked_at_by_axe(page)
    assert found.violations_count == 0, found.generate_report()


def test_everybody_can_use_what_is_put_forward(
    server: str,
    page: Page,
    discussion: Discussion,
    adas_comment: Comment,
    bobs_answer: Comment,
    lena: Member,
    log_in: LogIn,
) -> None:
    Member.objects.filter(pk=lena.pk).update(expertise="the economics of late public transport")
    lena.refresh_from_db()
    answer = post(discussion, author=lena, body="Thank you.", to=bobs_answer, as_expert=True)
    for comment in (adas_comment, answer):
        highlight(comment, Highlight.Kind.PIN, by=lena)
    highlight(bobs_answer, Highlight.Kind.PICK, by=lena)
    log_in(page, lena)
    article = discussion.article.get_absolute_url()
    places = [article, f"{article}?only=picks", "/moderation-log/highlights/"]
    for place, (width, scheme) in product(places, LOOKS):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.goto(f"{server}{place}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = looked_at_by_axe(page)
        assert found.violations_count == 0, f"{place}: {found.generate_report()}"
