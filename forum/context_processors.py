from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from articles.models import Section


def site(request: HttpRequest) -> dict[str, Any]:
    """What every page's header and footer need. Mails are written without a viewer."""
    viewer = getattr(request, "user", AnonymousUser())
    return {"site_name": "Rejoinder", "site_sections": Section.objects.of_articles_for(viewer)[:8]}
