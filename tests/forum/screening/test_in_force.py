"""Which rules comments are screened by: those that are on, whoever switched them where."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum.markup import render
from forum.models import Action, Comment, Discussion, Kind, Member, Rule, RuleVersion
from forum.posting import post
from forum.ruling import switch_off, switch_on, write
from forum.screening import Draft, in_force, screen

Make = Callable[..., RuleVersion]


def holds(discussion: Discussion, author: Member, body: str) -> bool:
    return post(discussion, author=author, body=body).is_waiting


def test_a_rule_counts_from_its_switch_on(
    discussion: Discussion, ada: Member, mira: Member
) -> None:
    new = Rule(name="Watches", kind=Kind.WORDS)
    version = write(new, by=mira, action=Action.HOLD, entries="watches")
    assert not holds(discussion, ada, "Watches, one.")
    switch_on(version, by=mira)
    assert holds(discussion, ada, "Watches, two.")
    switch_off(new, by=mira)
    assert not holds(discussion, ada, "Watches, three.")


def test_a_changed_rule_goes_on_as_it_was_until_somebody_switches(
    discussion: Discussion, ada: Member, mira: Member, rule: Make
) -> None:
    first = rule(Kind.WORDS, entries="watches")
    second = write(first.rule, by=mira, action=Action.HOLD, entries="clocks")
    assert (first.number, second.number) == (1, 2)
    assert holds(discussion, ada, "Watches.")
    assert not holds(discussion, ada, "Clocks.")
    switch_on(second, by=mira)
    assert not holds(discussion, ada, "Watches again.")
    assert holds(discussion, ada, "Clocks again.")


def test_only_what_was_tried_out_is_switched_on(mira: Member, rule: Make) -> None:
    first = rule(Kind.WORDS, entries="watches")
    write(first.rule, by=mira, action=Action.HOLD, entries="clocks")
    with pytest.raises(ValidationError) as refused:
        switch_on(first, by=mira)
    assert refused.value.code == "stale"
    assert first.rule.version_in_force == first


def test_switching_twice_is_switching_once(mira: Member, rule: Make) -> None:
    version = rule(Kind.WORDS, entries="watches")
    switch_on(version, by=mira)
    assert version.rule.switches.count() == 1
    switch_off(version.rule, by=mira)
    switch_off(version.rule, by=mira)
    assert version.rule.switches.count() == 2


def test_what_a_rule_said_and_when_it_was_on_stays(mira: Member, rule: Make) -> None:
    version = rule(Kind.WORDS, entries="watches")
    version.entries = "clocks"
    for row in (version, version.rule.switches.get()):
        with pytest.raises(TypeError):
            row.save()
        with pytest.raises(TypeError):
            row.delete()
    assert version.by == version.rule.switches.get().by == mira


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (Kind.WORDS, {"entries": " \n"}),
        (Kind.WORDS, {"entries": "good\n*a*"}),
        (Kind.DOMAINS, {"entries": "https://example.org/"}),
        (Kind.DOMAINS, {"entries": "example"}),
        (Kind.LINKS, {}),
        (Kind.NEWCOMERS, {"amount": 51}),
        (Kind.NEWCOMERS, {"amount": 1, "action": Action.REPLACE}),
        (Kind.PACE, {"amount": 3, "action": Action.REFUSE}),
        (Kind.CAPITALS, {"amount": 3, "action": Action.REPLACE}),
    ],
)
def test_a_rule_that_nobody_could_follow_is_refused(
    kind: str, said: dict[str, object], mira: Member
) -> None:
    with pytest.raises(ValidationError):
        write(Rule(name="Odd", kind=kind), by=mira, **{"action": Action.HOLD, **said})
    assert not Rule.objects.exists()


def test_rules_are_read_again_only_after_a_switch(mira: Member, rule: Make) -> None:
    rule(Kind.WORDS, entries="watches")
    kept = in_force()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert in_force() is kept
    assert len(asked) == 1
    rule(Kind.LINKS, amount=2)
    assert in_force() is not kept


def test_screening_costs_the_same_few_queries(
    adas_comment: Comment, bobs_answer: Comment, ada: Member, nora: Member, rule: Make
) -> None:
    rule(Kind.WORDS, entries="watches")
    rule(Kind.NEWCOMERS, Action.FLAG, amount=1)
    rule(Kind.PACE, Action.REFUSE, amount=50, minutes=1)
    in_force()

    def cost(author: Member, to: Comment | None) -> int:
        with CaptureQueriesContext(connection) as queries:
            words = "Nothing but good words."
            rendered = render(words)
            discussion = adas_comment.discussion
            screen(Draft(discussion, author, words, rendered, in_force(), to))
        return len(queries)

    assert cost(nora, None) == 3
    assert cost(nora, bobs_answer) == 4
    assert cost(ada, bobs_answer) == 4
