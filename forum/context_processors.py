from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from articles.models import Section
from forum.models import Sanction
from forum.store import LONGEST_AGE, OVERHEAD, parts

MOST_SECTIONS = 8
MOST = 99  # unread notifications that are counted one by one


def site(request: HttpRequest) -> dict[str, Any]:
    """What every page's header and footer need. Mails are written without a viewer."""
    viewer: Any = getattr(request, "user", AnonymousUser())

    def unread_notifications() -> str:
        if not viewer.is_authenticated or not viewer.has_unread:
            return ""  # which is quicker to find out than who may read what
        number = viewer.notifications.unread().shown_to(viewer)[: MOST + 1].count()
        return f"{MOST}+" if number > MOST else str(number or "")

    return {
        "site_name": "Rejoinder",
        "site_sections": SimpleLazyObject(lambda: _sections(viewer)),
        "has_moderation_log": settings.MODERATION_LOG,
        "unread_notifications": SimpleLazyObject(unread_notifications),
        "sanctions": SimpleLazyObject(lambda: Sanction.objects.shown_to(viewer)),
    }


class Sections(tuple[Section, ...]):
    size, lasts = OVERHEAD, LONGEST_AGE


def _sections(viewer: Any) -> Sequence[Section]:
    kept = None if viewer.is_staff else parts.get(Sections)
    if kept:
        return kept
    making = parts.begin(None)
    found = Sections(Section.objects.of_articles_for(viewer)[:MOST_SECTIONS])
    if not viewer.is_staff:
        parts.put(Sections, found, making)
    return found
