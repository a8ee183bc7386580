from typing import Any

from django.http import HttpRequest

from articles.models import Section


def site(request: HttpRequest) -> dict[str, Any]:
    """What every page's header and footer need."""
    return {
        "site_name": "Rejoinder",
        "site_sections": Section.objects.of_articles_for(request.user)[:8],
    }
