"""Pictures of articles that are kept here."""

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles.models import Picture

FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def picture(request: HttpRequest, pk: int, digest: str) -> HttpResponse:
    here = Picture.objects.filter(pk=pk, digest=digest)
    # Whether everybody may see it is asked first: then the answer depends on no session.
    shared = here.visible_to(AnonymousUser()).first()
    found = shared or here.visible_to(request.user).first()
    if not found:
        raise Http404
    response = HttpResponse(found.read(), content_type="image/webp")
    if shared:
        response["Cache-Control"] = FOR_EVER
    return response
