"""A comment that an import changed gets its words and its status back."""

from typing import Any

from django.utils.dateparse import parse_datetime

from forum import markup
from forum.indexing import index_comments
from forum.models import Comment, ImportItem, Origin, Quote, Recheck, Revision

Stage = ImportItem.Stage
QUOTED = "Kept: it was quoted since, or edited."


def take_back_words(item: ImportItem) -> None:
    """In the caller's transaction. What was quoted or edited since stays as it is."""
    before = item.before or {}
    comment = Comment.objects.select_for_update(no_key=True).filter(pk=item.comment_id or 0).first()
    if comment is None or (before.get("has_words") and not _restore(comment, before)):
        item.stage, item.reason = Stage.KEPT, QUOTED
        item.save(update_fields=["stage", "reason"])
        return
    if before.get("is_decided"):
        decision = comment.decisions.standing().first()
        if decision and decision.by_id is None:
            comment.become(
                decision.before, by=None, reason="The import is taken back.", undoes=decision
            )
    was = before["origin"]
    Origin.objects.filter(comment=comment).update(
        digest=was["digest"], item=was["item"], version=was["version"]
    )
    item.stage, item.payload = Stage.UNDONE, {}
    item.save(update_fields=["stage", "payload"])


def _restore(comment: Comment, before: dict[str, Any]) -> bool:
    revision = Revision.objects.filter(comment=comment, version=before["version"]).first()
    quotes_now = Quote.objects.filter(comment=comment, revision=None)
    quoted = Quote.objects.filter(quoted_comment=comment, quoted_version=comment.version)
    if not revision or comment.version != revision.version + 1 or quoted.exists():
        return False
    quotes_now.delete()
    Quote.objects.filter(revision=revision).update(revision=None)
    comment.body, comment.html, comment.text = revision.body, revision.html, revision.text
    comment.version, comment.renderer = revision.version, markup.VERSION
    comment.edited_at = parse_datetime(str(before["edited_at"] or ""))
    comment.save()
    revision.delete()
    index_comments([comment])
    Recheck.objects.filter(comment=comment).delete()
    return True
