"""Everything out again: as JSON Lines that `forum.restoring` reads back, as WXR for WordPress and
Disqus, and as pages of HTML that need nobody.

Whatever the format, what is written is read in one snapshot of the database and never held as a
whole (docs/exporting.md).
"""

FORMAT = "rejoinder"
VERSION = 2
END = "end"  # the kind of the last line
EVERYTHING, PUBLIC = "everything", "what everybody may read"
