"""How tests select words and find what that brings."""

from playwright.sync_api import Locator, Page

SELECT = """([from, to]) => {
  const find = (words, isEnd) => {
    const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const at = texts.currentNode.data.indexOf(words);
      if (at >= 0) return [texts.currentNode, isEnd ? at + words.length : at];
    }
    throw new Error(`There is no “${words}” in the page.`);
  };
  document.activeElement.blur();
  const [start, end] = [find(from, false), find(to, true)];
  getSelection().setBaseAndExtent(...start, ...end);
}"""


def select(page: Page, start: str, end: str = "") -> None:
    """Selects from some words of the page to others."""
    page.evaluate(SELECT, [start, end or start])


def select_all_of(words: Locator) -> None:
    words.evaluate(
        "element => { document.activeElement.blur(); getSelection().selectAllChildren(element) }"
    )


def toolbar(page: Page) -> Locator:
    return page.get_by_role("toolbar", name="Selected words")


def article_box(page: Page) -> Locator:
    return page.locator("comment-thread > composer-form textarea")


def reply_box(page: Page) -> Locator:
    return page.locator("li > composer-form textarea")


def quote(page: Page, start: str, end: str = "") -> None:
    select(page, start, end)
    toolbar(page).get_by_role("button", name="Quote").click()
