from django import forms
from django.contrib import admin

from forum.admin.reading_only import ReadingOnly
from forum.languages import others
from forum.models import Decision, Flag, Reason, ReasonTranslation, Sanction


@admin.register(Decision)
class DecisionAdmin(ReadingOnly):
    """The log of who decided what, and why. Nothing in it is ever changed."""

    list_display = ["created_at", "comment", "before", "after", "reason", "by", "rule"]
    list_filter = ["after", "created_at", ("rule__rule", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["comment__author", "by", "rule__rule"]
    search_fields = ["reason", "by__name", "comment__author__name"]
    date_hierarchy = "created_at"


@admin.register(Flag)
class FlagAdmin(ReadingOnly):
    """Readers' reports, and those of rules. They are settled by deciding on the comment."""

    list_display = ["created_at", "comment", "reason", "note", "member", "rule", "is_open"]
    list_filter = [
        "reason",
        ("settled_by", admin.EmptyFieldListFilter),
        ("rule__rule", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["comment__author", "member", "rule__rule"]
    search_fields = ["note", "member__name", "comment__author__name"]

    @admin.display(boolean=True, description="open")
    def is_open(self, flag: Flag) -> bool:
        return flag.settled_by_id is None


@admin.register(Sanction)
class SanctionAdmin(ReadingOnly):
    """Who was warned, silenced or banned. It is imposed and lifted at the queue."""

    list_display = ["created_at", "member", "kind", "until", "reason", "by", "in_force"]
    list_filter = ["kind", "created_at"]
    list_select_related = ["member", "by", "lifting"]
    search_fields = ["member__name", "reason", "by__name"]

    @admin.display(boolean=True)
    def in_force(self, sanction: Sanction) -> bool:
        return sanction.is_in_force


class ReasonTextForm(forms.ModelForm):
    class Meta:
        widgets = {"text": forms.Textarea(attrs={"rows": 3, "cols": 60})}


class TranslationForm(ReasonTextForm):
    language = forms.ChoiceField(choices=others)


class TranslationInline(admin.StackedInline):
    model = ReasonTranslation
    form = TranslationForm
    extra = 1


@admin.register(Reason)
class ReasonAdmin(admin.ModelAdmin):
    """What moderators say again and again. Changing it changes no decision."""

    form = ReasonTextForm
    inlines = [TranslationInline]
    list_display = ["title", "text", "order"]
    search_fields = ["title", "text"]
