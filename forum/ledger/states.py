"""What a comment's state where it comes from is here."""

from articles.readers import State
from forum.models import Status

STATUSES = {
    State.PUBLISHED: Status.PUBLISHED,
    State.WAITING: Status.WAITING,
    State.REMOVED: Status.REMOVED,
    State.SPAM: Status.REJECTED,
}
# Why it has that status; of what is published nobody asks.
BECAUSE = {
    State.WAITING: "It waited for a moderator where it was imported from.",
    State.REMOVED: "It was removed where it was imported from.",
    State.SPAM: "It was spam where it was imported from.",
}
