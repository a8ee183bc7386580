"""Whoever wrote comments elsewhere: known again by what their system calls them or by their e-mail
address, of which only a keyed hash is kept."""

import hashlib
import hmac
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from functools import cache

from django.conf import settings
from django.utils.crypto import get_random_string

from articles.readers.decoding import NOT_TEXT
from forum.models import ImportedAuthor, ImportItem

LONGEST_NAME = 100
KEY_FILE = "imports-key"


def email_hash(address: str) -> str:
    """The same for one address for as long as the key is kept, and nothing that leads back to the
    address without it. Empty for none."""
    address = unicodedata.normalize("NFKC", address).strip().lower()
    if "@" not in address:
        return ""
    return hmac.new(_key(), address.encode(), hashlib.sha256).hexdigest()


def shown_name(name: str) -> str:
    """A name on one line, without characters that can't be seen or turn its direction."""
    name = NOT_TEXT.sub("", unicodedata.normalize("NFKC", name[:1000]))
    kept = (letter for letter in name if letter.isspace() or unicodedata.category(letter) != "Cf")
    return " ".join("".join(kept).split())[:LONGEST_NAME]


def authors_of(items: Iterable[ImportItem], source: str) -> dict[str, ImportedAuthor]:
    """The authors of these comments by their keys; those who are new here are stored."""
    named = {item.author_key: item for item in items if item.author_key}
    missing = named.keys() - _known(named, source).keys()
    ImportedAuthor.objects.bulk_create(
        (
            ImportedAuthor(
                source=source,
                key=key,
                name=named[key].payload.get("author", ""),
                email_hash=named[key].email_hash,
            )
            for key in sorted(missing)
        ),
        ignore_conflicts=True,
    )
    return _known(named, source)


def _known(keys: Iterable[str], source: str) -> dict[str, ImportedAuthor]:
    known = ImportedAuthor.objects.filter(source=source, key__in=list(keys))
    return {author.key: author for author in known}


@cache
def _key() -> bytes:
    """Not the SECRET_KEY: when that is renewed, what came in before must stay claimable."""
    if settings.IMPORTS_KEY:
        return str(settings.IMPORTS_KEY).encode()
    kept = settings.DATA_DIR / KEY_FILE
    if not kept.exists():
        new = kept.with_suffix(".new")
        new.touch(mode=0o600)
        new.write_text(get_random_string(60))
        with suppress(FileExistsError):  # another process was quicker
            kept.hardlink_to(new)
        new.unlink()
    return kept.read_bytes()
