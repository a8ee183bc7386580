"""What a source says differently of a comment that is here: its words become a revision, its status
ours, unless somebody here has edited it or decided on it since."""

from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from articles.readers import State
from forum import markup
from forum.indexing import index_comments
from forum.ledger.states import BECAUSE, STATUSES
from forum.models import Comment, Discussion, ImportItem, Origin, Quote, Recheck, Revision, Status

Stage, Verdict = ImportItem.Stage, ImportItem.Verdict
EDITED = "It was edited here since; the words here stand."
DECIDED = "Somebody has decided on it here; that stands."
ELSEWHERE = "A comment of this number is below another article here; that one stands."
DELETED = "Its words were deleted here, and don’t come back."


class Said(NamedTuple):
    """What a comment says, as it is stored here."""

    body: str
    rendered: markup.Rendered


def renew(item: ImportItem, origin: Origin, said: Said, discussion: Discussion) -> None:
    """Takes over what is different, in the transaction of the caller, who saves the line."""
    if not origin.comment_id:
        raise ValueError(f"{origin} is of no comment.")
    comment = Comment.objects.select_for_update(no_key=True).get(pk=origin.comment_id)
    item.comment, item.stage = comment, Stage.DONE
    item.before = _before(comment, origin)
    if comment.discussion_id != discussion.pk:
        item.verdict, item.reason = Verdict.SKIPPED, ELSEWHERE
        return
    comment.discussion = discussion
    reasons = []
    has_new_words = said.body != comment.body
    if has_new_words:
        reasons.append(_why_not(comment, origin))
        if not reasons[-1]:
            _renew_words(comment, item, said)
            item.stage = Stage.PLACED if said.rendered.quotes else Stage.DONE
            item.before["has_words"] = True
    is_decided, reason = _renew_status(comment, item, origin)
    item.before["is_decided"] = is_decided
    reasons.append(reason)
    is_changed = is_decided or "has_words" in item.before
    kept = " ".join(filter(None, reasons))
    item.reason = kept or item.reason
    item.verdict = Verdict.CHANGED if is_changed else Verdict.SKIPPED if kept else Verdict.SAME
    heeded = {"digest": item.digest, "item": item, "version": comment.version}
    if not _why_not(comment, origin) or "has_words" in item.before:
        Origin.objects.filter(pk=origin.pk).update(**heeded)


def _before(comment: Comment, origin: Origin) -> dict[str, Any]:
    return {
        "version": comment.version,
        "edited_at": comment.edited_at and comment.edited_at.isoformat(),
        "origin": {
            "key": origin.key,
            "digest": origin.digest,
            "item": origin.item_id,
            "version": origin.version,
        },
    }


def _why_not(comment: Comment, origin: Origin) -> str:
    if comment.purged_at:
        return DELETED
    return EDITED if comment.version != origin.version else ""


def _renew_words(comment: Comment, item: ImportItem, said: Said) -> None:
    now = timezone.now()
    revision = Revision.objects.create(
        comment=comment,
        version=comment.version,
        body=comment.body,
        html=comment.html,
        text=comment.text,
        replaced_at=now,
    )
    Quote.objects.filter(comment=comment, revision=None).update(revision=revision)
    comment.body = said.body
    comment.html, comment.text = said.rendered.html, said.rendered.text
    comment.renderer, comment.version = markup.VERSION, comment.version + 1
    comment.edited_at = parse_datetime(item.payload["edited_at"] or "") or now
    comment.save()
    index_comments([comment])
    Recheck.objects.request(comment=comment)


def _renew_status(comment: Comment, item: ImportItem, origin: Origin) -> tuple[bool, str]:
    """Whether the status changed, and if it didn't although the source's did, why."""
    state = State(item.payload["state"])
    said_last = origin.item.payload.get("state") if origin.item else None
    status = STATUSES[state]
    if said_last in (None, state) or comment.status == status:
        return False, ""
    of_others = comment.decisions.exclude(by=None)
    if of_others.exists() or comment.purged_at or comment.status == Status.HIDDEN:
        return False, DECIDED
    try:
        comment.become(status, by=None, reason=BECAUSE.get(state, "It was published there."))
    except ValidationError:
        return False, DECIDED
    return True, ""
