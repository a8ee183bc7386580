"""Answers to what went wrong. What was typed is never lost."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template

NOT_TYPED = {"csrfmiddlewaretoken", "token", "parent", "version", "next"}
SECRETS = {"password", "password1", "password2", "oldpassword", "code"}


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was served before a log-in or log-out, or to another browser: it can be sent again.

    Secrets aren't given back.
    """
    has_secrets = bool(SECRETS & request.POST.keys())
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken" and not has_secrets
    ]
    context = {
        "path": request.get_full_path(),
        "fields": fields,
        "typed": [(name, value) for name, value in fields if name not in NOT_TYPED],
        "retry": not has_secrets,
    }
    return render(request, "errors/form_expired.html", context, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    # Without a context: whatever broke may be what the context needs.
    return HttpResponse(get_template("500.html").render(), status=500)
