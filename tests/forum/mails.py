"""Reading the mails that a test has sent."""

import re

from django.core import mail

CODE = re.compile(r"^([A-Z0-9]{4}-[A-Z0-9]{4})$", re.MULTILINE)


def code_sent_to(address: str) -> str:
    """The code that stands on a line of its own in the newest mail to this address."""
    newest = [message for message in mail.outbox if message.to == [address]][-1]
    (code,) = CODE.findall(newest.body)
    return code
