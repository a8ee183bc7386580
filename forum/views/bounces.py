"""Where mail providers say what came back (docs/running.md)."""

import hmac
import json
import logging
import re
from base64 import b64decode
from time import time
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from forum import bounces as reading
from forum import mailing

PATIENCE = 300  # seconds by which a signature may be old
AMAZON = re.compile(r"https://sns\.[a-z0-9-]+\.amazonaws\.com/\S{1,1000}", re.ASCII)

logger = logging.getLogger(__name__)


@csrf_exempt  # Programs post here; what they prove is below.
@require_POST
def bounces(request: HttpRequest) -> HttpResponse:
    """Takes in reports of mail that came back. 403 from whoever doesn't know BOUNCE_SECRET."""
    if not settings.BOUNCE_SECRET:
        raise Http404
    try:
        data = json.loads(request.body)
    except (ValueError, RecursionError):
        data = None
    if not (_is_signed(request) or _has_password(request) or _is_mailguns(data)):
        return HttpResponse("Sign it with BOUNCE_SECRET.\n", status=403, content_type="text/plain")
    address = reading.confirmation(data)
    if AMAZON.fullmatch(address):
        logger.warning("To have bounces reported by Amazon SNS, open this address: %s", address)
    mailing.take_in(reading.read(data))
    return HttpResponse(status=204)


def _is_signed(request: HttpRequest) -> bool:
    """Ours: an HMAC of the time, a dot, and the body."""
    moment = request.headers.get("X-Rejoinder-Timestamp", "")
    signed = f"sha256={_hmac(moment.encode() + b'.' + request.body)}"
    return _is_recent(moment) and _equal(request.headers.get("X-Rejoinder-Signature", ""), signed)


def _has_password(request: HttpRequest) -> bool:
    """For those who can't sign as we do: the secret as the password in the address."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    try:
        _, _, password = b64decode(given, validate=True).decode().partition(":")
    except ValueError:
        return False
    return scheme.lower() == "basic" and _equal(password, settings.BOUNCE_SECRET)


def _is_mailguns(data: Any) -> bool:
    """Theirs: an HMAC of a time and a token, with their key, in the body."""
    signature = data.get("signature") if isinstance(data, dict) else None
    if not isinstance(signature, dict):
        return False
    moment, token, given = (
        str(signature.get(key, "")) for key in ("timestamp", "token", "signature")
    )
    return _is_recent(moment) and _equal(given, _hmac(f"{moment}{token}".encode(errors="replace")))


def _hmac(message: bytes) -> str:
    return hmac.digest(settings.BOUNCE_SECRET.encode(), message, "sha256").hex()


def _equal(given: str, right: str) -> bool:
    return hmac.compare_digest(given.encode(errors="replace"), right.encode())


def _is_recent(moment: str) -> bool:
    is_number = moment.isascii() and moment.isdigit() and len(moment) < 16
    return is_number and abs(time() - int(moment)) <= PATIENCE
