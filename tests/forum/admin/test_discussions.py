from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.contrib import admin
from django.test import Client, RequestFactory

from articles.models import Article, Section
from forum.counting import wrong_counts
from forum.models import Discussion, Member, SectionTerms
from forum.posting import post


def test_a_moderator_closes_a_discussion(
    discussion: Discussion, mira: Member, as_member: Callable[[Member], Client]
) -> None:
    address = f"/admin/forum/discussion/{discussion.pk}/change/"
    answer = as_member(mira).post(address, {"mode": "closed", "marks_quotes": "on"})
    assert answer.status_code == 302
    discussion.refresh_from_db()
    assert (discussion.is_closed, discussion.marks_quotes) == (True, True)


@pytest.mark.parametrize("changed", [["mode"], []])
def test_what_is_posted_while_a_moderator_saves_stays_counted(
    changed: list[str], discussion: Discussion, ada: Member
) -> None:
    desk = admin.site._registry[Discussion]
    before = Discussion.objects.get(pk=discussion.pk)
    post(discussion, author=ada, body="Just in time.")
    before.mode = Discussion.Mode.CLOSED
    form = SimpleNamespace(changed_data=changed)
    desk.save_model(RequestFactory().post("/"), before, form, change=True)  # type: ignore[arg-type]
    assert Discussion.objects.get(pk=discussion.pk).is_closed == bool(changed)
    assert list(wrong_counts()) == []


def test_a_moderator_sets_when_a_section_is_open(
    discussion: Discussion, mira: Member, as_member: Callable[[Member], Client]
) -> None:
    client = as_member(mira)
    said = {"section": discussion.article.section_id, "mode": "closed", "quiet_days": "30"}
    assert client.post("/admin/forum/sectionterms/add/", said).status_code == 302
    page = client.get("/admin/forum/discussion/").content.decode()
    assert "This discussion is closed. You can still read it." in page
    said = {"mode": "open", "quiet_days": "0", "closes_at_0": "2100-01-01", "closes_at_1": "12:00"}
    address = f"/admin/forum/discussion/{discussion.pk}/change/"
    assert client.post(address, said).status_code == 302
    assert "Open, until 1 January 2100 at 12:00 UTC" in client.get(address).content.decode()


def test_the_list_of_discussions_costs_the_same_few_queries(
    make_article: Callable[..., Article],
    mira: Member,
    as_member: Callable[[Member], Client],
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    for number in range(5):
        make_article(f"Piece {number}\n\nCities\n\nBy Ada\n\nThe ferry waits.", f"{number}")
    SectionTerms.objects.create(section=Section.objects.get(name="Cities"), quiet_days=30)
    client = as_member(mira)
    with django_assert_max_num_queries(11):
        client.get("/admin/forum/discussion/")
