from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from articles.models import Section
from forum.models import Notification, Sanction

MOST = 99  # unread notifications that are counted one by one


def site(request: HttpRequest) -> dict[str, Any]:
    """What every page's header and footer need. Mails are written without a viewer."""
    viewer = getattr(request, "user", AnonymousUser())

    def unread_notifications() -> str:
        number = Notification.objects.shown_to(viewer).unread()[: MOST + 1].count()
        return f"{MOST}+" if number > MOST else str(number or "")

    return {
        "site_name": "Rejoinder",
        "site_sections": Section.objects.of_articles_for(viewer)[:8],
        "has_moderation_log": settings.MODERATION_LOG,
        "unread_notifications": SimpleLazyObject(unread_notifications),
        "sanctions": SimpleLazyObject(lambda: Sanction.objects.shown_to(viewer)),
    }
