"""The ledger: whatever comes in with a file comes in through here, can be tried first, repeated,
and taken back.

An `ImportBatch` is one import, an `ImportItem` one thing that it found. Four steps, each of which
goes on where it was broken off: reading (a file into items), planning (items compared with what is
here, and put in an order in which what is answered comes before its answers), applying, undoing.
An `Origin` says where an article or a comment came from, which is how it is known again.
"""

from forum.ledger.beginning import NotPossible, apply, begin, discard, undo
from forum.ledger.receiving import hand_in, receive
from forum.ledger.reporting import Report, report
from forum.ledger.steps import import_next, step

__all__ = [
    "NotPossible",
    "Report",
    "apply",
    "begin",
    "discard",
    "hand_in",
    "import_next",
    "receive",
    "report",
    "step",
    "undo",
]
