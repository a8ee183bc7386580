from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.timezone import localtime

from forum.admin.deciding import VERBS, DecisionForm, ReasonForm
from forum.admin.reading_only import ReadingOnlyInline
from forum.models import Comment, Decision, Flag, quotes_shown_to
from forum.templatetags.discussion import figures


class ReportedFilter(admin.SimpleListFilter):
    title = "reports"
    parameter_name = "reports"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("open", "With open reports")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(open_flags__gt=0) if self.value() == "open" else queryset


class FlagInline(ReadingOnlyInline):
    model = Flag
    fields: ClassVar[list[Any]] = ["created_at", "member", "rule", "reason", "note", "settled_by"]
    readonly_fields = fields


class DecisionInline(ReadingOnlyInline):
    model = Decision
    fields: ClassVar[list[Any]] = ["created_at", "by", "before", "after", "reason", "rule"]
    readonly_fields = fields


@admin.register(Comment)
class CommentAdmin(admin.ModelAdmin):
    form = DecisionForm
    list_display = ["excerpt", "by", "answers", "article", "status", "open_flags", "written"]
    list_filter = ["status", ReportedFilter, "discussion__article__section", "created_at"]
    list_select_related = ["author", "discussion__article", "parent__author"]
    search_fields = ["text", "author__name", "author_name", "discussion__article__title"]
    ordering = ["-id"]
    list_per_page = 50
    show_full_result_count = False
    readonly_fields: ClassVar[list[Any]] = [
        "words",
        "by",
        "written",
        "status",
        "answered",
        "article",
    ]
    fieldsets = [
        (None, {"fields": readonly_fields}),
        ("Decide", {"fields": ["verb", "reason", "seen"]}),
    ]
    inlines = [FlagInline, DecisionInline]
    actions = ["approve", "reject", "remove", "restore"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        is_open = Q(flags__isnull=False, flags__settled_by=None)
        visible = Comment.objects.visible_to(request.user)
        visible = visible.prefetch_related(quotes_shown_to(request.user))
        return visible.annotate(open_flags=Count("flags", filter=is_open)).order_by("-id")

    @admin.display(description="comment")
    def excerpt(self, comment: Comment) -> str:
        return Truncator(comment.gist).chars(90)

    @admin.display(description="article")
    def article(self, comment: Comment) -> str:
        return comment.discussion.article.title

    @admin.display(description="reports", ordering="open_flags")
    def open_flags(self, comment: Any) -> str:
        return comment.open_flags or ""

    @admin.display(description="by", ordering="author__name")
    def by(self, comment: Comment) -> str:
        return comment.byline

    @admin.display(description="written", ordering="created_at")
    def written(self, comment: Comment) -> str:
        return date_format(localtime(comment.shown_at), "DATETIME_FORMAT")

    @admin.display(description="answers")
    def answers(self, comment: Comment) -> str:
        return Truncator(self.answered(comment)).chars(70)

    @admin.display(description="answers")
    def answered(self, comment: Comment) -> str:
        if comment.parent is None:
            return "the article"
        return f"{comment.parent.byline}: {comment.parent.text}"

    @admin.display(description="words")
    def words(self, comment: Comment) -> SafeString:
        article = comment.discussion.article.get_absolute_url()
        body = figures(comment.html, list(comment.quotes.all()), base=article)
        return format_html('<div class="comment-body">{}</div>', body)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("forum.moderate_comment")

    has_change_permission = has_view_permission
    has_moderate_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Comment, form: Any, change: bool) -> None:
        words = form.cleaned_data
        if words["verb"]:
            self._decide(request, [obj], words["verb"], words["reason"], version=words["seen"])

    def response_change(self, request: HttpRequest, obj: Comment) -> HttpResponse:
        """Back to the list; `_decide` has said what happened."""
        return self.response_post_save_change(request, obj)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Decisions are their own log."""

    @admin.action(description="Approve", permissions=["moderate"])
    def approve(self, request: HttpRequest, comments: QuerySet[Comment]) -> None:
        self._decide(request, comments, "approve")

    @admin.action(description="Restore", permissions=["moderate"])
    def restore(self, request: HttpRequest, comments: QuerySet[Comment]) -> None:
        self._decide(request, comments, "restore")

    @admin.action(description="Reject…", permissions=["moderate"])
    def reject(self, request: HttpRequest, comments: QuerySet[Comment]) -> HttpResponse | None:
        return self._decide_with_reason(request, comments, "reject")

    @admin.action(description="Remove…", permissions=["moderate"])
    def remove(self, request: HttpRequest, comments: QuerySet[Comment]) -> HttpResponse | None:
        return self._decide_with_reason(request, comments, "remove")

    def _decide_with_reason(
        self, request: HttpRequest, comments: QuerySet[Comment], name: str
    ) -> HttpResponse | None:
        """Asks for the reason first; the second time round it is in the form."""
        form = ReasonForm(request.POST if "reason" in request.POST else None)
        if form.is_valid():
            self._decide(request, comments, name, form.cleaned_data["reason"])
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": f"{name.capitalize()} {_counted(comments.count())}",
            "verb": name.capitalize(),
            "form": form,
            "action": name,
            "comments": comments,
            "opts": self.model._meta,
        }
        return TemplateResponse(request, "admin/forum/comment/reason.html", context)

    def _decide(
        self,
        request: HttpRequest,
        comments: Iterable[Comment],
        name: str,
        reason: str = "",
        version: int | None = None,
    ) -> None:
        verb, _ = VERBS[name]
        done = 0
        for comment in comments:
            try:
                verb(comment, by=request.user, reason=reason, version=version)
                done += 1
            except ValidationError as error:
                text = f"{comment}: {' '.join(error.messages)}"
                self.message_user(request, text, messages.WARNING)
        if done:
            self.message_user(request, f"Decided on {_counted(done)}.", messages.SUCCESS)


def _counted(number: int) -> str:
    return "1 comment" if number == 1 else f"{number} comments"
