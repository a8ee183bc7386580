"""Everything that the database says."""

from typing import Any

from django.apps import apps

# What is only ever added to: what happened, and that something did.
LOGS = {"forum.decision", "forum.change", "sessions.session", "usersessions.usersession"}

LOOKS = {"read_at"}  # that somebody looked at something changes nothing else


def dump() -> dict[str, list[Any]]:
    """All rows of all tables but the logs."""
    return {
        model._meta.label_lower: [
            {name: value for name, value in row.items() if name not in LOOKS}
            for row in model._default_manager.order_by("pk").values()
        ]
        for model in apps.get_models()
        if model._meta.label_lower not in LOGS and model._meta.managed
    }
