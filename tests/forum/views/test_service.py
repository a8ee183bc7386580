import pytest
from django.db import DatabaseError, connection
from django.test import Client


@pytest.mark.django_db
def test_a_site_that_can_serve_says_so() -> None:
    answer = Client().get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": "ok"}


@pytest.mark.django_db
def test_a_site_without_its_database_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable() -> None:
        raise DatabaseError

    monkeypatch.setattr(connection, "cursor", unreachable)
    answer = Client().get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["status"] == "unavailable"


def test_finders_of_holes_learn_where_to_report_them() -> None:
    lines = Client().get("/.well-known/security.txt").content.decode().splitlines()
    assert lines[0].startswith("Contact: ")
    assert lines[1].startswith("Expires: ")
