"""What a site does with its environment, each tried in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ASK = """
import django; django.setup()
from django.conf import settings
print({})
"""


def run(*command: str, data: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {"PATH": os.environ["PATH"], "DATA_DIR": str(data), **environment}
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=clean, capture_output=True, text=True, check=False
    )


def ask(expression: str, data: Path, **environment: str) -> str:
    code = ASK.format(expression)
    done = run("-c", code, data=data, DJANGO_SETTINGS_MODULE="forum.settings", **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_without_a_secret_key_nothing_is_served_and_it_says_why(tmp_path: Path) -> None:
    for command in (["manage.py", "check"], ["manage.py", "serve"], ["-c", "import forum.wsgi"]):
        done = run(*command, data=tmp_path)
        assert done.returncode != 0
        assert "SECRET_KEY is not set" in done.stderr
        assert "openssl rand" in done.stderr


def test_in_debug_a_key_is_made_and_kept(tmp_path: Path) -> None:
    first = ask("settings.SECRET_KEY", tmp_path, DEBUG="on")
    assert len(first) >= 50
    assert ask("settings.SECRET_KEY", tmp_path, DEBUG="on") == first
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("DEBUG", "False"),
        ("SESSION_COOKIE_SECURE", "True"),
        ("CSRF_COOKIE_SECURE", "True"),
        ("SESSION_COOKIE_HTTPONLY", "True"),
        ("SECURE_SSL_REDIRECT", "True"),
        ("SECURE_HSTS_SECONDS", "31536000"),
        ("ALLOWED_HOSTS", "[]"),
        ("SAMPLE", "False"),
        ("RATE_LIMITS", "True"),
        ("MODERATORS_NEED_SECOND_FACTOR", "True"),
    ],
)
def test_a_public_site_is_safe_if_nothing_is_said(setting: str, value: str, tmp_path: Path) -> None:
    told = {"SECRET_KEY": "k", "RATE_LIMITS": "off", "SAMPLE": "on"}
    assert ask(f"settings.{setting}", tmp_path, **told) == value


def test_a_forwarded_scheme_counts_only_behind_a_proxy_that_is_named(tmp_path: Path) -> None:
    header = "getattr(settings, 'SECURE_PROXY_SSL_HEADER', None)"
    assert ask(header, tmp_path, SECRET_KEY="k") == "None"
    told = ask(header, tmp_path, SECRET_KEY="k", TRUSTED_PROXY_COUNT="1")
    assert "HTTP_X_FORWARDED_PROTO" in told


def test_importing_needs_tables_but_no_key(tmp_path: Path) -> None:
    done = run("manage.py", "import_article", "anything.txt", data=tmp_path)
    assert done.returncode == 1
    assert "make run" in done.stderr
