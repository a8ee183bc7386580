"""Who may comment where and when: by article, and by section."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest

from articles.models import ArticleVersion
from forum.admin.noting import Noting
from forum.models import Comment, Discussion, SectionTerms

TERMS = ["mode", "writers", "opens_at", "closes_at", "quiet_days", "open_days", "slow_seconds"]


class SwitchesForm(forms.ModelForm):
    """The switches in a list, where no visible label stands beside each."""

    class Meta:
        model = Discussion
        fields = ["mode", "marks_quotes"]
        widgets = {
            "mode": forms.Select(attrs={"aria-label": "Mode"}),
            "marks_quotes": forms.CheckboxInput(attrs={"aria-label": "Mark quoted words"}),
        }


@admin.register(Discussion)
class DiscussionAdmin(Noting):
    """Whether people may comment on an article and when, whether a moderator reads it first, and
    whether the words that they quote are marked."""

    list_display = ["article", "mode", "writers", "at_present", "marks_quotes"]
    list_editable = ["mode", "marks_quotes"]
    list_filter = ["mode", "writers", "article__section"]
    list_select_related = ["article__section__terms"]
    search_fields = ["article__title"]
    ordering = ["-article"]
    fields = ["article", "at_present", *TERMS, "marks_quotes"]
    readonly_fields = ["article", "at_present"]
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Discussion]:
        # What each would else ask for by itself, to tell whether it is closed by now.
        published = Comment.objects.published().filter(discussion=OuterRef("pk"))
        first = ArticleVersion.objects.filter(article=OuterRef("pk"), number=1)
        discussions = super().get_queryset(request)
        return discussions.annotate(
            last_comment_at=Subquery(published.order_by("-pk").values("created_at")[:1]),
            first_version_at=Subquery(first.values("created_at")),
        )

    @admin.display(description="at present")
    def at_present(self, discussion: Discussion) -> str:
        return discussion.at_present

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> type[forms.ModelForm]:
        return super().get_changelist_form(request, **{**kwargs, "form": SwitchesForm})

    def save_model(
        self, request: HttpRequest, obj: Discussion, form: forms.ModelForm, change: bool
    ) -> None:
        obj.save(update_fields=form.changed_data)  # comments are counted meanwhile

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(SectionTerms)
class SectionTermsAdmin(Noting):
    """What holds in a section, as far as its discussions don't say otherwise."""

    list_display = ["section", "mode", "writers", "opens_at", "closes_at", "slow_seconds"]
    list_select_related = ["section"]
    fields = ["section", *TERMS]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["section"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
