"""Answers to what went wrong. What was typed is never lost."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template

NOT_TYPED = {"csrfmiddlewaretoken", "token", "parent", "version", "next"}
SECRETS = {"password", "password1", "password2", "oldpassword", "code", "credential"}


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was served before a log-in or log-out, or to another browser: it can be sent again.

    Secrets aren't given back. Nor is a form that another site may have filled in: one click on our
    own page would then send it in the reader's name.
    """
    is_ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    is_desk = request.path.startswith("/admin/")
    may_be_sent_again = is_ours and not is_desk and not SECRETS & request.POST.keys()
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken" and may_be_sent_again
    ]
    context = {
        "path": request.get_full_path(),
        "fields": fields,
        "typed": [(name, value) for name, value in fields if name not in NOT_TYPED],
        "retry": may_be_sent_again,
    }
    return render(request, "errors/form_expired.html", context, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    # Without a context: whatever broke may be what the context needs.
    return HttpResponse(get_template("500.html").render(), status=500)
