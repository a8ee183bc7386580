"""What `collectstatic` makes of the styles and scripts."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import override_settings

SOURCES = Path(settings.ROOT) / "static" / "css"
IMPORTED = re.compile(r'(?:from|import) ?"([^"]+)"')  # at once, not when something happens


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    hashed = {**settings.STORAGES, "staticfiles": {"BACKEND": "forum.static_files.HashedStorage"}}
    folder = tmp_path_factory.mktemp("static")
    with override_settings(STATIC_ROOT=folder, STORAGES=hashed, DEBUG=False):
        call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=["admin"])
        return folder / staticfiles_storage.stored_name("css/site.css")


def test_the_style_sheet_holds_what_it_imports(collected: Path) -> None:
    joined = collected.read_text()
    imported = [line.split('"')[1] for line in (SOURCES / "site.css").read_text().splitlines()[2:]]
    assert "@import" not in joined
    assert len(imported) > 15
    places = [joined.index((SOURCES / name).read_text()) for name in imported]
    assert places == sorted(places)


def test_it_is_compressed_beforehand(collected: Path) -> None:
    assert collected.with_name(f"{collected.name}.br").stat().st_size < 12_000


def test_a_guest_is_sent_few_scripts_and_they_are_small(collected: Path) -> None:
    wanted = list((collected.parent.parent / "js").glob("site.*.js"))
    found: dict[Path, int] = {}
    while wanted:
        script = wanted.pop().resolve()
        if script not in found:
            found[script] = script.with_name(f"{script.name}.br").stat().st_size
            wanted += [script.parent / name for name in IMPORTED.findall(script.read_text())]
    assert 20 < len(found) < 40
    assert sum(found.values()) < 25_000


def test_every_style_belongs_to_the_sheet_or_to_pages_of_their_own() -> None:
    names = {path.name for path in SOURCES.glob("*.css")}
    sheet = (SOURCES / "site.css").read_text()
    assert {name for name in names if f'"{name}"' not in sheet} == {
        "site.css",
        "account.css",
        *("desk.css", "rules.css", "queue.css", "queue-card.css", "figures.css"),
        *("corrections-desk.css", "imports.css", "archive.css"),
    }
