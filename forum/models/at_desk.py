"""What waits at the moderators' desk for one of them, none of it their own doing."""

from typing import Any

from django.db import models

from forum.models.appeal import Appeal
from forum.models.comment import Comment, Status
from forum.models.flag import Flag

MOST_COUNTED = 999


def held(moderator: Any) -> models.QuerySet[Comment]:
    return _of_others(moderator).filter(status=Status.WAITING)


def reported(moderator: Any) -> models.QuerySet[Comment]:
    reports = Flag.objects.open().exclude(member=moderator).order_by()
    here = _of_others(moderator).filter(status__in=[Status.PUBLISHED, Status.HIDDEN])
    return here.filter(pk__in=reports.values("comment"))


def appealed(moderator: Any) -> models.QuerySet[Appeal]:
    return Appeal.objects.open().for_moderator(moderator).order_by()


def count(rows: models.QuerySet) -> str:
    number = rows.order_by().values("pk")[: MOST_COUNTED + 1].count()
    return f"{MOST_COUNTED}+" if number > MOST_COUNTED else str(number)


def _of_others(moderator: Any) -> models.QuerySet[Comment]:
    return Comment.objects.visible_to(moderator).exclude(author=moderator)
