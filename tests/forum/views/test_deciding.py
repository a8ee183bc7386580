"""What is decided at the moderators' queue, and what they are told of it."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from forum import moderating, sanctioning
from forum.models import Claim, Comment, Decision, Discussion, Member, Note, Reason, Sanction
from forum.posting import post, withdraw
from tests.forum.dumps import dump
from tests.forum.views.desk import QUEUE, card, decide, seen, told

Open = Callable[[Member], Client]


@pytest.mark.parametrize(
    ("verb", "before", "after"),
    [
        ("approve", "waiting", "published"),
        ("reject", "waiting", "rejected"),
        ("branch", "waiting", "rejected"),
        ("approve", "published", "published"),
        ("remove", "published", "removed"),
        ("branch", "published", "removed"),
        ("restore", "rejected", "published"),
    ],
)
def test_one_press_decides(
    verb: str,
    before: str,
    after: str,
    desk: Client,
    wait: Callable[..., Comment],
    mira: Member,
) -> None:
    comment = wait()
    if before == "published":
        moderating.approve(comment, by=mira)
    elif before == "rejected":
        moderating.reject(comment, by=mira, reason="Spam")
    usual = Reason.objects.get(title="Off topic")
    assert decide(desk, comment, verb, usual=usual.pk).status_code == 303
    assert comment.status == after
    decision = comment.decisions.first()
    assert (decision.by, decision.reason) == (mira, usual.text)


def test_own_words_go_before_the_usual_ones(desk: Client, wait: Callable[..., Comment]) -> None:
    comment, usual = wait(), Reason.objects.first()
    assert usual
    decide(desk, comment, "reject", usual=usual.pk, reason="Because of the tone")
    assert comment.decisions.first().reason == "Because of the tone"


def test_taking_words_away_needs_a_reason(desk: Client, wait: Callable[..., Comment]) -> None:
    comment = wait()
    for verb in ("reject", "branch", "remove"):
        assert "Say why" in told(desk, decide(desk, comment, verb))
        assert comment.is_waiting


def test_after_a_decision_the_next_card_is_hers(
    desk: Client, wait: Callable[..., Comment], mira: Member
) -> None:
    first, second = wait("One."), wait("Two.")
    answer = decide(desk, first, "approve", next=second.pk, back="list=waiting&nonsense=1")
    assert answer["Location"] == f"{QUEUE}?list=waiting#card-{second.pk}"
    assert Claim.objects.standing().get().member == mira


def test_others_see_who_looks_at_a_card_until_some_minutes_later(
    desk: Client, wait: Callable[..., Comment], max_: Member, as_member: Open
) -> None:
    comment = wait()
    desk.post(f"{QUEUE}claims/", {"comment": comment.pk})
    other = as_member(max_)
    assert "<b>Mira</b> is looking at this one" in other.get(QUEUE).content.decode()
    assert "is looking at this one" not in desk.get(QUEUE).content.decode()
    answer = other.post(f"{QUEUE}claims/", {"comment": comment.pk})
    assert "<b>Mira</b> is looking at this one" in answer.content.decode()
    Claim.objects.update(until=timezone.now())
    assert "looking" not in other.post(f"{QUEUE}claims/", {"comment": comment.pk}).content.decode()
    assert "<b>Max</b> is looking" in desk.get(QUEUE).content.decode()


def test_who_has_decided_looks_at_the_card_no_more(
    desk: Client, wait: Callable[..., Comment], mira: Member, max_: Member
) -> None:
    comment, other, taken = wait("One."), wait("Two."), wait("Three.")
    Claim.objects.take(taken, by=max_)
    for each in (comment, other):
        Claim.objects.take(each, by=mira)
    decide(desk, comment, "approve")
    decide(desk, taken, "approve")
    assert {(claim.comment, claim.member) for claim in Claim.objects.standing()} == {
        (other, mira),
        (taken, max_),
    }


def test_who_looks_again_reads_what_was_decided_meanwhile(
    desk: Client, wait: Callable[..., Comment], max_: Member
) -> None:
    comment = wait()
    look = {"comment": comment.pk, "seen": seen(comment)}
    assert "hidden" in desk.post(f"{QUEUE}claims/", look).content.decode()
    Claim.objects.all().delete()
    moderating.reject(comment, by=max_, reason="Spam <b>")
    answer = desk.post(f"{QUEUE}claims/", look).content.decode()
    assert "Max rejected it just now: Spam &lt;b&gt;." in answer
    assert not Claim.objects.exists()


def test_who_comes_second_is_told_what_the_first_decided(
    desk: Client, wait: Callable[..., Comment], max_: Member, as_member: Open
) -> None:
    comment = wait()
    before = seen(comment)
    decide(as_member(max_), comment, "reject", reason="Spam")
    answer = decide(desk, comment, "approve", seen=before)
    assert "Max rejected it just now: Spam." in told(desk, answer)
    assert comment.status == "rejected"


def test_what_its_author_changed_meanwhile_is_read_again(
    desk: Client, wait: Callable[..., Comment]
) -> None:
    comment = wait()
    Comment.objects.update(version=2)
    assert "Read it again" in told(desk, decide(desk, comment, "approve", version=1))
    assert comment.is_waiting


def test_nobody_decides_on_their_own(desk: Client, discussion: Discussion, mira: Member) -> None:
    own = post(discussion, author=mira, body="I moderate here.")
    assert "somebody else decides" in card(desk, own)
    assert "of their own" in told(desk, decide(desk, own, "remove", reason="Regret"))
    assert own.is_published


def test_a_script_gets_the_card_and_the_lists_as_they_are_now(
    desk: Client, wait: Callable[..., Comment]
) -> None:
    comment = wait()
    form = {"comment": comment.pk, "verb": "approve", "version": 1, "seen": seen(comment)}
    headers = {"X-Fragment": "1"}
    answer = desk.post(f"{QUEUE}decisions/", form, headers=headers)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "data-decided" in text
    assert "Published" in text
    assert 'id="queue-last"' in text
    assert '<b id="desk-waiting"></b>' in text
    again = desk.post(f"{QUEUE}decisions/", form, headers=headers)
    assert again.status_code == 409
    assert "Mira approved it just now." in again.content.decode()


def test_the_last_decision_is_undone_by_the_button_that_every_page_has(
    desk: Client, wait: Callable[..., Comment]
) -> None:
    comment = wait()
    before = dump()
    decide(desk, comment, "reject", reason="Spam")
    page = desk.get(QUEUE).content.decode().partition('id="queue-last"')[2]
    decision = re.search(r'name="decision" value="(\d+)"', page)
    assert decision
    desk.post(f"{QUEUE}undoings/", {"decision": decision[1]})
    after = dump()
    del after["forum.claim"], before["forum.claim"]
    assert after == before
    assert 'id="queue-last" hidden' in desk.get(QUEUE).content.decode()


def test_all_that_a_filter_lets_through_is_decided_together_and_undone_together(
    desk: Client, wait: Callable[..., Comment], ada: Member, adas_comment: Comment
) -> None:
    comments = [wait(f"Buy {number}.") for number in range(60)]
    other = wait("A thought.", author=ada)
    before = dump()
    form = {"verb": "remove", "everything": "on", "reason": "Spam", "back": "member=Nora"}
    answer = desk.post(f"{QUEUE}batches/", form)
    assert "Decided on 60 comments." in told(desk, answer)
    other.refresh_from_db()
    assert other.is_waiting
    assert Comment.objects.filter(status="rejected").count() == len(comments)
    batch = Decision.objects.exclude(batch=None).values_list("batch", flat=True).distinct().get()
    assert "60 comments" in desk.get(QUEUE).content.decode().partition('id="queue-last"')[2]
    assert "Undone: 60 comments." in told(desk, desk.post(f"{QUEUE}undoings/", {"batch": batch}))
    assert dump() == before


def test_those_that_are_ticked_are_decided_together(
    desk: Client, wait: Callable[..., Comment], adas_comment: Comment, nora: Member
) -> None:
    first, second, third = wait("One."), wait("Two."), wait("Three.")
    withdraw(second, by=nora)
    ticked = [first.pk, second.pk, adas_comment.pk]
    form = {"verb": "remove", "comment": ticked, "reason": "Spam"}
    answer = told(desk, desk.post(f"{QUEUE}batches/", form))
    assert "Decided on 2 comments." in answer
    assert "Nora withdrew it" in answer
    statuses = dict(Comment.objects.values_list("pk", "status"))
    assert statuses[first.pk] == "rejected"
    assert statuses[adas_comment.pk] == "removed"
    assert statuses[third.pk] == "waiting"


def test_what_was_decided_one_by_one_is_undone_together(
    desk: Client, wait: Callable[..., Comment], adas_comment: Comment
) -> None:
    comments = [wait("One."), wait("Two.")]
    before = dump()
    for comment, verb in zip(comments, ["approve", "reject"], strict=True):
        decide(desk, comment, verb, reason="As it happens")
    form = {"verb": "undo", "everything": "on", "back": "list=all"}
    answer = told(desk, desk.post(f"{QUEUE}batches/", form))
    assert "Undone: 2 comments." in answer
    assert "There is nothing to undo." in answer
    assert dump() == before


@pytest.mark.parametrize("form", [{}, {"verb": "approve"}, {"verb": "remove", "everything": "on"}])
def test_a_batch_that_says_too_little_decides_nothing(
    form: dict[str, str], desk: Client, wait: Callable[..., Comment]
) -> None:
    comment = wait()
    assert desk.post(f"{QUEUE}batches/", form, follow=True).status_code == 200
    comment.refresh_from_db()
    assert comment.is_waiting


@pytest.mark.parametrize(
    ("form", "kind", "term"),
    [
        ({"kind": "warning"}, "warning", 14),
        ({"kind": "silence", "days": "3"}, "silence", 3),
        ({"kind": "ban", "days": "30"}, "ban", 30),
        ({"kind": "ban", "days": ""}, "ban", None),
    ],
)
def test_a_member_is_sanctioned_from_a_card(
    form: dict[str, str],
    kind: str,
    term: int | None,
    desk: Client,
    wait: Callable[..., Comment],
    nora: Member,
) -> None:
    comment = wait()
    desk.post(f"{QUEUE}sanctions/", {"comment": comment.pk, "reason": "Insults", **form})
    sanction = Sanction.objects.get()
    assert (sanction.member, sanction.kind, sanction.reason) == (nora, kind, "Insults")
    days = sanction.until and round((sanction.until - timezone.now()) / timedelta(days=1))
    assert days == term


@pytest.mark.parametrize("form", [{"kind": "warning"}, {"kind": "silence", "reason": "x"}])
def test_a_sanction_has_a_reason_and_a_silence_an_end(
    form: dict[str, str], desk: Client, wait: Callable[..., Comment]
) -> None:
    desk.post(f"{QUEUE}sanctions/", {"comment": wait().pk, **form})
    assert not Sanction.objects.exists()


def test_a_sanction_is_lifted_from_a_card_of_the_same_member(
    desk: Client, wait: Callable[..., Comment], adas_comment: Comment, nora: Member, mira: Member
) -> None:
    comment = wait()
    sanction = sanctioning.ban(nora, by=mira, reason="Threats")
    form = {"sanction": sanction.pk}
    other = desk.post(f"{QUEUE}liftings/", {"comment": adas_comment.pk, **form})
    assert other.status_code == 404
    assert "Lift it" in card(desk, comment)
    desk.post(f"{QUEUE}liftings/", {"comment": comment.pk, **form})
    assert not Sanction.objects.in_force().exists()
    assert "lifted" in card(desk, comment)


def test_notes_are_read_by_moderators_only(
    desk: Client, wait: Callable[..., Comment], nora: Member, as_member: Open
) -> None:
    comment = wait()
    desk.post(f"{QUEUE}notes/", {"comment": comment.pk, "text": "Was kind in March."})
    assert Note.objects.get().member == nora
    assert "Was kind in March." in card(desk, comment)
    for address in (comment.discussion.article.get_absolute_url(), "/members/Nora/"):
        assert "Was kind" not in as_member(nora).get(address).content.decode()


@pytest.mark.parametrize("kind", ["warning", "silence", "ban"])
def test_what_was_done_last_about_a_member_is_undone_like_a_decision(
    kind: str, desk: Client, wait: Callable[..., Comment], nora: Member, as_member: Open
) -> None:
    comment = wait()
    decide(desk, comment, "approve")
    form = {"comment": comment.pk, "kind": kind, "days": "3", "reason": "Insults"}
    desk.post(f"{QUEUE}sanctions/", form)
    sanction = Sanction.objects.get()
    last = desk.get(QUEUE).content.decode().partition('id="queue-last"')[2]
    assert "<bdi>Nora</bdi>, until" in last
    assert "Approve" not in last.partition("</form>")[0]
    answer = desk.post(f"{QUEUE}undoings/", {"sanction": sanction.pk})
    assert "Undone." in told(desk, answer)
    assert not Sanction.objects.in_force().exists()
    assert Sanction.objects.get().lifting.by.name == "Mira"
    page = as_member(nora).get(comment.discussion.article.get_absolute_url())
    assert "Insults" not in page.content.decode()
    comment.refresh_from_db()
    assert comment.is_published
    last = desk.get(QUEUE).content.decode().partition('id="queue-last"')[2]
    assert "Published" in last
    answer = desk.post(f"{QUEUE}undoings/", {"sanction": sanction.pk})
    assert "ended already" in told(desk, answer)
