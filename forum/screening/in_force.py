"""The rules that are on, ready to be asked. Each process keeps them as long as nobody switches."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence

from django.db import connection
from django.db.models import OuterRef, Subquery

from forum.models import Action, Kind, RuleSwitch
from forum.screening.texts import Compiled
from forum.wordlist import Words

ORDER = {str(action): place for place, action in enumerate(Action)}  # the strictest first


LOOK_BACK = 20  # comments of the author, in which repeats are found
STAND_IN = "∗"  # the asterisk that is on keyboards would be Markdown
UNTOUCHED = re.compile(r"(^[ \t]*>.*$|(?:https?://|www\.)[^\s)]+)", re.MULTILINE)


class InForce:
    """Rules, by what they do."""

    def __init__(self, rules: Iterable[Compiled]) -> None:
        self._by_kind: defaultdict[str, list[Compiled]] = defaultdict(list)
        self.replacing: list[Compiled] = []
        for rule in sorted(rules, key=lambda rule: ORDER[rule.version.action]):
            if rule.version.action == Action.REPLACE:
                self.replacing.append(rule)
            else:
                self._by_kind[rule.version.kind].append(rule)
        counting = [*self.of(Kind.NEWCOMERS), *self.of(Kind.PACE)]
        # How many of the author's comments have to be looked at.
        self.looks_back = max([LOOK_BACK, *(rule.amount + 1 for rule in counting)])

    def of(self, kind: str) -> Sequence[Compiled]:
        """Those that judge, the strictest first."""
        return self._by_kind.get(kind, ())

    def reword(self, body: str) -> str:
        """The source of a comment without the words that readers are to be spared. Quotes stay:
        they are others' words, and checked. So do addresses, which would lead nowhere."""
        for rule in self.replacing:
            if rule.words.find(Words(body)):
                parts = UNTOUCHED.split(body)
                parts[::2] = [rule.words.replace(part, STAND_IN) for part in parts[::2]]
                body = "".join(parts)
        return body


_kept: tuple[Hashable, InForce] = None, InForce([])


def in_force() -> InForce:
    """One short query tells whether a switch was turned since, in whichever process."""
    global _kept
    stamp, rules = _kept
    # Asked for every comment, so not by way of the query builder. The highest number alone would
    # miss a row whose transaction ended after a later one's.
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*), MAX(id), MAX(at) FROM {RuleSwitch._meta.db_table}")  # noqa: S608
        now = cursor.fetchone()
    if stamp != now:
        rules = InForce(_read())
        _kept = now, rules
    return rules


def _read() -> list[Compiled]:
    last = RuleSwitch.objects.filter(rule=OuterRef("rule")).order_by("-pk").values("pk")[:1]
    switches = RuleSwitch.objects.filter(pk=Subquery(last), version__isnull=False)
    versions = [switch.version for switch in switches.select_related("version__rule")]
    return [Compiled(version) for version in versions if version]
