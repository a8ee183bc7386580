"""Who can be mentioned, and whose names are offered to whoever begins to type one."""

from collections.abc import Collection, Mapping

from django.db.models import Exists, Max, OuterRef, QuerySet

from forum import markup, names
from forum.models import Comment, Discussion, Member, Sanction

MOST_OFFERED = 8
SHORTEST = 2  # letters of those who are not in the discussion


def people(called: Collection[str]) -> Mapping[str, int]:
    """The members whose names these are, folded (`markup.fold`). To be handed to `markup.render`.

    Only those whose names everybody can read, or a text would tell who else has an account.
    """
    skeletons = {names.skeleton(name) for name in called}
    found = Member.objects.known().filter(name_skeleton__in=skeletons)
    by_name = {markup.fold(name): pk for name, pk in found.values_list("name", "pk")}
    return {name: pk for name, pk in by_name.items() if name in called}


def offered(begun: str, *, discussion: Discussion, to: Member) -> list[str]:
    """Names that begin so: first of those who spoke in the discussion, the latest first, then of
    others. Nobody's who is banned, and not one's own."""
    looks_like = names.skeleton(begun)
    if begun and not looks_like:
        return []
    banned = Sanction.objects.in_force().bans().filter(member=OuterRef("pk"))
    known = Member.objects.known().filter(~Exists(banned), is_active=True).exclude(pk=to.pk)
    beginning = known.filter(name_skeleton__startswith=looks_like)
    here = _speakers(discussion, beginning)
    if len(begun) < SHORTEST or len(here) == MOST_OFFERED:
        return here
    others = beginning.exclude(name__in=here).order_by("name")
    return [*here, *others.values_list("name", flat=True)[: MOST_OFFERED - len(here)]]


def _speakers(discussion: Discussion, members: QuerySet[Member]) -> list[str]:
    said = Comment.objects.published().filter(discussion=discussion, author__in=members)
    latest = said.order_by().values_list("author__name").annotate(last=Max("pk"))
    return [name for name, _ in latest.order_by("-last")[:MOST_OFFERED]]
