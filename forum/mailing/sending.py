"""Hands mails over to the mail server.

Each is claimed, written, and handed over by itself, nothing of it in a transaction. Whoever dies
before the server gets a mail's words loses nothing; after that it isn't sent again, since the
server most likely has it (docs/decisions/mail.md).
"""

import logging
import re
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused
from time import monotonic

from django.core.mail import EmailMultiAlternatives

from forum.mailing.composing import compose
from forum.mailing.handing_over import Taken, Unreachable, hand_over
from forum.models import Mail, RefusedAddress

LEFT_ALONE = 30.0  # seconds, after the server could not be reached
IN_DOUBT = "The worker died while the server was given it."
# "550 5.1.1 No such user": that the address is to blame, not we or what we wrote.
OF_THE_ADDRESS = re.compile(r"5\.[12]\.")
ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}\b")
MAILBOX = {550, 551, 553}  # codes that say so if there is no other

logger = logging.getLogger(__name__)
_unreachable_until = 0.0


def send_next() -> bool:
    """Hands over the mail that is due. False if none is, or the server was away a moment ago."""
    mail = Mail.objects.claim() if monotonic() >= _unreachable_until else None
    if mail is None:
        return False
    if mail.handed_over_at:
        mail.settle(Mail.State.UNCERTAIN, error=IN_DOUBT)
    elif message := _written(mail):
        _send(mail, message)
    return True


def _written(mail: Mail) -> EmailMultiAlternatives | None:
    try:
        message = compose(mail)
    except Exception as error:  # whatever is wrong with it, the others are sent
        logger.exception("%s could not be written", mail)
        mail.fail(repr(error))
        return None
    if message is None:
        mail.settle(Mail.State.SKIPPED)
    return message


def _send(mail: Mail, message: EmailMultiAlternatives) -> None:
    global _unreachable_until
    try:
        hand_over(message, mark=mail.hand_over)
    except Taken:
        return
    except (SMTPRecipientsRefused, SMTPDataError) as error:
        _refused(mail, message.to[0], error)
    except Unreachable as error:
        _unreachable_until = monotonic() + LEFT_ALONE
        mail.fail(_said(error))
    except (SMTPException, OSError) as error:
        mail.fail(_said(error))
    else:
        mail.settle(Mail.State.SENT)
        return
    logger.warning("%s was not sent", mail)


def _refused(mail: Mail, address: str, error: SMTPRecipientsRefused | SMTPDataError) -> None:
    """4xx means "not now", 5xx "never"."""
    code, text = _answer(error)
    said = f"{code} {text}"
    for_others = said.replace(address, "(the address)")
    if code < 500:
        mail.fail(for_others)
        return
    enhanced = ENHANCED.match(text)
    is_its_fault = OF_THE_ADDRESS.match(text) if enhanced else code in MAILBOX
    if is_its_fault and isinstance(error, SMTPRecipientsRefused):
        RefusedAddress.objects.get_or_create(address=address, defaults={"said": said[:500]})
    mail.settle(Mail.State.FAILED, error=for_others)


def _answer(error: SMTPRecipientsRefused | SMTPDataError) -> tuple[int, str]:
    if isinstance(error, SMTPDataError):
        return error.smtp_code, _said(error.smtp_error)
    ((code, text),) = error.recipients.values()
    return code, _said(text)


def _said(what: object) -> str:
    text = what.decode(errors="replace") if isinstance(what, bytes) else str(what)
    return " ".join(text.split()) or repr(what)
