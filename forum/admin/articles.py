from typing import Any

from django.contrib import admin
from django.db.models import Field, URLField
from django.http import HttpRequest

from articles.models import Article, Author, Section, Tag
from articles.models.article import Byline
from forum.admin.noting import Noting
from forum.indexing import index_articles


class BylineInline(admin.StackedInline):
    model = Byline
    extra = 0
    raw_id_fields = ["author"]


@admin.register(Article)
class ArticleAdmin(Noting):
    """Facts about a piece. Its words come by importing and are never edited here."""

    list_display = ["title", "section", "published_on", "status"]
    list_filter = ["status", "section"]
    list_select_related = ["section"]
    search_fields = ["title", "authors__name"]
    date_hierarchy = "published_on"
    fields = [
        *("title", "slug", "section", "tags", "published_on", "published_at", "language"),
        *("address", "status"),
    ]
    readonly_fields = ["slug"]
    inlines = [BylineInline]
    list_per_page = 50

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, URLField):
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        index_articles([obj])

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Section, Author, Tag)
class NameAdmin(Noting):
    list_display = ["name", "slug"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
