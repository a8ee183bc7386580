"""The rules of screening: written, tried out on past comments, switched on and off."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from forum import ruling
from forum.admin.rule_form import EXPLAINED, RuleForm, fields_of, form_for
from forum.models import Kind, Member, Rule
from forum.screening.back_test import back_test, can_be_tried
from forum.screening.tallies import Tally, tallies


class WithTallies(ChangeList):
    """The list of rules, each with its figures."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        told = tallies()
        for rule in self.result_list:
            rule.tally = told.get(rule.pk, Tally())


@admin.register(Rule)
class RuleAdmin(admin.ModelAdmin):
    """Each change makes a version. One is switched on where one sees what it would have done."""

    list_display = ["name", "kind", "state", "found", "taken_down", "kept", "precision"]
    list_filter = ["kind"]
    search_fields = ["name"]
    change_form_template = "admin/forum/rule/form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Rule]:
        return Rule.objects.with_state().order_by("name")

    def get_urls(self) -> list[URLPattern]:
        try_out = self.admin_site.admin_view(self.try_out)
        switch = self.admin_site.admin_view(self.switch)
        ours = [
            path("<id:pk>/back-test/", try_out, name="forum_rule_back_test"),
            path("<id:pk>/switch/", switch, name="forum_rule_switch"),
        ]
        return [*ours, *super().get_urls()]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return WithTallies

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """First asks for the kind, whose fields the form then has."""
        if request.GET.get("kind") in Kind.values or not self.has_add_permission(request):
            return super().add_view(request, form_url, extra_context)
        kinds = [(kind.value, kind.label, EXPLAINED[kind]) for kind in Kind]
        return self._page(request, "kinds", title="What is to be looked for?", kinds=kinds)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        rule = self.get_object(request, object_id)
        told = rule and {
            "tally": tallies().get(rule.pk, Tally()),
            "in_force": rule.version_in_force,
            "versions": rule.versions.select_related("by").order_by("-number"),
            "switches": rule.switches.select_related("by", "version").order_by("-pk"),
        }
        return super().change_view(request, object_id, form_url, told)

    def try_out(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What the rule as it reads now would have done, and the switch."""
        rule = self._find(request, pk)
        version, viewer = rule.latest, cast(Member, request.user)
        told = {
            "title": f"Try out: {rule}",
            "rule": rule,
            "version": version,
            "in_force": rule.version_in_force,
            "tested": version and can_be_tried(rule.kind) and back_test(version, viewer),
        }
        return self._page(request, "back_test", **told)

    def switch(self, request: HttpRequest, pk: int) -> HttpResponse:
        rule = self._find(request, pk)
        if request.method != "POST":
            return HttpResponseRedirect(reverse("admin:forum_rule_back_test", args=[pk]))
        try:
            said = self._switch(request, rule)
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.WARNING)
            return HttpResponseRedirect(reverse("admin:forum_rule_back_test", args=[pk]))
        self.log_change(request, rule, said)
        self.message_user(request, f"{rule.name}: {said}", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:forum_rule_change", args=[pk]))

    def _switch(self, request: HttpRequest, rule: Rule) -> str:
        number = request.POST.get("version", "")
        if not number:
            ruling.switch_off(rule, by=request.user)  # type: ignore[arg-type]
            return "Switched off."
        numbered = {str(version.number): version for version in rule.versions.all()}
        ruling.switch_on(numbered[number], by=request.user)  # type: ignore[arg-type]
        return f"Switched on, version {number}."

    def _find(self, request: HttpRequest, pk: int) -> Rule:
        if not self.has_change_permission(request):
            raise PermissionDenied
        return get_object_or_404(Rule, pk=pk)

    def _page(self, request: HttpRequest, name: str, **told: Any) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, **told}
        return TemplateResponse(request, f"admin/forum/rule/{name}.html", context)

    def get_form(
        self, request: HttpRequest, obj: Rule | None = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        return form_for(self._kind(request, obj))

    def get_fields(self, request: HttpRequest, obj: Rule | None = None) -> list[Any]:
        return fields_of(self._kind(request, obj), obj)

    def save_model(self, request: HttpRequest, obj: Rule, form: RuleForm, change: bool) -> None:
        if form.changed_data or not change:
            ruling.write(obj, by=request.user, **form.said)  # type: ignore[arg-type]

    def response_add(
        self, request: HttpRequest, obj: Rule, post_url_continue: str | None = None
    ) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:forum_rule_back_test", args=[obj.pk]))

    def response_change(self, request: HttpRequest, obj: Rule) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:forum_rule_back_test", args=[obj.pk]))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @staticmethod
    def _kind(request: HttpRequest, rule: Rule | None) -> str:
        return rule.kind if rule else request.GET.get("kind", Kind.WORDS)

    @admin.display(description="state")
    def state(self, rule: Rule) -> str:
        if rule.in_force is None:
            return "Off"
        return "On" if rule.in_force == rule.newest else f"On, as version {rule.in_force}"

    @admin.display(description="found")
    def found(self, rule: Any) -> str:
        return f"{rule.tally.found:,}"

    @admin.display(description="taken down")
    def taken_down(self, rule: Any) -> str:
        return f"{rule.tally.taken_down:,}"

    @admin.display(description="kept")
    def kept(self, rule: Any) -> str:
        return f"{rule.tally.kept:,}"

    @admin.display(description="precision")
    def precision(self, rule: Any) -> str:
        precision = rule.tally.precision
        return "–" if precision is None else f"{precision} %"
