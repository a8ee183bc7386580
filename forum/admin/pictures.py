from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join

from articles.models import ArticleVersion, Picture
from forum.admin.reading_only import ReadingOnly


class Kept(admin.SimpleListFilter):
    title = "where it is"
    parameter_name = "kept"

    LISTS = {
        "here": ("Kept here", ~Q(digest="")),
        "due": ("Still to be fetched", Q(digest="", due_at__isnull=False)),
        "away": ("Can’t be had", Q(digest="", due_at=None)),
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, label) for name, (label, _) in self.LISTS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Picture]) -> QuerySet[Picture]:
        name = self.value()
        return queryset.filter(self.LISTS[name][1]) if name in self.LISTS else queryset


@admin.register(Picture)
class PictureAdmin(ReadingOnly):
    """Pictures of articles, where they come from, and why some aren't here."""

    list_display = ["seen", "address", "size", "articles", "problem", "due_at"]
    list_filter = [Kept]
    search_fields = ["address", "versions__article__title"]
    ordering = ["-pk"]
    list_per_page = 50
    show_full_result_count = False
    fields = ["seen", "address", "size", "articles", "problem", "failures", "due_at"]
    actions = ["fetch_again"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Picture]:
        versions = ArticleVersion.objects.select_related("article").defer("passages", "note")
        pictures: QuerySet[Picture] = super().get_queryset(request)
        return pictures.prefetch_related(Prefetch("versions", versions))

    @admin.display(description="picture")
    def seen(self, picture: Picture) -> str:
        if not picture.digest:
            return "not here"
        return format_html(
            '<a href="{0}"><img src="{0}" alt="Open it" width="96" loading="lazy"></a>',
            picture.get_absolute_url(),
        )

    @admin.display
    def size(self, picture: Picture) -> str:
        return f"{picture.width} × {picture.height}" if picture.digest else "–"

    @admin.display
    def articles(self, picture: Picture) -> str:
        shown = {version.article for version in picture.versions.all()}
        return format_html_join(
            ", ",
            '<a href="{}"><bdi>{}</bdi></a>',
            (
                (article.get_absolute_url(), article.title)
                for article in sorted(shown, key=lambda article: article.title)
            ),
        )

    @admin.action(description="Fetch again", permissions=["fetch"])
    def fetch_again(self, request: HttpRequest, pictures: Any) -> None:
        if settings.IMPORT_IMAGES != "store":
            why = "Nothing is fetched: pictures are kept here only with IMPORT_IMAGES=store."
            self.message_user(request, why, messages.WARNING)
            return
        asked = pictures.fetch_again()
        told = "1 picture is" if asked == 1 else f"{asked:,} pictures are"
        self.message_user(request, f"{told} fetched again.", messages.SUCCESS)

    def has_fetch_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.change_picture")
