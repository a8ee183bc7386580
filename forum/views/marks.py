"""Whether the words that people quote are marked in the articles that one reads."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from articles.models import Article
from forum.views.finding import find_article

COOKIE, OFF = "marks", "off"
YEAR = 365 * 24 * 60 * 60  # seconds


def are_shown(request: HttpRequest, article: Article) -> bool:
    return article.discussion.marks_quotes and request.COOKIES.get(COOKIE) != OFF


# Without a token, which guests' pages don't have: all that a forged request could do is to change
# how articles look.
@csrf_exempt
@require_POST
def marks(request: HttpRequest, slug: str) -> HttpResponse:
    """Turns the marks off or on, in this browser and in all articles."""
    response = HttpResponseRedirect(find_article(request, slug).get_absolute_url())
    response.status_code = 303
    if request.POST.get("marks") == OFF:
        response.set_cookie(
            COOKIE,
            OFF,
            max_age=YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response
