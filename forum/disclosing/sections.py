"""What there is of a member, section by section, the newest last."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db.models import Prefetch
from django.utils.safestring import SafeString

from forum import markup
from forum.models import (
    Appeal,
    Comment,
    Decision,
    EditorsAnswer,
    Flag,
    Follow,
    Highlight,
    Lifting,
    Mail,
    Member,
    Mute,
    Notification,
    Preference,
    Quote,
    Recommendation,
    Revision,
    Sanction,
    Visit,
)
from forum.templatetags.discussion import figures

Facts = dict[str, Any]
CHUNK = 200


class Section(NamedTuple):
    name: str
    title: str
    rows: Callable[[Member], Iterator[Facts]]


class Said(NamedTuple):
    """A comment of the member's own: what is told of it, and its words as they are read."""

    facts: Facts
    html: SafeString


def account(member: Member) -> Facts:
    proofs = Authenticator.objects.filter(user=member).order_by("pk")
    return {
        "name": member.name,
        "email_addresses": [
            {"address": row.email, "confirmed": row.verified, "primary": row.primary}
            for row in EmailAddress.objects.filter(user=member).order_by("pk")
        ],
        "about": member.about,
        "joined_at": member.date_joined,
        "last_login_at": member.last_login,
        "language": member.language,
        "time_zone": member.time_zone,
        "follows_what_they_write_in": member.follows_own,
        "expertise": member.expertise,
        "expertise_until": member.expert_until,
        "groups": list(member.groups.order_by("name").values_list("name", flat=True)),
        "author_of_articles_as": [
            row.author.name for row in member.author_accounts.select_related("author")
        ],
        "has_password": member.has_usable_password(),
        "proofs": [
            {
                "kind": row.get_type_display(),
                "added_at": row.created_at,
                "used_at": row.last_used_at,
            }
            for row in proofs
        ],
    }


def comments(member: Member) -> Iterator[Said]:
    """Their own, whatever became of them. Words of others that nobody may read any more, or never
    could, are left out of their quotes."""
    decisions = Decision.objects.select_related("appeal", "by").order_by("pk")
    revisions = Revision.objects.order_by("version")
    rows = Comment.objects.visible_to(member).filter(author=member)
    quotes = Quote.objects.shown_to(member)
    with_all = (
        rows.select_related("discussion__article", "question")
        .prefetch_related(
            Prefetch("quotes", quotes.filter(revision=None)),
            Prefetch("decisions", decisions),
            Prefetch("revisions", revisions.prefetch_related(Prefetch("quotes", quotes))),
        )
        .order_by("pk")
    )
    for comment in with_all.iterator(chunk_size=CHUNK):
        found = list(comment.quotes.all())
        html = figures(comment.html, found, base=address_of(comment.discussion.article))
        words = markup.absolute(html, site=settings.SITE_URL, page="")
        yield Said(_facts(comment), SafeString(words))


def address_of(row: Any) -> str:
    return f"{settings.SITE_URL}{row.get_absolute_url()}"


def _facts(comment: Any) -> Facts:
    question = getattr(comment, "question", None)
    return {
        "id": comment.pk,
        "address": address_of(comment),
        "article": comment.discussion.article.title,
        "answers_comment": comment.parent_id,
        "status": comment.status,
        "written_at": comment.shown_at,
        "edited_at": comment.edited_at,
        "words_deleted_at": comment.purged_at,
        "written_as": comment.role,
        "expertise": comment.expertise,
        "asks_editors": question.kind if question else "",
        "recommendations": comment.recommendation_count,
        "body": _own_words(comment.body, comment.quotes.all()),
        "quotes": [_quote(quote) for quote in comment.quotes.all()],
        "earlier_versions": [
            {
                "version": revision.version,
                "replaced_at": revision.replaced_at,
                "body": _own_words(revision.body, revision.quotes.all()),
                "quotes": [_quote(quote) for quote in revision.quotes.all()],
            }
            for revision in comment.revisions.all()
        ],
        "decisions": [_decision(row, comment) for row in comment.decisions.all()],
    }


def _own_words(body: str, quotes: Any) -> str:
    return markup.without_quotes(body, {quote.ordinal for quote in quotes if quote.is_hidden})


def _quote(quote: Quote) -> Facts:
    if quote.is_hidden:
        return {"words": "", "mark": "", "source": "These words are no longer shown."}
    return {"words": quote.words, "mark": quote.summary, "source": quote.source_label}


def _decision(decision: Decision, comment: Comment) -> Facts:
    by = "you" if decision.by_id == comment.author_id else "a moderator"
    appeal: Appeal | None = getattr(decision, "appeal", None)
    return {
        "by": by if decision.by_id else "the site",
        "before": decision.before,
        "after": decision.after,
        "reason": decision.reason,
        "at": decision.created_at,
        "your_appeal": appeal
        and {
            "text": appeal.text,
            "at": appeal.created_at,
            "answer": appeal.answer,
            "answered_at": appeal.answered_at,
            "is_granted": appeal.is_granted,
        },
    }


