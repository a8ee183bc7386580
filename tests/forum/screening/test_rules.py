"""What the moderators' rules do with comments."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from forum import moderating, previewing
from forum.models import Action, Comment, Discussion, Kind, Member, RuleVersion, Status
from forum.posting import edit, post

Make = Callable[..., RuleVersion]


def refusal(discussion: Discussion, author: Member, body: str) -> str:
    with pytest.raises(ValidationError) as refused:
        post(discussion, author=author, body=body)
    return refused.value.messages[0]


FOUND = [
    (Kind.WORDS, {"entries": "idiot\nbuy watches"}, "Only an idiot says so."),
    (Kind.WORDS, {"entries": "idiot\nbuy watches"}, "Please **buy** watches."),
    (Kind.WORDS, {"entries": "viag*"}, "> Viagra here\n\nSo they say."),
    (Kind.DOMAINS, {"entries": "spam.example"}, "See https://shop.spam.example/x."),
    (Kind.DOMAINS, {"entries": "bücher.example"}, "See [this](https://bücher.example/)."),
    (Kind.LINKS, {"amount": 1}, "https://a.example/ and https://b.example/"),
    (Kind.CAPITALS, {"amount": 10}, "WHY IS NOBODY LISTENING to me?"),
    (Kind.REPETITION, {"amount": 8}, "Nooooooooooooo!"),
    (Kind.NEWCOMERS, {"amount": 1}, "Hello, I am new here."),
]
LEFT = [
    (Kind.WORDS, {"entries": "idiot"}, "An idiotic plan."),
    (Kind.WORDS, {"entries": "taxi"}, "> driven home by taxi.\n\nWere they?"),
    (Kind.DOMAINS, {"entries": "spam.example"}, "See https://nospam.example/."),
    (Kind.LINKS, {"amount": 1}, "https://a.example/ and [here](#p-1)"),
    (Kind.CAPITALS, {"amount": 10}, "The NATO met in the USA."),
    (Kind.CAPITALS, {"amount": 10}, "YES!"),
    (Kind.REPETITION, {"amount": 8}, "Well ............ no. ------------"),
]


@pytest.mark.parametrize(("kind", "said", "body"), FOUND)
def test_what_a_rule_finds_waits_and_says_by_which_rule(
    kind: str, said: dict[str, object], body: str, discussion: Discussion, nora: Member, rule: Make
) -> None:
    version = rule(kind, Action.HOLD, **said)
    waiting = post(discussion, author=nora, body=body)
    assert waiting.is_waiting
    decision = waiting.decisions.get()
    assert (decision.rule, decision.by, decision.after) == (version, None, Status.WAITING)
    assert decision.reason.startswith("Rule 1: ")


@pytest.mark.parametrize(("kind", "said", "body"), LEFT)
def test_what_a_rule_does_not_find_is_published(
    kind: str, said: dict[str, object], body: str, discussion: Discussion, nora: Member, rule: Make
) -> None:
    rule(kind, Action.HOLD, **said)
    assert post(discussion, author=nora, body=body).is_published


def test_a_refusal_names_what_is_not_wanted(
    discussion: Discussion, ada: Member, rule: Make
) -> None:
    rule(Kind.WORDS, Action.REFUSE, entries="idiot")
    rule(Kind.DOMAINS, Action.REFUSE, entries="spam.example", sentence="No shops, please.")
    assert "“idiot”" in refusal(discussion, ada, "What an IDIOT.")
    assert refusal(discussion, ada, "https://spam.example/") == "No shops, please."
    assert not Comment.objects.exists()


def test_what_a_rule_reports_is_published_and_reported_once(
    discussion: Discussion, ada: Member, mira: Member, rule: Make
) -> None:
    version = rule(Kind.WORDS, Action.FLAG, entries="idiot")
    comment = post(discussion, author=ada, body="Only an idiot says so.")
    edit(comment, by=ada, body="Only an idiot would say so.", version=1)
    assert comment.is_published
    flag = comment.flags.get()
    assert (flag.member, flag.rule, flag.note) == (None, version, "Rule 1: idiot")
    decision = moderating.remove(comment, by=mira, reason="Insult")
    assert comment.flags.get().settled_by == decision


def test_replaced_words_are_seen_in_the_preview_and_never_stored(
    discussion: Discussion, ada: Member, rule: Make
) -> None:
    rule(Kind.WORDS, Action.REPLACE, entries="idiot\ntaxi")
    body = "> driven home by taxi.\n\nAn *idiot* by taxi: https://taxi.example/"
    assert "∗∗∗∗∗" in previewing.preview(body, discussion=discussion, to=None)
    comment = post(discussion, author=ada, body=body, token="a-form")
    assert comment.body == "> driven home by taxi.\n\nAn *∗∗∗∗∗* by ∗∗∗∗: https://taxi.example/"
    assert "<em>∗∗∗∗∗</em>" in comment.html
    assert post(discussion, author=ada, body=body, token="a-form") == comment
    edit(comment, by=ada, body="No idiot.", version=1)
    comment.refresh_from_db()
    assert comment.body == "No ∗∗∗∗∗."


def test_the_strictest_of_several_rules_counts(
    discussion: Discussion, ada: Member, rule: Make
) -> None:
    rule(Kind.WORDS, Action.FLAG, entries="plan")
    rule(Kind.WORDS, Action.HOLD, entries="idiotic")
    assert post(discussion, author=ada, body="An idiotic plan.").is_waiting
    assert post(discussion, author=ada, body="A good plan.").is_published


def test_moderators_are_trusted_with_words(
    discussion: Discussion, mira: Member, rule: Make
) -> None:
    rule(Kind.WORDS, Action.REFUSE, entries="idiot")
    rule(Kind.NEWCOMERS, Action.HOLD, amount=3)
    assert post(discussion, author=mira, body="Don't call anybody an idiot.").is_published


def test_a_newcomer_is_trusted_after_so_many_published_comments(
    discussion: Discussion, nora: Member, mira: Member, rule: Make
) -> None:
    rule(Kind.NEWCOMERS, Action.HOLD, amount=2)
    first, second = (post(discussion, author=nora, body=f"Number {n}.") for n in (1, 2))
    moderating.approve(first, by=mira)
    moderating.approve(second, by=mira)
    with pytest.raises(ValidationError) as refused:  # by it alone she was judged
        edit(first, by=nora, body="Something quite different.", version=1)
    assert refused.value.code == "approved"
    assert post(discussion, author=nora, body="Number 3.").is_published


def test_a_published_comment_can_not_be_changed_into_one_that_waits(
    adas_comment: Comment, ada: Member, rule: Make
) -> None:
    rule(Kind.WORDS, Action.HOLD, entries="watches")
    with pytest.raises(ValidationError) as refused:
        edit(adas_comment, by=ada, body="Buy my watches.", version=1)
    assert refused.value.code == "approved"
    edit(adas_comment, by=ada, body="It was my first night.", version=1)


def test_a_waiting_comment_goes_on_waiting_when_it_is_changed(
    discussion: Discussion, ada: Member, rule: Make
) -> None:
    rule(Kind.WORDS, Action.HOLD, entries="watches")
    waiting = post(discussion, author=ada, body="Buy my watches.")
    edit(waiting, by=ada, body="Buy my cheap watches.", version=1)
    waiting.refresh_from_db()
    assert waiting.is_waiting
    assert waiting.decisions.count() == 1
