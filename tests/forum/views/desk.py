"""What a moderator sees and presses at the queue."""

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client

from forum.models import Comment

QUEUE = "/admin/queue/"


def shown(desk: Client, **query: str) -> list[int]:
    """The comments on the cards, from top to bottom."""
    page = desk.get(QUEUE, query).content.decode()
    return [int(pk) for pk in re.findall(r'id="card-(\d+)"', page)]


def card(desk: Client, comment: Comment, **query: str) -> str:
    page = desk.get(QUEUE, {"list": "all", **query}).content.decode()
    return page.partition(f'id="card-{comment.pk}"')[2].partition("</article>")[0]


def decide(desk: Client, comment: Comment, verb: str, **more: Any) -> HttpResponse:
    form = {"comment": comment.pk, "verb": verb, "version": comment.version, "seen": seen(comment)}
    answer = desk.post(f"{QUEUE}decisions/", form | more)
    comment.refresh_from_db()
    return answer


def seen(comment: Comment) -> int:
    last = comment.decisions.first()
    return last.pk if last else 0


def told(desk: Client, answer: HttpResponse) -> str:
    page = desk.get(answer["Location"]).content.decode()
    return page.partition("messagelist")[2].partition("</ul>")[0]
