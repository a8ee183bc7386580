from typing import Any

from django.contrib import admin
from django.http import HttpRequest


class ReadingOnly(admin.ModelAdmin):
    """Rows that come and change by other doors; here they are looked at."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadingOnlyInline(admin.TabularInline):
    template = "admin/forum/_records.html"  # Django's has headers without words
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
