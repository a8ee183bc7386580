"""When a discussion is open, and the desk where moderators say so, in a real browser."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product

from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles.models import Article
from forum.models import Action, Change, Discussion, Kind, Member, RuleVersion
from forum.posting import post
from tests.browser.looking import looked_at_by_axe

LogIn = Callable[[Page, Member], None]
LOOKS = [(1280, "light"), (390, "dark")]


def test_a_countdown_ticks_and_says_when_it_is_time(
    server: str, page: Page, article: Article, ada: Member, log_in: LogIn
) -> None:
    opens_at = timezone.now() + timedelta(hours=2, minutes=30)
    Discussion.objects.update(opens_at=opens_at)
    log_in(page, ada)
    page.clock.install()
    page.goto(f"{server}{article.get_absolute_url()}")
    notice = page.locator(".discussion-notice")
    expect(notice).to_contain_text("in 3 hours.")
    page.clock.run_for(timedelta(minutes=31) / timedelta(milliseconds=1))
    expect(notice).to_contain_text("in 2 hours.")
    page.clock.run_for(timedelta(hours=2) / timedelta(milliseconds=1))
    expect(notice).to_contain_text("The discussion is open now. Join it")
    expect(notice.locator("p").first).to_be_hidden()
    with transaction.atomic():
        Discussion.objects.update(opens_at=timezone.now())
        Change.objects.note()
    notice.get_by_role("link", name="Join it").click()
    page.reload()
    expect(page.locator("#compose")).to_be_visible()


def test_who_is_still_writing_when_it_closes_keeps_their_words(
    server: str, page: Page, article: Article, ada: Member, log_in: LogIn
) -> None:
    Discussion.objects.update(closes_at=timezone.now() + timedelta(hours=1))
    log_in(page, ada)
    page.clock.install()
    page.goto(f"{server}{article.get_absolute_url()}")
    page.fill("#compose", "My last words on the tram.")
    expect(page.locator(".open-until")).to_contain_text("in 60 minutes.")
    page.clock.run_for(timedelta(hours=1, seconds=1) / timedelta(milliseconds=1))
    expect(page.locator(".open-until")).to_contain_text("The discussion has closed.")
    Discussion.objects.update(closes_at=timezone.now())
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator(".composer-problem")).to_contain_text("This discussion closed on")
    expect(page.locator("#compose")).to_have_value("My last words on the tram.")


def test_everybody_can_use_the_desks_pages(
    server: str,
    page: Page,
    article: Article,
    ada: Member,
    mira: Member,
    rule: Callable[..., RuleVersion],
    log_in: LogIn,
) -> None:
    post(article.discussion, author=ada, body="Watches!")
    pk = rule(Kind.WORDS, Action.HOLD, entries="watches").rule.pk
    Discussion.objects.update(opens_at=timezone.now() + timedelta(days=2))
    log_in(page, mira)
    doors = [
        article.get_absolute_url(),
        "/admin/forum/rule/",
        "/admin/forum/rule/add/",
        "/admin/forum/rule/add/?kind=words",
        f"/admin/forum/rule/{pk}/change/",
        f"/admin/forum/rule/{pk}/back-test/",
    ]
    looked_at = page.context.new_page()  # axe styles forms inline itself while it looks at them
    for door in doors:
        page.goto(f"{server}{door}")
    for door, (width, scheme) in product(doors, LOOKS):
        looked_at.emulate_media(color_scheme=scheme)
        looked_at.set_viewport_size({"width": width, "height": 800})
        looked_at.goto(f"{server}{door}")
        results = looked_at_by_axe(looked_at)
        assert results.violations_count == 0, f"{door}: {results.generate_report()}"
        assert looked_at.evaluate("document.documentElement.scrollWidth") <= width, door
