"""The people and the places of the tests."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import connection, transaction
from django.db.backends.postgresql.operations import DatabaseOperations
from django.db.models.signals import post_migrate
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as drawing

from articles.models import Article
from articles.readers import plain_text
from forum import store as stores
from forum import watching
from forum.importing import bring_in
from forum.models import (
    Action,
    AuthorAccount,
    Change,
    Comment,
    Discussion,
    Member,
    Rule,
    RuleVersion,
)
from forum.posting import post
from forum.ruling import switch_on, write

drawing.register_profile(
    "patient",  # nothing fails because the machine is busy
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="CI" in os.environ,
)
drawing.load_profile("patient")

PASSWORD = "correct horse battery staple"
TRAM = """The tram that came back

Cities

March 3, 2026

By Lena Horvat

The last tram left the harbour at twenty past midnight. Nobody had counted who missed it.

In March the council ran a later one. It carried 2,300 people in its first night, and the operator
had expected four hundred.

What changed
The crews had always been driven home by taxi. A service that runs until two needs fewer taxis.

Two of the six depots have no night power. They will have it in spring.
"""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """As pytest-django does it. But Playwright's event loop gives browser tests connections of
    their own, which nobody can close afterwards and which keep PostgreSQL from dropping the
    database."""
    with django_db_blocker.unblock():
        _empty_quickly()
    yield
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )


def _empty_quickly() -> None:
    """After a test that committed, the database holds again what migrations put there. Django finds
    that anew, with 400 queries, and has PostgreSQL make new files for all tables: that took longer
    than most tests."""
    put_there = {
        model: rows
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.proxy and (rows := list(model._base_manager.all()))
    }

    def put_back(**of_signal: object) -> None:
        with transaction.atomic():
            for model, rows in put_there.items():
                model._base_manager.bulk_create(rows)

    post_migrate.receivers.clear()
    post_migrate.connect(put_back, sender=apps.get_app_config("forum"), weak=False)
    if connection.vendor == "postgresql":
        DatabaseOperations.sql_flush = _delete_all  # type: ignore[method-assign]


def _delete_all(
    self: DatabaseOperations, style: object, tables: list[str], **how: bool
) -> list[str]:
    return [f"DELETE FROM {self.quote_name(table)}" for table in tables]  # noqa: S608 - Django's names


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()
    watching.watcher.start_anew()
    stores.pages.drop_all()
    stores.parts.drop_all()


class Clock:
    """Stands still until somebody puts it forward."""

    def __init__(self) -> None:
        self.now = monotonic()

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """By which pages grow old, and stores doubtful."""
    clock = Clock()
    monkeypatch.setattr(stores, "monotonic", clock)
    monkeypatch.setattr(watching, "monotonic", clock)
    return clock


@pytest.fixture
def committed_db(transactional_db: None) -> None:
    """A database in which tests really commit, so that other threads see what they wrote."""


@pytest.fixture
def make_member(db: None) -> Callable[..., Member]:
    """Makes a member whose e-mail address is verified."""

    def make(name: str, **more: object) -> Member:
        email = f"{name.lower().replace(' ', '.')}@example.org"
        member = Member.objects.create_user(email, name, PASSWORD, **more)
        EmailAddress.objects.create(user=member, email=email, verified=True, primary=True)
        return member

    return make


@pytest.fixture
def ada(make_member: Callable[..., Member]) -> Member:
    """Reads and writes."""
    return make_member("Ada")


@pytest.fixture
def bob(make_member: Callable[..., Member]) -> Member:
    """Answers Ada."""
    return make_member("Bob")


@pytest.fixture
def nora(make_member: Callable[..., Member]) -> Member:
    """Is new here."""
    return make_member("Nora")


@pytest.fixture
def mira(make_member: Callable[..., Member]) -> Member:
    """Moderates."""
    member = make_member("Mira", is_staff=True)
    member.groups.add(Group.objects.get(name="moderators"))
    return member


@pytest.fixture
def lena(article: Article, make_member: Callable[..., Member]) -> Member:
    """Wrote the article."""
    member = make_member("Lena Horvat")
    AuthorAccount.objects.create(author=article.authors.get(), member=member)
    return member


@pytest.fixture
def edith(make_member: Callable[..., Member]) -> Member:
    """Edits the articles."""
    member = make_member("Edith", is_staff=True)
    member.groups.add(Group.objects.get(name="editors"))
    return member


@pytest.fixture
def as_member() -> Callable[[Member], Client]:
    """A browser in which a member is logged in."""

    def open_browser(member: Member) -> Client:
        client = Client()
        client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return open_browser


@pytest.fixture
def make_article(db: None) -> Callable[..., Article]:
    """Imports a piece, by default the one about the tram."""

    def make(text: str = TRAM, source: str = "tram.txt") -> Article:
        data = text.encode()
        return bring_in(plain_text.read(data), source=source).article

    return make


@pytest.fixture
def article(make_article: Callable[..., Article]) -> Article:
    return make_article()


@pytest.fixture
def discussion(article: Article) -> Discussion:
    return article.discussion


@pytest.fixture
def rule(mira: Member) -> Callable[..., RuleVersion]:
    """Makes a rule of a kind, and switches it on."""

    def make(kind: str, action: str = Action.HOLD, **said: Any) -> RuleVersion:
        name = f"Rule {Rule.objects.count() + 1}"
        version = write(Rule(name=name, kind=kind), by=mira, action=action, **said)
        switch_on(version, by=mira)
        return version

    return make


@pytest.fixture
def adas_comment(discussion: Discussion, ada: Member) -> Comment:
    return post(discussion, author=ada, body="I took the later tram on its first night.")


@pytest.fixture
def bobs_answer(adas_comment: Comment, bob: Member) -> Comment:
    return post(adas_comment.discussion, author=bob, body="So did I.", to=adas_comment)


def take_offline(*articles: Article) -> None:
    """Makes drafts of them, as an editor does."""
    with transaction.atomic():
        Article.objects.filter(pk__in=[article.pk for article in articles]).update(
            status=Article.Status.DRAFT
        )
        Change.objects.note()


@pytest.fixture
def seed() -> bytes:
    """The article that started all this. It lies beside the checkout and is never part of it."""
    folder = Path(__file__).resolve().parent.parent.parent / "shared" / "seeds"
    files = sorted(folder.glob("*.txt"))
    if not files:
        pytest.skip("The seed article is not beside this checkout.")
    return files[0].read_bytes()
