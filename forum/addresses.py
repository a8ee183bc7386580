"""Where requests come from, and what may be kept of that."""

import ipaddress
import re

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac


def client_address(request: HttpRequest) -> str:
    """The address a request came from, as seen by the outermost proxy that we trust.

    What stands left of the trusted proxies' entries is whatever the client wrote there.
    """
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    trusted = settings.TRUSTED_PROXY_COUNT
    address = _parse(hops[-trusted]) if 0 < trusted <= len(hops) else ""
    return address or _parse(request.META.get("REMOTE_ADDR", "")) or "0.0.0.0"  # noqa: S104


def disguised(address: str) -> str:
    """What is kept in the place of an address: the same for one network during one day (UTC), and
    nothing that leads back to it without the site's key.

    It looks like an IPv6 address of the range that nobody has on the internet (RFC 4193), so that
    it fits wherever an address is expected.
    """
    salt = f"forum.addresses {timezone.now():%Y-%m-%d}"
    digest = salted_hmac(salt, _network(address), algorithm="sha256").digest()
    return str(ipaddress.IPv6Address(b"\xfd" + digest[:15]))


def _network(address: str) -> str:
    """Of IPv6 the /64, since one household has that many."""
    parsed = ipaddress.ip_address(address)
    if parsed.version == 6:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def _parse(text: str) -> str:
    bare = re.sub(r"^\[(.*)\](:\d+)?$|^([\d.]+):\d+$", r"\1\3", text.strip())
    try:
        address = ipaddress.ip_address(bare.partition("%")[0])
    except ValueError:
        return ""
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address)
