"""The last step: the words of a mail go to the server, and somebody notes it just before."""

import logging
import re
from collections.abc import Callable
from smtplib import SMTP, SMTPDataError, SMTPException

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

PATIENCE = 60.0  # seconds for each of four answers: some look into a mail before they take it
LINE = b"\r\n"

logger = logging.getLogger(__name__)
Mark = Callable[[], bool]


class Unreachable(Exception):
    """There was no server, or it didn't let us in."""


class Taken(Exception):
    """The mail is no longer ours to send."""


def hand_over(message: EmailMessage, *, mark: Mark) -> None:
    """Returns when the server has taken the mail; raises what went wrong.

    `mark` is called when the server is ready for the words and the next thing is to send them;
    if it says False, they aren't.
    """
    connection = get_connection()
    try:
        connection.open()
    except (SMTPException, OSError) as error:
        raise Unreachable(error) from error
    try:
        if isinstance(connection, EmailBackend) and connection.connection:
            _mark_in_time(connection.connection, mark)
        elif not mark():
            raise Taken
        connection.send_messages([message])
    finally:
        _part(connection)


def _mark_in_time(smtp: SMTP, mark: Mark) -> None:
    """As smtplib does it, but for the mark between the server's "go on" and the words."""

    def data(words: bytes) -> tuple[int, bytes]:
        code, said = smtp.docmd("data")
        if code != 354:
            raise SMTPDataError(code, said)
        if not mark():
            smtp.close()  # what was begun is void
            raise Taken
        lines = words.removesuffix(LINE) + LINE
        smtp.send(re.sub(rb"^\.", b"..", lines, flags=re.MULTILINE) + b"." + LINE)
        return smtp.getreply()

    if smtp.sock:
        smtp.sock.settimeout(PATIENCE)
    smtp.data = data  # type: ignore[method-assign, assignment]


def _part(connection: BaseEmailBackend) -> None:
    """What goes wrong in parting can't undo what was said."""
    try:
        connection.close()
    except (SMTPException, OSError) as error:
        logger.info("The mail server said no goodbye: %s", error)
