"""What a page asks of the database is as much work in a long discussion as in a short one.

How much a query has to do is counted, not timed: on SQLite the steps of its program, on PostgreSQL
the rows that its plan touches.
"""

import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from articles.models import Article
from forum import seeding, statistics
from forum.models import Comment, Member
from forum.store import parts

TINY, SHORT, LONG = 60, 500, 5000
# Pages differ in what they hold; reading the whole discussion would be more than ten times as much.
AS_MUCH = 3
LITTLE = 2000  # so much is no matter
KEYS = re.compile(r"\(%s(?:, %s)*\)")
Question = tuple[str, Any]


@pytest.fixture
def discussed(db: None) -> dict[int, Article]:
    """A short discussion and a long one."""
    return {size: discuss(size) for size in (SHORT, LONG)}


def discuss(size: int) -> Article:
    [article] = seeding.write_articles(1, seed=size)
    list(seeding.fill([article], comments=size, seed=size))
    statistics.gather()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
            # To read a small table whole is right; here it stands for a large one.
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off")
    return article


def questions(deed: Callable[[], object]) -> list[Question]:
    """What the deed asks of the database."""
    asked: list[Question] = []

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        deed()
    return [(sql, params) for sql, params in asked if sql.startswith("SELECT")]


def effort(question: Question) -> int:
    sql, params = question
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
            [[plans]] = cursor.fetchall()
            plan = plans if isinstance(plans, list) else json.loads(plans)
            return sum(touched(node) for node in nodes(plan[0]["Plan"]))
        steps = 0

        def count() -> int:
            nonlocal steps
            steps += 1
            return 0

        connection.connection.set_progress_handler(count, 1)
        cursor.execute(sql, params)
        cursor.fetchall()
        connection.connection.set_progress_handler(None, 0)
        return steps


def efforts(asked: list[Question]) -> dict[str, int]:
    """By what is asked, however many keys are handed over: a page may not hide one that does too
    much behind all its others."""
    found: dict[str, int] = {}
    for sql, params in asked:
        shape = KEYS.sub("(…)", sql)
        found[shape] = max(found.get(shape, 0), effort((sql, params)))
    return found


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", []):
        yield from nodes(below)


def touched(node: dict[str, Any]) -> int:
    removed = sum(value for key, value in node.items() if key.startswith("Rows Removed by"))
    return int((node["Actual Rows"] + removed) * node["Actual Loops"])


def last_comment(article: Article) -> Comment:
    published = Comment.objects.published().filter(discussion=article.pk)
    found = published.exclude(root=None).order_by("-pk").first()
    assert found
    return found


def middle(article: Article) -> dict[str, int]:
    roots = Comment.objects.filter(discussion=article.pk, root=None).order_by("pk")
    pks = list(roots.values_list("pk", flat=True))
    return {"start": pks[len(pks) // 2]}


def longest_thread(article: Article) -> str:
    roots = Comment.objects.filter(discussion=article.pk, root=None)
    return f"{roots.latest('reply_count').get_absolute_url()}thread/"


ADDRESSES: dict[str, Callable[[Article], tuple[str, dict[str, Any]]]] = {
    "the first page": lambda article: (article.get_absolute_url(), {}),
    "a page in the middle": lambda article: (article.get_absolute_url(), middle(article)),
    "the newest": lambda article: (article.get_absolute_url(), {"order": "newest"}),
    "the most recommended": lambda article: (article.get_absolute_url(), {"order": "recommended"}),
    "the most discussed": lambda article: (article.get_absolute_url(), {"order": "discussed"}),
    "the last comment": lambda article: (last_comment(article).get_absolute_url(), {}),
    "a thread": lambda article: (longest_thread(article), {}),
}


def answer(client: Client, article: Article) -> None:
    """One with a quote that stands nowhere, which takes longest to find out."""
    own = f"Or do they in {article.slug}, {client.session.session_key}?"
    body = f"> Words that stand nowhere at all.\n\n{own}"
    form = {"body": body, "parent": last_comment(article).pk}
    page = client.post(f"{article.get_absolute_url()}comments/", form)
    assert page.status_code == 303


def test_a_long_discussion_is_no_more_work_than_a_short_one(
    discussed: dict[int, Article],
    nora: Member,
    mira: Member,
    as_member: Callable[[Member], Client],
) -> None:
    work: dict[tuple[str, str, str], list[int]] = {}

    def add(deed: str, asked: list[Question]) -> None:
        for shape, most in efforts(asked).items():
            work.setdefault((reader.name, deed, shape), []).append(most)

    for reader in (nora, mira):
        client = as_member(reader)
        for article in discussed.values():
            client.get(article.get_absolute_url())  # who quotes the article is known from now on
            for name, address in ADDRESSES.items():
                parts.drop_all()  # pages of a short discussion hold the same threads
                add(name, questions(partial(client.get, *address(article), follow=True)))
            add("an answer", questions(partial(answer, client, article)))
            add("a page after it", questions(partial(client.get, article.get_absolute_url())))
    assert work
    too_much = {deed: each for deed, each in work.items() if each[-1] > AS_MUCH * each[0] + LITTLE}
    assert too_much == {}


def test_a_short_discussion_is_no_more_work_beside_a_long_one(
    db: None, nora: Member, as_member: Callable[[Member], Client]
) -> None:
    article, client = discuss(TINY), as_member(nora)

    def work() -> dict[str, int]:
        client.get(article.get_absolute_url())
        done = {}
        for name, address in ADDRESSES.items():
            parts.drop_all()
            asked = questions(partial(client.get, *address(article), follow=True))
            done[name] = sum(map(effort, asked))
        return done

    alone = work()
    discuss(LONG)
    beside = work()
    assert {name: each for name, each in beside.items() if each > AS_MUCH * alone[name]} == {}