def _of_comments(model: Any, **told: str) -> Callable[[Member], Iterator[Facts]]:
    """Rows of a member that are each about a comment."""

    def rows(member: Member) -> Iterator[Facts]:
        found = model.objects.filter(**{told["whose"]: member}).order_by("pk")
        paths = {name: path for name, path in told.items() if name != "whose"}
        for values in found.values_list("comment", *paths.values()).iterator(chunk_size=CHUNK):
            comment, *others = values
            facts = {"comment": f"{settings.SITE_URL}/comments/{comment}/"} if comment else {}
            yield {**facts, **dict(zip(paths, others, strict=True))}

    return rows


def _notifications(member: Member) -> Iterator[Facts]:
    rows = Notification.objects.shown_to(member).select_related("comment").order_by("pk")
    for row in rows.iterator(chunk_size=CHUNK):
        yield {
            "tells": row.get_kind_display(),
            "comment": address_of(row.comment),
            "at": row.created_at,
            "read_at": row.read_at,
        }


def _preferences(member: Member) -> Iterator[Facts]:
    kinds = dict(Notification.Kind.choices)
    for row in Preference.objects.filter(member=member).order_by("pk"):
        yield {"of": kinds.get(row.kind, row.kind), "comes": row.get_delivery_display()}


def _mails(member: Member) -> Iterator[Facts]:
    for row in Mail.objects.filter(member=member).order_by("pk").iterator(chunk_size=CHUNK):
        yield {
            "when": row.get_delivery_display(),
            "state": row.get_state_display(),
            "at": row.created_at,
        }


def _visits(member: Member) -> Iterator[Facts]:
    rows = Visit.objects.filter(member=member).select_related("discussion__article")
    for row in rows.order_by("pk").iterator(chunk_size=CHUNK):
        yield {
            "article": address_of(row.discussion.article),
            "seen_until": row.seen,
            "before_that": row.since,
        }


def _follows(member: Member) -> Iterator[Facts]:
    rows = Follow.objects.filter(member=member).order_by("pk")
    related = ("discussion__article", "branch", "writer", "section")
    for row in rows.select_related(*related).iterator(chunk_size=CHUNK):
        followed: Any = row.discussion.article if row.discussion else row.followed
        is_named = isinstance(followed, Member)
        yield {
            "follows": followed.name if is_named else address_of(followed),
            "since": row.created_at,
        }


def _mutes(member: Member) -> Iterator[Facts]:
    for row in Mute.objects.filter(member=member).select_related("muted").order_by("pk"):
        yield {"mutes": row.muted.name, "since": row.created_at}


def _sessions(member: Member) -> Iterator[Facts]:
    for row in UserSession.objects.filter(user=member).order_by("pk"):
        yield {
            "browser": row.user_agent,
            "since": row.created_at,
            "last_seen_at": row.last_seen_at,
        }


def _sanctions(member: Member) -> Iterator[Facts]:
    for row in Sanction.objects.filter(member=member).select_related("lifting").order_by("pk"):
        lifting: Lifting | None = getattr(row, "lifting", None)
        yield {
            "what": row.get_kind_display(),
            "reason": row.reason,
            "at": row.created_at,
            "until": row.until,
            "lifted_at": lifting and lifting.created_at,
        }


def _editors_answers(member: Member) -> Iterator[Facts]:
    rows = EditorsAnswer.objects.filter(by=member).select_related("version__article")
    for row in rows.order_by("pk").iterator(chunk_size=CHUNK):
        yield {
            "article": address_of(row.version.article),
            "passage": row.passage,
            "answer": row.get_kind_display(),
            "words": row.words,
            "at": row.created_at,
        }


SECTIONS = [
    Section(
        "recommendations",
        "What you recommend",
        _of_comments(Recommendation, whose="member", at="created_at"),
    ),
    Section(
        "reports",
        "What you reported",
        _of_comments(Flag, whose="member", reason="reason", note="note", at="created_at"),
    ),
    Section("notifications", "What you were told of", _notifications),
    Section("preferences", "How you want to be told", _preferences),
    Section("mails", "Mails of the last month", _mails),
    Section("visits", "How far you have read", _visits),
    Section("follows", "What you follow", _follows),
    Section("mutes", "Whom you mute", _mutes),
    Section("sessions", "Where you are logged in", _sessions),
    Section("sanctions", "What moderators imposed on you", _sanctions),
    Section(
        "highlights",
        "What you pinned and picked",
        _of_comments(Highlight, whose="by", what="kind", at="created_at", until="ended_at"),
    ),
    Section(
        "decisions",
        "What you decided as a moderator, or on your own comments",
        _of_comments(Decision, whose="by", after="after", reason="reason", at="created_at"),
    ),
    Section("editors_answers", "What you answered as an editor", _editors_answers),
]
