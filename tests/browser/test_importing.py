"""Dana hands an export in, looks at what would come of it, brings it in, takes it back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article
from forum import ledger
from forum.models import Comment, ImportBatch, Member
from tests.browser.looking import looked_at_by_axe

LogIn = Callable[[Page, Member], None]
EXPORT = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><language>en</language>
<item><title>The ferry that waits</title><link>https://old.example/2020/ferry/</link>
<content:encoded><![CDATA[Since April it waits for eleven minutes.]]></content:encoded>
<wp:post_id>7</wp:post_id><wp:post_type>post</wp:post_type><wp:status>publish</wp:status>
<wp:post_date_gmt>2020-05-01 06:30:00</wp:post_date_gmt>
<wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_author>Tamsin</wp:comment_author>
<wp:comment_date_gmt>2020-05-01 08:00:00</wp:comment_date_gmt>
<wp:comment_content>Twelve, on Sundays.</wp:comment_content>
<wp:comment_approved>1</wp:comment_approved><wp:comment_parent>0</wp:comment_parent></wp:comment>
<wp:comment><wp:comment_id>2</wp:comment_id><wp:comment_author>Joren</wp:comment_author>
<wp:comment_date_gmt>2020-05-01 09:00:00</wp:comment_date_gmt>
<wp:comment_content>True. The Sunday train is slower.</wp:comment_content>
<wp:comment_approved>1</wp:comment_approved><wp:comment_parent>1</wp:comment_parent></wp:comment>
</item></channel></rss>"""


@pytest.fixture
def export(tmp_path: Path) -> Path:
    file = tmp_path / "ferry.xml"
    file.write_text(EXPORT)
    return file


def let_the_worker_work() -> None:
    while ledger.import_next():
        pass


def test_an_export_is_handed_in_tried_brought_in_and_taken_back(
    page: Page, server: str, log_in: LogIn, edith: Member, export: Path
) -> None:
    log_in(page, edith)
    page.goto(f"{server}/admin/imports/")
    assert looked_at_by_axe(page).violations_count == 0
    page.get_by_label("File").set_input_files(export)
    page.get_by_role("button", name="See what would come of it").click()
    expect(page.locator("import-progress")).to_contain_text("Being read")

    # The page follows by itself what is done behind it.
    let_the_worker_work()
    expect(page.get_by_role("button", name="Bring it in")).to_be_visible()
    expect(page.get_by_role("link", name="2 comments: new")).to_be_visible()
    assert looked_at_by_axe(page).violations_count == 0
    assert not Article.objects.exists()

    page.get_by_role("link", name="Twelve, on Sundays.").click()
    expect(page.locator(".import-preview")).to_contain_text("Tamsin")
    page.go_back()
    page.get_by_role("button", name="Bring it in").click()
    expect(page.locator("import-progress")).to_contain_text("Being brought in")
    let_the_worker_work()
    page.get_by_role("link", name="Take it back…").click()
    page.go_back()
    page.get_by_role("link", name="See it on the site").first.click()
    expect(page.get_by_role("heading", name="The ferry that waits", level=1)).to_be_visible()
    expect(page.locator("article.comment")).to_have_count(2)

    page.goto(f"{server}{ImportBatch.objects.get().get_absolute_url()}")
    page.get_by_role("link", name="Take it back…").click()
    assert looked_at_by_axe(page).violations_count == 0
    page.get_by_role("button", name="Take it back").click()
    expect(page.locator("import-progress")).to_contain_text("Being taken back")
    let_the_worker_work()
    expect(page.locator("import-progress")).to_contain_text("Taken back")
    assert not Article.objects.exists()
    assert not Comment.objects.exists()
