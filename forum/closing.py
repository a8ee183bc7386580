"""Closes accounts, a day after their members asked for it. What they said stays under the name
*Former member*, or is withdrawn, as they chose; nothing else that told who they were is left.

The row that asks is the job. What is left to do can be seen from the rows themselves, so what was
broken off goes on where it stopped.
"""

from typing import Any, NamedTuple

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q

from forum.models import (
    AnswersFeed,
    AuthorAccount,
    BarredAddress,
    Change,
    Claim,
    Closing,
    Comment,
    Flag,
    Follow,
    Mail,
    Member,
    Mute,
    Notification,
    Preference,
    Quote,
    RefusedAddress,
    Sanction,
    Status,
    Visit,
)
from forum.models.closing import LEASE
from forum.models.member import FORMER

BATCH = 50
ROWS = 500
# What is theirs alone, by the field that says whose; and that others follow or mute them.
PERSONAL: list[tuple[Any, str]] = [
    *((model, "member") for model in (Notification, Mail, Visit, Preference, Claim)),
    *((model, "member") for model in (Follow, Mute, AnswersFeed)),
    (Follow, "writer"),
    (Mute, "muted"),
]
OF_ACCOUNTS: list[Any] = [EmailAddress, Authenticator, UserSession]


class Concerned(NamedTuple):
    """How much there is of what closing an account changes."""

    published: int
    discussions: int
    answered: int
    quoted: int
    waiting: int


def concerned(member: Member) -> Concerned:
    published = member.comments.filter(status=Status.PUBLISHED)
    return Concerned(
        published=published.count(),
        discussions=published.order_by().values("discussion").distinct().count(),
        answered=published.filter(answers__status=Status.PUBLISHED).distinct().count(),
        quoted=_quoting(published),
        waiting=member.comments.filter(status=Status.WAITING).count(),
    )


def why_not(member: Member) -> str:
    """The sentence for whoever can't close their account; empty if they can."""
    others = Member.objects.filter(is_superuser=True, is_active=True).exclude(pk=member.pk)
    if member.is_superuser and not others.exists():
        return (
            "You are the only administrator. Make somebody else one first, so that the site can "
            "still be looked after."
        )
    return ""


def ask(member: Member, *, withdraws: bool) -> Closing:
    """Logs the member out everywhere. A day later the account is closed, unless they log in."""
    if sentence := why_not(member):
        raise ValidationError(sentence, code="not_possible")
    with transaction.atomic():
        Closing.objects.filter(member=member).delete()
        closing = Closing.objects.create(member=member, withdraws=withdraws)
        member.end_sessions()
    return closing


def keep(member: Member) -> bool:
    """Takes back that the account is to be closed. False if nobody had asked for that."""
    with transaction.atomic():
        Member.objects.select_for_update().get(pk=member.pk)
        return bool(Closing.objects.filter(member=member).delete()[0])


def close_next() -> bool:
    """Closes one account whose time has come. False if there is none."""
    closing = Closing.objects.claim()
    if not closing:
        return False
    try:
        _close(closing)
    except Exception:
        closing.fail()
        raise
    return True


def _close(closing: Closing) -> None:
    if not closing.member.closed_at and not _forget(closing):
        return
    for model, of in PERSONAL:
        rows = model.objects.filter(**{of: closing.member}).order_by()
        while keys := list(rows.values_list("pk", flat=True)[:ROWS]):
            model.objects.filter(pk__in=keys).delete()
            if not closing.put_off(LEASE):  # somebody took us for dead
                return
    statuses = [Status.WAITING]
    if closing.withdraws:
        statuses += [Status.PUBLISHED, Status.HIDDEN]
    left = Comment.objects.filter(author=closing.member, status__in=statuses).order_by("pk")
    while comments := list(left.select_related("discussion__article")[:BATCH]):
        for comment in comments:
            comment.become(Status.WITHDRAWN, by=closing.member)
        if not closing.put_off(LEASE):
            return
    closing.delete()


def _forget(closing: Closing) -> bool:
    """Makes a former member of them. False if they logged in at the last moment."""
    with transaction.atomic():
        member = Member.objects.select_for_update().get(pk=closing.pk)
        if not Closing.objects.filter(pk=closing.pk).exists():
            return False
        addresses = EmailAddress.objects.filter(user=member)
        known = {member.email, *addresses.values_list("email", flat=True)}
        if sanction := _escaped(member):
            for address in known:
                BarredAddress.objects.keep(address, sanction)
        for model in OF_ACCOUNTS:
            model.objects.filter(user=member).delete()
        RefusedAddress.objects.filter(address__in=known).delete()
        AuthorAccount.objects.filter(member=member).delete()
        Comment.objects.filter(author=member).exclude(expertise="").update(expertise="")
        Flag.objects.filter(member=member, settled_by__isnull=False).update(note="")
        _rename_in_log(member)
        member.groups.clear()
        member.user_permissions.clear()
        member.forget(withdraws=closing.withdraws)
        Change.objects.note()
    closing.member = member
    return True


def _escaped(member: Member) -> Sanction | None:
    """The sanction that they would be rid of by closing: a ban first, then the one that lasts."""
    silencing = Sanction.objects.in_force().silencing().filter(member=member)
    lasting = silencing.order_by("kind", F("until").desc(nulls_first=True))
    return lasting.first()


def _rename_in_log(member: Member) -> None:
    """The admin's own log says about whom an entry is in words."""
    about = Q(content_type__model="member", object_id=str(member.pk))
    LogEntry.objects.filter(about).update(object_repr=FORMER)


def _quoting(comments: Any) -> int:
    """How many comments of others quote these."""
    quotes = Quote.objects.today(Comment.objects.published())
    of_these = quotes.filter(quoted_comment__in=comments.values("pk"))
    return of_these.order_by().values("comment").distinct().count()
