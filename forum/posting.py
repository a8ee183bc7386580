"""What authors do with their comments. Every verb is one transaction; words are rendered and
quotes checked before it begins."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from forum import markup, mentioning, screening
from forum.asking import ask, refuse_unplaced
from forum.checking import check
from forum.indexing import index_comments
from forum.models import (
    Change,
    Comment,
    Discussion,
    Member,
    Notification,
    Quote,
    Recheck,
    Revision,
    Status,
    Telling,
)
from forum.notifying import tell, tell_after_edit, tell_moderators
from forum.placing import attach, place


def post(
    discussion: Discussion,
    *,
    author: Member,
    body: str,
    to: Comment | None = None,
    asks: str = "",
    token: str | None = None,
    address: str = "",
    as_staff: bool = False,
    as_expert: bool = False,
) -> Comment:
    """Posts a comment on the article, or as an answer `to` another. What it `asks` the editors
    about the passages that it quotes is a `Question.Kind`, or nothing.

    `token` names the form it was typed in: a second post of the same words with the same token
    returns the comment that the first one made. `address` is the network address that it comes
    from, for spam services. Of the badges that the author has at the time, the comment bears those
    asked for: `as_staff` the role, `as_expert` the expertise. Raises ValidationError, with a
    `code`, if the comment is refused.
    """
    rules = screening.in_force()
    body = rules.reword(markup.clean(body))
    try:
        rendered = markup.render(body, mentioning.people)
        draft = screening.Draft(discussion, author, body, rendered, rules, to, address=address)
        return _post(
            draft,
            asks,
            token,
            role=author.role if as_staff else "",
            expertise=author.expertise if as_expert and author.is_expert else "",
        )
    except (ValidationError, IntegrityError):
        # Perhaps because the same form was sent before.
        if done := _posted_with(token, author, body):
            return done
        raise


def edit(
    comment: Comment,
    *,
    by: Member,
    body: str,
    version: int,
    asks: str | None = None,
    address: str = "",
) -> None:
    """Changes one's own comment, and what it `asks` unless that is None. After a quarter of an
    hour what stood there stays readable.

    `version` is the one that the editor had before them. Raises ValidationError with the code
    "stale" if the comment has been changed since, and as `post` does.
    """
    if not comment.may_be_changed_by(by):
        raise PermissionDenied("Only its author can change a comment, and only while it stands.")
    rules = screening.in_force()
    body = rules.reword(markup.clean(body))
    rendered = markup.render(body, mentioning.people)
    discussion, to = comment.discussion, comment.parent
    draft = screening.Draft(discussion, by, body, rendered, rules, to, comment, address)
    screened = screening.screen(draft)
    quotes = check(rendered.quotes, discussion=discussion, to=to)
    refuse_unplaced(asks or "", quotes)
    with transaction.atomic():
        stored = Comment.objects.select_for_update().get(pk=comment.pk)
        if not stored.may_be_changed_by(by):
            raise PermissionDenied("A moderator has decided on this comment in the meantime.")
        if stored.version != version or stored.status != comment.status:
            raise ValidationError(
                "This comment was changed while you were editing it, perhaps in another window. "
                "Compare the two texts, then save again.",
                code="stale",
            )
        is_asking_otherwise = asks is not None and ask(stored, asks)
        if stored.body == body:
            if is_asking_otherwise:
                Change.objects.note(comment=stored)
            return
        _keep_or_drop(stored)
        stored.body, stored.html, stored.text = body, rendered.html, rendered.text
        stored.renderer, stored.version = markup.VERSION, version + 1
        stored.save()
        attach(quotes, stored)
        index_comments([stored])
        Recheck.objects.request(comment=stored)
        tell_after_edit(stored, quotes, mentions=rendered.mentions)
        screening.record(screened, stored)
        if screened.reports and stored.is_published:
            tell_moderators(Notification.Kind.REPORTED, stored, but=[stored.author_id])
        Change.objects.note(comment=stored)


def withdraw(comment: Comment, *, by: Member) -> None:
    """Takes one's own comment back. Its place and the answers to it stay."""
    if not comment.is_by(by):
        raise PermissionDenied("Only its author can withdraw a comment.")
    comment.become(Status.WITHDRAWN, by=by)


def _post(draft: screening.Draft, asks: str, token: str | None, **badges: str) -> Comment:
    screened = screening.screen(draft)
    quotes = check(draft.rendered.quotes, discussion=draft.discussion, to=draft.to)
    refuse_unplaced(asks, quotes)
    now = timezone.now()
    comment = Comment(
        discussion=draft.discussion,
        parent=draft.to,
        author=draft.author,
        body=draft.body,
        html=draft.rendered.html,
        text=draft.rendered.text,
        renderer=markup.VERSION,
        status=Status.WAITING if screened.hold else Status.PUBLISHED,
        created_at=now,
        posted_at=now,
        token=token,
        **badges,
    )
    with transaction.atomic():
        if comment.is_published:
            # Not before: whoever reads while this waits for others would take it for read.
            comment.appeared_at = timezone.now()
        place(comment, quotes=quotes)
        if asks:
            ask(comment, asks)
        tell(comment, quotes, mentions=draft.rendered.mentions)
        if comment.is_published:
            Telling.objects.request(comment)
        screening.record(screened, comment)
        if comment.is_waiting:
            tell_moderators(Notification.Kind.HELD, comment, but=[comment.author_id])
        elif screened.reports:
            tell_moderators(Notification.Kind.REPORTED, comment, but=[comment.author_id])
        Change.objects.note(comment=comment, is_contained=True, quotes=quotes)
    return comment


def _posted_with(token: str | None, author: Member, body: str) -> Comment | None:
    done = Comment.objects.filter(author=author, token=token).first() if token else None
    if done and done.body != body:
        raise ValidationError(
            "You have posted from this form before, in other words. If these are to be a comment "
            "of their own, post once more.",
            code="sent",
        )
    return done


def _keep_or_drop(comment: Comment) -> None:
    """What stood there becomes a revision with its quotes, or goes if it was brief."""
    now = timezone.now()
    quotes = Quote.objects.filter(comment=comment, revision=None)
    if not comment.leaves_a_mark(now):
        quotes.delete()
        return
    revision = Revision.objects.create(
        comment=comment,
        version=comment.version,
        body=comment.body,
        html=comment.html,
        text=comment.text,
        replaced_at=now,
    )
    quotes.update(revision=revision)
    comment.edited_at = now
