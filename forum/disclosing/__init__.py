"""Everything that the site holds of a member, for the member: a zip with one file for programs and
one to be read. Nothing of others is in it but what the member may read anyway."""

from forum.disclosing.packing import packed

__all__ = ["packed"]
