"""What a member wrote elsewhere and was imported: theirs, if they say so."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from forum import claiming
from forum.desk_forms import is_key
from forum.models import AuthorshipClaim
from forum.views.comments import SeeOther
from forum.views.finding import MemberRequest

MOST = 100


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def imported_comments(request: MemberRequest) -> HttpResponse:
    """Those that the member may claim, and those claimed."""
    authors = claiming.claimable(request.user)
    if request.method == "POST":
        named = request.POST.get("author", "")
        author = get_object_or_404(authors, pk=int(named) if is_key(named) else 0)
        try:
            claiming.claim(author, by=request.user)
            messages.success(request, "These comments are yours now.")
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
        return SeeOther(reverse("imported_comments"))
    claims = AuthorshipClaim.objects.filter(member=request.user).select_related("author")
    context = {
        "authors": authors[:MOST],
        "claims": claims.annotate(said=Count("author__origins"))[:MOST],
    }
    return render(request, "account/imported_comments.html", context)


@require_POST
@never_cache
@login_required
def revocation(request: MemberRequest, pk: int) -> HttpResponse:
    made = get_object_or_404(AuthorshipClaim.objects.filter(member=request.user), pk=pk)
    claiming.revoke(made, by=request.user)
    messages.success(request, "These comments bear the name again that they came with.")
    return SeeOther(reverse("imported_comments"))
