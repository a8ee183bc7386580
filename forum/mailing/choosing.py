"""How members want to hear of each kind of thing, and where their mail goes."""

from collections.abc import Mapping

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from forum.models import Delivery, Member, Notification, Preference, RefusedAddress

Kind = Notification.Kind

MAILED_AT_ONCE = {Kind.ANSWER, Kind.MENTION}  # if the member has chosen nothing else

SPANS: dict[str, str] = {
    Delivery.HOURLY: "hour",
    Delivery.DAILY: "day",
    Delivery.WEEKLY: "week",
}


def chosen_by(member: Member) -> dict[str, Delivery]:
    """How the member wants to hear of each kind."""
    usual = {
        kind.value: Delivery.AT_ONCE if kind in MAILED_AT_ONCE else Delivery.SITE for kind in Kind
    }
    rows = Preference.objects.filter(member=member).values_list("kind", "delivery")
    return usual | {kind: Delivery(delivery) for kind, delivery in rows}


def choose(member: Member, chosen: Mapping[str, Delivery]) -> None:
    """Stores a choice for each of the kinds named. What waits for a digest is looked at anew."""
    with transaction.atomic():
        Preference.objects.bulk_create(
            [
                Preference(member=member, kind=kind, delivery=delivery)
                for kind, delivery in chosen.items()
            ],
            update_conflicts=True,
            unique_fields=["member", "kind"],
            update_fields=["delivery"],
        )
        now = timezone.now()
        waiting = Notification.objects.filter(member=member, kind__in=chosen)
        waiting.filter(due_at__gt=now + settings.MAIL_DELAY).update(due_at=now)


def stop(member: Member, scope: str) -> None:
    """No more mails of a kind, or none of the digests of a period. All of it stays on the site."""
    mailed = {kind: way for kind, way in chosen_by(member).items() if way.is_by_mail}
    kinds = [kind for kind, way in mailed.items() if scope in (kind, way)]
    choose(member, dict.fromkeys(kinds, Delivery.SITE))


def in_words(scope: str) -> str:
    """On which occasions one gets what `stop` stops: “when somebody answers you”, “once a day”."""
    if scope in SPANS:
        return f"once {'an' if scope == Delivery.HOURLY else 'a'} {SPANS[scope]}"
    label = Kind(scope).label
    return f"when somebody {label[0].lower()}{label[1:]}"


def refusal_of(member: Member) -> RefusedAddress | None:
    return RefusedAddress.objects.filter(address=member.email).first()


def address_of(member: Member) -> str:
    """Where the member's mail goes: a verified address that takes it; or nowhere ("")."""
    verified = EmailAddress.objects.filter(user=member, verified=True, primary=True)
    address = verified.values_list("email", flat=True).first() if member.is_active else None
    if not address or RefusedAddress.objects.filter(address=address).exists():
        return ""
    return address
