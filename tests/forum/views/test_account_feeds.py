import re
from collections.abc import Callable

from django.test import Client

from forum.models import Member

ADDRESS = re.compile(r'value="http://testserver(/answers/[^"]+/feed\.xml)"')


def test_a_member_makes_an_address_renews_it_and_turns_it_off(
    ada: Member, as_member: Callable[[Member], Client]
) -> None:
    browser = as_member(ada)

    def address() -> str | None:
        found = ADDRESS.search(browser.get("/accounts/feeds/").content.decode())
        return found and found[1]

    def leads_somewhere(address: str | None) -> bool:
        return bool(address) and Client().get(address).status_code == 200

    assert address() is None
    browser.post("/accounts/feeds/")
    first = address()
    assert leads_somewhere(first)
    assert address() == first
    browser.post("/accounts/feeds/")
    assert leads_somewhere(address())
    assert not leads_somewhere(first)
    browser.post("/accounts/feeds/", {"off": "1"})
    assert address() is None


def test_pages_that_have_a_feed_lead_to_it(adas_comment: object) -> None:
    for page in ("/sections/cities/", "/authors/lena-horvat/", "/members/Ada/"):
        html = Client().get(page).content.decode()
        assert html.count(f'href="{page}feed.xml"') == 2  # for programs and for people
