from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from forum import vouching
from forum.admin.noting import Noting
from forum.models import Member

PUBLIC = [
    *("name", "about", "expertise", "expert_until"),
    *("date_joined", "last_login", "is_active"),
]
FILTERS = {"is_active", "is_staff", "groups", "expertise"}
POWERS = ["email", "is_staff", "is_superuser", "groups"]


@admin.register(Member)
class MemberAdmin(Noting):
    """People. Their e-mail addresses and powers are seen only by those who may change them."""

    list_display = ["name", "expertise", "date_joined", "is_active", "is_staff"]
    list_filter = ["is_active", "is_staff", "groups", ("expertise", admin.EmptyFieldListFilter)]
    search_fields = ["name"]
    ordering = ["-date_joined"]
    readonly_fields = ["date_joined", "last_login"]
    list_per_page = 50
    actions = ["revoke_expertise"]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        # By asking for addresses that begin with "a" one would find them out letter by letter.
        return lookup.partition("__")[0] in FILTERS

    @admin.action(description="Revoke the expertise, on past comments too", permissions=["change"])
    def revoke_expertise(self, request: HttpRequest, members: QuerySet[Member]) -> None:
        for member in members:
            vouching.revoke_expertise(member)
            self.log_change(request, member, "Revoked the expertise, on past comments too.")
        names = ", ".join(member.name for member in members)
        self.message_user(request, f"Revoked, on past comments too: {names}.", messages.SUCCESS)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return PUBLIC + POWERS if self.has_change_permission(request, obj) else PUBLIC

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        # Nobody makes anybody more powerful than they are themselves.
        return self.readonly_fields if request.user.is_superuser else self.readonly_fields + POWERS

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
