from django.contrib import admin

from forum.models import Feed


@admin.register(Feed)
class FeedAdmin(admin.ModelAdmin):
    """Feeds that are asked by themselves. What they brought stands among the imports."""

    list_display = ["address", "section", "interval", "is_on", "asked_at", "due_at", "problem"]
    list_filter = ["is_on"]
    list_select_related = ["section"]
    search_fields = ["address"]
    fields = [
        *("address", "section", "language", "interval", "is_on"),
        *("asked_at", "due_at", "problem"),
    ]
    readonly_fields = ["asked_at", "due_at", "problem"]
