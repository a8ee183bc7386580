"""What editors see of the pictures of articles, and can do about those that aren't here."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from articles.models import Article, Picture
from forum.models import Member

ADDRESS = "/admin/articles/picture/"


@pytest.fixture
def desk(edith: Member, as_member: Callable[[Member], Client]) -> Client:
    return as_member(edith)


def pictures(article: Article, number: int = 1) -> None:
    """Of each kind so many: kept here, still to be fetched, and not to be had."""
    for n in range(number):
        here, due, away = (
            Picture.objects.create(
                key=f"{kind}{n}", address=f"https://gazette.example/{kind}{n}.jpg"
            )
            for kind in ("here", "due", "away")
        )
        here.digest, here.width, here.height, here.due_at = "d" * 64, 300, 200, None
        here.save()
        away.refuse("The site answers 404, not with a picture.")
        article.current.noted_pictures.add(here, due, away)


def test_each_stands_there_with_its_article_and_what_is_wrong(
    article: Article, desk: Client
) -> None:
    pictures(article)
    page = desk.get(ADDRESS).content.decode()
    assert "https://gazette.example/here0.jpg" in page
    assert f'src="{Picture.objects.get(key="here0").get_absolute_url()}"' in page
    assert "300 × 200" in page
    assert f'href="{article.get_absolute_url()}"' in page
    assert "The site answers 404" in page


@pytest.mark.parametrize("kept", ["here", "due", "away"])
def test_one_can_ask_for_those_that_are_here_are_due_or_are_away(
    kept: str, article: Article, desk: Client
) -> None:
    pictures(article)
    page = desk.get(ADDRESS, {"kept": kept}).content.decode()
    shown = {name for name in ("here", "due", "away") if f"/{name}0.jpg" in page}
    assert shown == {kept}


def test_those_that_are_away_are_fetched_again(
    article: Article, desk: Client, settings: Settings
) -> None:
    settings.IMPORT_IMAGES = "store"
    pictures(article)
    chosen = {
        "action": "fetch_again",
        "_selected_action": Picture.objects.values_list("pk", flat=True),
    }
    page = desk.post(ADDRESS, chosen, follow=True).content.decode()
    assert "2 pictures are fetched again." in page
    assert not Picture.objects.filter(digest="", due_at=None).exists()
    assert not Picture.objects.exclude(problem="").exists()


def test_where_none_are_kept_one_is_told_how(article: Article, desk: Client) -> None:
    pictures(article)
    chosen = {
        "action": "fetch_again",
        "_selected_action": Picture.objects.values_list("pk", flat=True),
    }
    assert "IMPORT_IMAGES=store" in desk.post(ADDRESS, chosen, follow=True).content.decode()


def test_many_take_no_more_questions_than_few(
    article: Article, desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    pictures(article, 12)
    with django_assert_max_num_queries(20):
        desk.get(ADDRESS)
