"""The addresses in a mail: where its links lead, what it is called, and how it is stopped."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from forum.models import Comment, Discussion, Member, Notification


def full(path: str) -> str:
    """A path of this site as an address that works everywhere."""
    return f"{settings.SITE_URL}{path}"


def host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def stop_url(member: Member, scope: str) -> str:
    """Where the member, or a mail program for them, stops what `choosing.stop` calls by `scope`."""
    return full(reverse("unsubscription", args=[_signer().sign_object([member.pk, scope])]))


def read_token(token: str) -> tuple[Member, str] | None:
    """Whom and what an address from `stop_url` stops; None if it isn't one of ours."""
    try:
        key, scope = _signer().unsign_object(token)
    except (BadSignature, ValueError):
        return None
    member = Member.objects.filter(pk=key).first()
    return (member, scope) if member else None


def message_id(notification: Notification) -> str:
    """Of the mail that tells of it. Whatever a mail tells of a comment's words is called by the
    comment, so that mails about its answers can name it."""
    if notification.decision_id:
        return _id(f"decision-{notification.decision_id}-{notification.kind}")
    if notification.editors_answer_id:
        return _id(f"editors-answer-{notification.editors_answer_id}")
    if notification.article_id:
        return _id(f"article-{notification.article_id}")
    return comment_id(notification.comment.pk)


def desk_id(key: int) -> str:
    return _id(f"desk-{key}")


def digest_id(key: int) -> str:
    return _id(f"digest-{key}")


def comment_id(key: int) -> str:
    return _id(f"comment-{key}")


def discussion_id(discussion: Discussion) -> str:
    return _id(f"discussion-{discussion.pk}")


def references(notification: Notification) -> list[str]:
    """What the mail belongs to: its discussion, its thread, and last what it answers."""
    comment: Comment = notification.comment
    above = [comment.root_id, comment.parent_id]
    if notification.is_of_desk:
        above.append(comment.pk)
    keys = dict.fromkeys(key for key in above if key)
    return [discussion_id(comment.discussion), *map(comment_id, keys)]


def _id(name: str) -> str:
    return f"<{name}@{host()}>"


def _signer() -> Signer:
    return Signer(salt="forum.mailing")
