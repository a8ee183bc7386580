"""Imports at the desk: hand something in, see what would come of it, bring it in, take it back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.readers import Unreadable
from forum import ledger
from forum.desk_forms import ImportForm
from forum.ledger.previewing import preview
from forum.ledger.reporting import problems
from forum.models import ImportBatch, ImportItem
from forum.views.comments import SeeOther
from forum.views.finding import MemberRequest, wants_fragment, whole_number
from forum.views.moderators_only import importers_only, render_desk

PER_PAGE = 50
LATEST = 50
PROBLEMS = "problems"
LISTS = [*ImportItem.Verdict.choices, (PROBLEMS, "With a remark"), ("kept", "Kept")]


@require_http_methods(["GET", "HEAD", "POST"])
@importers_only
def imports(request: MemberRequest) -> HttpResponse:
    form = ImportForm()
    if request.method == "POST":
        form = ImportForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                return SeeOther(_begin(request, form).get_absolute_url())
            except Unreadable as refusal:
                form.add_error(None, refusal.reason)
    context = {
        "form": form,
        "batches": ImportBatch.objects.select_related("by")[:LATEST],
        "kinds": form.fields["format"].choices,  # type: ignore[attr-defined]
    }
    status = 422 if form.is_bound else 200
    return render_desk(request, "imports/index.html", "Imports", context, status)


@require_safe
@importers_only
def batch(request: MemberRequest, pk: int) -> HttpResponse:
    """What was found and what became of it; while it is worked on, how far that is."""
    found = get_object_or_404(ImportBatch.objects.select_related("by"), pk=pk)
    context = {"batch": found, "report": ledger.report(found)}
    if wants_fragment(request):
        return render(request, "imports/_progress.html", context)
    return render_desk(request, "imports/batch.html", found.title, context | _page(request, found))


@require_safe
@importers_only
def line(request: MemberRequest, pk: int, line: int) -> HttpResponse:
    """One thing that was found, as it will look."""
    lines = ImportItem.objects.select_related("batch", "article", "comment")
    found = get_object_or_404(lines, pk=line, batch=pk)
    context = {"line": found, "batch": found.batch, **preview(found)}
    return render_desk(
        request, "imports/line.html", f"{found.get_kind_display()} {found.key}", context
    )


@require_POST
@importers_only
def application(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(ImportBatch, pk=pk)
    return _told(request, found, ledger.apply)


@require_http_methods(["GET", "HEAD", "POST"])
@importers_only
def undoing(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(ImportBatch, pk=pk)
    if request.method == "POST":
        return _told(request, found, ledger.undo)
    context = {"batch": found, "report": ledger.report(found)}
    return render_desk(request, "imports/undoing.html", f"Take back: {found.title}", context)


@require_POST
@importers_only
def discarding(request: MemberRequest, pk: int) -> HttpResponse:
    """Forgets an import that brought nothing in."""
    found = get_object_or_404(ImportBatch, pk=pk)
    try:
        ledger.discard(found)
        messages.success(request, f"{found.title} is forgotten. Nothing of it was brought in.")
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return SeeOther(found.get_absolute_url())
    return SeeOther(reverse("imports"))


def _begin(request: MemberRequest, form: ImportForm) -> ImportBatch:
    said = form.cleaned_data
    source, who = said["format"], request.user
    if said["file"]:
        chunks, name = said["file"].chunks(), said["file"].name
        return ledger.hand_in(
            chunks, name=name, source=source, or_piece=True, address=said["site"], by=who
        )
    return ledger.receive(said["url"], source=source, or_piece=True, address=said["site"], by=who)


def _told(request: HttpRequest, batch: ImportBatch, verb: Any) -> HttpResponse:
    try:
        verb(batch)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return SeeOther(batch.get_absolute_url())


def _page(request: HttpRequest, batch: ImportBatch) -> dict[str, Any]:
    """The lines of one list, from `after` on."""
    kinds, lists = dict(ImportItem.Kind.choices), dict(LISTS)
    kind = request.GET.get("kind", "") if request.GET.get("kind", "") in kinds else ""
    shown = request.GET.get("list", "") if request.GET.get("list", "") in lists else ""
    lines = batch.lines.filter(kind=kind) if kind else batch.lines
    if shown == PROBLEMS:
        lines = problems(lines)
    elif shown == "kept":
        lines = lines.filter(stage=ImportItem.Stage.KEPT)
    elif shown:
        lines = lines.filter(verdict=shown)
    rows = list(
        lines.filter(pk__gt=whole_number(request, "after"))
        .select_related("article", "comment")
        .order_by("pk")[: PER_PAGE + 1]
    )
    return {
        "lines": rows[:PER_PAGE],
        "next": rows[PER_PAGE - 1].pk if len(rows) > PER_PAGE else None,
        "kind": kind,
        "list": shown,
        "kinds": ImportItem.Kind.choices,
        "lists": LISTS,
    }
