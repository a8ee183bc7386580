"""What members are told by mail.

A notification carries the time at which it may have to be mailed, so it is its own entry in the
outbox: it is written by the act that it tells of, and goes with it. Behind the pages `gather_next`
makes a `Mail` of one notification, or of all that a digest holds, and `send_next` writes it and
hands it to the mail server. Why so, and what happens when somebody dies on the way:
docs/decisions/mail.md.
"""

from forum.mailing.bouncing import take_in
from forum.mailing.choosing import choose, chosen_by, in_words, refusal_of, stop
from forum.mailing.gathering import gather_next
from forum.mailing.links import read_token
from forum.mailing.sending import send_next
from forum.mailing.trying_again import start_again

__all__ = [
    "choose",
    "chosen_by",
    "gather_next",
    "in_words",
    "read_token",
    "refusal_of",
    "send_next",
    "start_again",
    "stop",
    "take_in",
]
