from django.db import models
from django.utils.text import slugify

MAX_LENGTH = 80


def free_slug(rows: models.QuerySet, text: str) -> str:
    """An address made of `text` that none of `rows` has yet: "night-tram", then "night-tram-2"."""
    stem = slugify(text, allow_unicode=True)[:MAX_LENGTH].strip("-") or "untitled"
    taken = set(rows.filter(slug__startswith=stem).values_list("slug", flat=True))
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug
