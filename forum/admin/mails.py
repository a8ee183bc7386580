from typing import Any

from django.contrib import admin, messages
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest

from forum.admin.reading_only import ReadingOnly
from forum.models import Mail, RefusedAddress

# What somebody may have to look at comes first.
ORDER = [
    *(Mail.State.FAILED, Mail.State.UNCERTAIN, Mail.State.WAITING),
    *(Mail.State.SENT, Mail.State.SKIPPED),
]


@admin.register(Mail)
class MailAdmin(ReadingOnly):
    """What was mailed in the last month, and what couldn't be."""

    list_display = ["created_at", "member", "delivery", "state", "error", "attempts", "due_at"]
    list_filter = ["state", "delivery", "created_at"]
    list_select_related = ["member"]
    search_fields = ["member__name", "error"]
    list_per_page = 50
    show_full_result_count = False
    actions = ["try_again"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Mail]:
        place = Case(*(When(state=state, then=Value(n)) for n, state in enumerate(ORDER)))
        return super().get_queryset(request).order_by(place, "-created_at", "-pk")

    @admin.action(description="Try again", permissions=["try_again"])
    def try_again(self, request: HttpRequest, mails: Any) -> None:
        tried = mails.try_again()
        told = "1 mail is" if tried == 1 else f"{tried} mails are"
        self.message_user(request, f"{told} tried again at once.", messages.SUCCESS)

    def has_try_again_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("forum.change_mail")


@admin.register(RefusedAddress)
class RefusedAddressAdmin(ReadingOnly):
    """Addresses that get no mail until their owners say otherwise."""

    list_display = ["at", "address", "kind", "said"]
    list_filter = ["kind", "at"]
    search_fields = ["address"]
    ordering = ["-at", "-pk"]
    list_per_page = 50
    show_full_result_count = False
