"""Finds a quote in its sources and says how true it is to them. Pure: no database, no request.

In go a quote's plain words and the texts that it may come from; out comes a Finding:

- verbatim: the words stand in the source. Typography doesn't count (see `folding`), every word,
  digit and comma does.
- shortened: the pieces between its omissions (…, [...], [word]) stand there in order.
- altered: one passage is so close that the quote can come from nowhere else; the segments say what
  was changed, left out without a mark, or put in.
- unfound: anything weaker, or two passages equally close.

`Succession` follows words that were found into a later version of their source.

Only equality ever says verbatim; closeness says altered at best, since "would improve" and "would
not improve" are as close as can be. The rules and their reasons are in docs/quotes.md.
"""

from forum.quoting.findings import UNFOUND, Fidelity, Finding, Kind, Segment, Source
from forum.quoting.locating import locate
from forum.quoting.tracing import Succession, Trace

__all__ = [
    "UNFOUND",
    "Fidelity",
    "Finding",
    "Kind",
    "Segment",
    "Source",
    "Succession",
    "Trace",
    "locate",
]
