"""What others say of it: a spam service that speaks Akismet's protocol, and a program of one's own.

Each has two seconds. Whoever gives no answer that makes sense in that time is left alone for a
while, and what it was to judge waits for a moderator: nothing slips through because a machine is
down, and nobody has to wait long for it.
"""

import hmac
import json
import logging
from collections.abc import Callable
from time import monotonic, time
from typing import Any
from urllib.parse import urlencode, urljoin

from django.conf import settings

from articles.fetching import Answer, Unfetched, fetch
from forum.models import Kind
from forum.screening.by_rule import refuse, verdict_of
from forum.screening.drafts import Draft, Hold, Publish, Verdict
from forum.screening.texts import Compiled

SECONDS = 2.0
LEFT_ALONE = 30.0  # seconds, after it gave no answer
MOST_BYTES = 10_000
LONGEST = 300  # characters of a program's sentence

logger = logging.getLogger(__name__)
_silent_until: dict[str, float] = {}


def a_service_says_spam(draft: Draft) -> Verdict | None:
    for rule in draft.rules.of(Kind.SERVICE):
        return _ask(rule, draft, _spam_service)
    return None


def your_program_says(draft: Draft) -> Verdict | None:
    for rule in draft.rules.of(Kind.HOOK):
        return _ask(rule, draft, _program)
    return None


def _ask(
    rule: Compiled, draft: Draft, ask: Callable[[Compiled, Draft], Verdict | None]
) -> Verdict | None:
    name = rule.version.rule.name
    if monotonic() >= _silent_until.get(rule.version.kind, 0):
        try:
            return ask(rule, draft)
        except Unfetched as error:
            logger.warning("%s gave no answer: %s", name, error)
            _silent_until[rule.version.kind] = monotonic() + LEFT_ALONE
    return Hold(f"{name}: no answer, so that nobody has looked at it yet", rule.version)


def _spam_service(rule: Compiled, draft: Draft) -> Verdict | None:
    told = {
        "api_key": settings.AKISMET_KEY,
        "blog": settings.SITE_URL,
        "user_ip": draft.address,
        "comment_type": "reply" if draft.to else "comment",
        "comment_author": draft.author.name,
        "comment_author_email": draft.author.email,
        "comment_content": draft.body,
        "permalink": _address_of(draft),
    }
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = _post(f"{settings.AKISMET_URL}/1.1/comment-check", urlencode(told).encode(), kind)
    match answer.body.strip():
        case b"true":
            return verdict_of(rule, "taken for spam", draft)
        case b"false":
            return None
    raise Unfetched(f"It says {answer.body[:100]!r} with status {answer.status}.")


def _program(rule: Compiled, draft: Draft) -> Verdict | None:
    body = json.dumps(_told(draft), ensure_ascii=False).encode()
    seconds = str(int(time()))
    signature = hmac.digest(settings.HOOK_SECRET.encode(), seconds.encode() + b"." + body, "sha256")
    headers = {
        "Content-Type": "application/json",
        "X-Rejoinder-Timestamp": seconds,
        "X-Rejoinder-Signature": f"sha256={signature.hex()}",
    }
    answer = _post(settings.HOOK_URL, body, headers)
    decision, sentence = _understood(answer)
    if decision == "refuse":
        refuse(rule, sentence or "This can’t be posted here.")
    if decision == "hold":
        return Hold(f"{rule.version.rule.name}: {sentence or 'asks to hold it'}", rule.version)
    return Publish()


def _told(draft: Draft) -> dict[str, Any]:
    return {
        "comment": {"body": draft.body, "text": draft.rendered.text, "links_to": draft.text.hosts},
        "is_edit_of": draft.editing and draft.editing.pk,
        "answers": draft.to and draft.to.pk,
        "author": {
            "id": draft.author.pk,
            "name": draft.author.name,
            "joined": draft.author.date_joined.isoformat(),
        },
        "article": {"address": _address_of(draft), "title": draft.discussion.article.title},
    }


def _understood(answer: Answer) -> tuple[str, str]:
    """The decision and the sentence in a program's answer."""
    try:
        said = json.loads(answer.body)
        decision, sentence = said["decision"], said.get("reason") or ""
    except (ValueError, TypeError, KeyError, AttributeError):
        decision, sentence = "", ""
    is_sensible = decision in ("publish", "hold", "refuse") and isinstance(sentence, str)
    if answer.status != 200 or not is_sensible:
        raise Unfetched(f"It says {answer.body[:100]!r} with status {answer.status}.")
    return decision, sentence[:LONGEST]


def _post(url: str, body: bytes, headers: dict[str, str]) -> Answer:
    return fetch(url, body=body, headers=headers, seconds=SECONDS, most_bytes=MOST_BYTES)


def _address_of(draft: Draft) -> str:
    return urljoin(settings.SITE_URL, draft.discussion.article.get_absolute_url())
