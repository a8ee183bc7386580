"""Who is an article's author here, and what authors and editors put forward."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from forum.admin.noting import Noting
from forum.admin.reading_only import ReadingOnly
from forum.models import AuthorAccount, Highlight


@admin.register(AuthorAccount)
class AuthorAccountAdmin(Noting):
    """Which member an author is. Their comments on their own articles say so, and they can pin and
    pick comments there."""

    list_display = ["author", "member"]
    list_select_related = ["author", "member"]
    search_fields = ["author__name", "member__name"]
    fields = ["author", "member"]
    raw_id_fields = ["author", "member"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["author"] if obj else []


@admin.register(Highlight)
class HighlightAdmin(ReadingOnly):
    """Who pinned and picked which comments, and until when. It is done at the comments."""

    list_display = ["created_at", "kind", "comment", "by", "ended_at", "ended_by"]
    list_filter = ["kind", ("ended_at", admin.EmptyFieldListFilter), "created_at"]
    list_select_related = ["comment__author", "by", "ended_by"]
    search_fields = ["by__name", "comment__author__name"]
