"""Mail that came back, or that somebody called unwanted."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress

from forum.bounces import Kind, Report
from forum.models import RefusedAddress, SoftBounce

KINDS = {Kind.HARD: RefusedAddress.Kind.BOUNCED, Kind.COMPLAINT: RefusedAddress.Kind.COMPLAINT}
TOO_OFTEN = "Not now, on too many days: "


def take_in(reports: Iterable[Report]) -> None:
    """Stops mail to the addresses of members that don't take it, or no longer want it. Of other
    addresses nothing is kept. The same report a second time changes nothing."""
    told = list(reports)
    asked = EmailAddress.objects.filter(email__in={report.address for report in told})
    known = set(asked.values_list("email", flat=True))
    for address, kind, said in told:
        if address not in known:
            continue
        if kind != Kind.SOFT:
            _stop(address, KINDS[kind], said)
        elif SoftBounce.objects.note(address):
            _stop(address, RefusedAddress.Kind.BOUNCED, f"{TOO_OFTEN}{said}")


def _stop(address: str, kind: RefusedAddress.Kind, said: str) -> None:
    RefusedAddress.objects.get_or_create(
        address=address, defaults={"kind": kind, "said": said[:500]}
    )
