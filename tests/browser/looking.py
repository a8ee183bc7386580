"""How tests look at a page."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Not the style sheets: axe would copy what they import into the page, which our policy forbids.
OPTIONS = {"preload": False}


def looked_at_by_axe(page: Page) -> Any:
    page.wait_for_load_state()
    return Axe().run(page, options=OPTIONS)
