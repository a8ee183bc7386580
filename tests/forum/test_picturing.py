"""Pictures of articles that are kept here."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from django.utils.crypto import get_random_string
from PIL import Image
from pytest_django import DjangoAssertNumQueries, Settings

from articles import pages
from articles.fetching import Answer, Unfetched
from articles.models import Article, Picture
from articles.passages import FIGURE, Block, Layout
from articles.readers import ParsedArticle
from forum import ledger, purging
from forum.importing import bring_in
from forum.models import Change, ImportBatch, Member
from forum.picturing import fetch_next

HARBOUR = "https://gazette.example/harbour.jpg"
LOST = "https://gazette.example/lost.jpg"


def picture(colour: str = "navy") -> bytes:
    held = BytesIO()
    Image.new("RGB", (300, 200), colour).save(held, "JPEG")
    return held.getvalue()


class Web(dict[str, bytes | int]):
    def fetch(self, url: str, *, headers: Mapping[str, str], **limits: Any) -> Answer:
        found = self.get(url, 404)
        if found == 0:
            raise Unfetched("No answer in 20 seconds.")
        return Answer(found, {}, b"") if isinstance(found, int) else Answer(200, {}, found)


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Web:
    web = Web()
    monkeypatch.setattr(pages, "fetch", web.fetch)
    return web


@pytest.fixture(autouse=True)
def kept_here(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.IMPORT_IMAGES, settings.MEDIA_ROOT = "store", tmp_path
    purging._found_nothing_at.clear()
    yield
    purging._found_nothing_at.clear()


def ferry(*sources: str, title: str = "", words: str = "It waits.") -> Article:
    title = title or f"The ferry of {get_random_string(8)}"
    figures = (
        Block(FIGURE, "The harbour at ten", layout=Layout(source=source, alt="Boats"))
        for source in sources
    )
    blocks = (Block("paragraph", words), *figures)
    parsed = ParsedArticle(title, "", None, (), blocks, "", (), ())
    return bring_in(parsed, source=f"{title}.html").article


def page(article: Article, client: Client | None = None) -> str:
    return (client or Client()).get(article.get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_a_picture_is_fetched_and_shown_from_here_with_its_size(web: Web) -> None:
    article = ferry(HARBOUR)
    assert f'href="{HARBOUR}"' in page(article)
    web[HARBOUR] = picture()
    seen = Change.objects.count()
    assert fetch_next()
    assert Change.objects.count() > seen
    ours = Picture.objects.get().get_absolute_url()
    html = page(article)
    assert f'src="{ours}" width="300" height="200" alt="Boats"' in html
    assert "The harbour at ten" in html
    assert HARBOUR not in html
    assert not fetch_next()


@pytest.mark.django_db
def test_a_picture_may_be_kept_for_ever_and_is_nothing_else(web: Web) -> None:
    ferry(HARBOUR)
    web[HARBOUR] = picture()
    fetch_next()
    response = Client().get(Picture.objects.get().get_absolute_url())
    assert response["Content-Type"] == "image/webp"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "img-src 'self' data:;" in response["Content-Security-Policy"] + ";"
    assert "Cookie" not in response.get("Vary", "")
    with Image.open(BytesIO(response.content)) as image:
        assert image.size == (300, 200)


@pytest.mark.django_db
def test_pictures_of_a_draft_are_for_those_who_keep_the_articles(
    web: Web, client: Client, edith: Member
) -> None:
    article = ferry(HARBOUR)
    web[HARBOUR] = picture()
    fetch_next()
    Article.objects.filter(pk=article.pk).update(status=Article.Status.DRAFT)
    address = Picture.objects.get().get_absolute_url()
    assert client.get(address).status_code == 404
    client.force_login(edith)
    response = client.get(address)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_without_the_setting_nothing_is_fetched(web: Web, settings: Settings) -> None:
    settings.IMPORT_IMAGES = "none"
    article = ferry(HARBOUR)
    web[HARBOUR] = picture()
    assert not fetch_next()
    assert f'href="{HARBOUR}"' in page(article)
    settings.IMPORT_IMAGES = "store"
    assert fetch_next()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (404, "The site answers 404, not with a picture."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "This is no JPEG, PNG, WebP, GIF or AVIF."),
        (picture()[:200], "The picture is broken."),
    ],
)
def test_what_will_never_be_a_picture_stays_a_link(web: Web, answer: bytes | int, why: str) -> None:
    article = ferry(LOST)
    web[LOST] = answer
    assert fetch_next()
    row = Picture.objects.get()
    assert (row.problem, row.due_at) == (why, None)
    assert f'href="{LOST}"' in page(article)


@pytest.mark.django_db
@pytest.mark.parametrize("answer", [0, 503, 429])
def test_a_site_that_is_away_is_asked_again_later_and_not_for_ever(web: Web, answer: int) -> None:
    ferry(LOST)
    web[LOST] = answer
    assert fetch_next()
    row = Picture.objects.get()
    assert row.problem
    assert row.due_at > timezone.now() + timedelta(minutes=5)
    for _ in range(5):
        Picture.objects.update(due_at=timezone.now())
        assert fetch_next()
    row.refresh_from_db()
    assert row.due_at is None


@pytest.mark.django_db
def test_a_site_that_is_away_keeps_nobody_waiting(web: Web) -> None:
    elsewhere = "https://harbour.example/boat.jpg"
    ferry(LOST, HARBOUR, elsewhere)
    web.update({LOST: 0, HARBOUR: 0, elsewhere: picture()})
    while fetch_next():
        pass
    assert Picture.objects.exclude(problem="").count() == 1
    assert Picture.objects.stored().get().address == elsewhere


@pytest.mark.django_db
def test_a_picture_goes_with_the_last_version_that_shows_it(web: Web) -> None:
    article = ferry(HARBOUR)
    web[HARBOUR] = picture()
    fetch_next()
    row = Picture.objects.get()
    ferry(title=article.title, words="It waits no more.")  # the next version, without it
    assert not purging.sweep_pictures()
    assert default_storage.exists(row.file)
    for batch in ImportBatch.objects.all():
        ledger.undo(batch)
        while ledger.import_next():
            pass
    assert not Article.objects.filter(pk=article.pk).exists()
    purging._found_nothing_at.clear()
    assert purging.sweep_pictures()
    assert not Picture.objects.exists()
    assert not default_storage.exists(row.file)


@pytest.mark.django_db
def test_articles_with_one_picture_share_it(web: Web) -> None:
    article = ferry(HARBOUR, HARBOUR)
    web[HARBOUR] = picture()
    assert fetch_next()
    assert not fetch_next()
    ours = Picture.objects.get().get_absolute_url()
    assert page(article).count(ours) == 2


@pytest.mark.django_db
def test_however_many_pictures_cost_one_query(
    web: Web, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    sources = [f"https://gazette.example/{number}.jpg" for number in range(9)]
    version = ferry(*sources).current
    web.update(dict.fromkeys(sources, picture()))
    while fetch_next():
        pass
    with django_assert_num_queries(1):
        assert len(version.pictures) == 9
