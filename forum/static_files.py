import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET, FOLDER = "css/site.css", "css/"
IMPORT = re.compile(r'^@import "([a-z-]+\.css)";$', re.MULTILINE)


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Static files under names that change with their content, imports of modules included. What
    the style sheet imports becomes a part of it: one file to wait for, better compressed."""

    support_js_module_import_aggregation = True

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        if not dry_run and SHEET in paths:
            joined = IMPORT.sub(lambda line: _read(paths, FOLDER + line[1]), _read(paths, SHEET))
            self.delete(SHEET)
            self.save(SHEET, ContentFile(joined.encode()))
            paths[SHEET] = (self, SHEET)
        yield from super().post_process(paths, dry_run, **options)


def _read(paths: dict[str, Any], name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        text: str = file.read().decode()
    return text
