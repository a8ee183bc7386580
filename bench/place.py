"""A site of its own to measure: a folder, a database, and the settings of a public site."""

import os
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql


class Place:
    """Sets the environment, so it is to be made before Django is set up."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="rejoinder-bench-"))
        self.server = os.environ.get("DATABASE_URL", "")
        self.database = f"bench_{os.getpid()}"
        for name in ("DEBUG", "REDIS_URL", "RATE_LIMITS", "EMAIL_URL"):
            os.environ.pop(name, None)
        os.environ.update(
            DJANGO_SETTINGS_MODULE="forum.settings",
            DATA_DIR=str(self.folder),
            SECRET_KEY="only-for-this-measurement",
            ALLOWED_HOSTS="localhost",
            SITE_URL="https://localhost",
            TRUSTED_PROXY_COUNT="1",
            # What measures asks the database now and then from within its event loop.
            DJANGO_ALLOW_ASYNC_UNSAFE="on",
        )
        if self.server:
            os.environ["DATABASE_URL"] = self._url(self.database)

    def build(self) -> None:
        if self.server:
            self._run(sql.SQL("CREATE DATABASE {}"))

    def clear(self) -> None:
        if self.server:
            self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)"))
        shutil.rmtree(self.folder)

    def _run(self, command: sql.SQL) -> None:
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(command.format(sql.Identifier(self.database)))

    def _url(self, database: str) -> str:
        return urlsplit(self.server)._replace(path=f"/{database}").geturl()
