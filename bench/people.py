"""Who reads and writes on the site that is measured. Needs Django to be set up."""

import random
from itertools import count, cycle
from urllib.parse import urlencode

from asking import request
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client

from articles.models import Article
from forum.models import Comment, Member
from forum.seeding.writing import Vocabulary

CSRF = "b" * 32
ANSWERED = 200  # comments of a discussion that posts answer


class Reader:
    """A member with an open session, who comes from an address of their own."""

    def __init__(self, member: Member) -> None:
        self.browser = Client(headers={"host": "localhost", "x-forwarded-proto": "https"})
        self.browser.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
        self.session = self.browser.cookies[settings.SESSION_COOKIE_NAME].value
        self.address = f"10.0.{member.pk // 250 % 250}.{member.pk % 250 + 1}"

    def request(self, path: str, body: bytes | None = None) -> bytes:
        cookies = {
            settings.SESSION_COOKIE_NAME: self.session,
            settings.CSRF_COOKIE_NAME: CSRF,
        }
        return request(
            path,
            body=body,
            Cookie="; ".join(f"{name}={value}" for name, value in cookies.items()),
            Origin="https://localhost",
            X_Forwarded_For=self.address,
        )


def readers() -> list[Reader]:
    """So many that no limit stops what they post together."""
    return [Reader(member) for member in get_user_model().objects.order_by("pk")]


class Writing:
    """New comments in one discussion, each from the next reader; every second is an answer."""

    numbers = count(1)  # of all of them: the same twice would be taken for a form sent twice

    def __init__(self, article: Article, people: list[Reader]) -> None:
        self.address = f"{article.get_absolute_url()}comments/"
        self.people = cycle(people)
        self.chance = random.Random(article.pk)
        self.vocabulary = Vocabulary(article.discussion, seed=1)
        published = Comment.objects.published().filter(discussion=article.discussion)
        self.answered = list(published.order_by("-pk").values_list("pk", flat=True)[:ANSWERED])

    def next_post(self) -> bytes:
        number = next(self.numbers)
        form = {
            "body": f"{self.vocabulary.choose(self.chance).body}\n\nThis is remark {number}.",
            "parent": self.chance.choice(self.answered) if number % 2 else "",
            "token": f"{self.address}{number}"[-64:],
            "csrfmiddlewaretoken": CSRF,
        }
        return next(self.people).request(self.address, urlencode(form).encode())
