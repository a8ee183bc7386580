"""What authors and editors put forward, and what they can't do to their critics."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from forum import moderating
from forum.highlighting import highlight, take_back
from forum.models import AuthorAccount, Comment, Discussion, Highlight, Member
from forum.posting import post, withdraw

PIN, PICK = Highlight.Kind.PIN, Highlight.Kind.PICK
PEOPLE = ["anonymous", "bob", "ada", "paul", "lena", "edith", "mira", "tove"]
YES, NO, LOG_IN = 303, 403, 302
# Who may do what with a comment of Ada's on Lena's article. Paul wrote another article; Edith
# edits, Mira moderates, Tove administers.
ROLES: dict[str, list[int]] = {
    "pin/": [LOG_IN, NO, NO, NO, YES, YES, YES, YES],
    "pick/": [LOG_IN, NO, NO, NO, YES, YES, YES, YES],
    "edit/": [LOG_IN, NO, 422, NO, NO, NO, NO, NO],
    "withdrawal/": [LOG_IN, NO, YES, NO, NO, NO, NO, NO],
}


@pytest.fixture
def paul(make_member: Callable[..., Member], make_article: Callable[..., object]) -> Member:
    """Wrote another article."""
    other = make_article("Another piece\n\nMarch 4, 2026\n\nBy Paul Aas\n\nWords.\n", "other.txt")
    member = make_member("Paul Aas")
    AuthorAccount.objects.create(author=other.authors.get(), member=member)  # type: ignore[attr-defined]
    return member


@pytest.fixture
def tove(make_member: Callable[..., Member]) -> Member:
    """Administers."""
    member = make_member("Tove", is_staff=True)
    member.groups.add(Group.objects.get(name="administrators"))
    return member


def standing(comment: Comment) -> set[str]:
    return set(Highlight.objects.standing().filter(comment=comment).values_list("kind", flat=True))


@pytest.mark.parametrize("door", ROLES)
@pytest.mark.parametrize("person", PEOPLE)
def test_each_role_does_what_is_its_own(
    person: str,
    door: str,
    lena: Member,
    adas_comment: Comment,
    request: pytest.FixtureRequest,
    as_member: Callable[[Member], Client],
) -> None:
    client = Client()
    if person != "anonymous":
        client = as_member(request.getfixturevalue(person))
    answer = client.post(f"/comments/{adas_comment.pk}/{door}")
    assert answer.status_code == ROLES[door][PEOPLE.index(person)]
    is_done = door in {"pin/", "pick/"} and answer.status_code == YES
    assert standing(adas_comment) == ({door.strip("/")} if is_done else set())


@pytest.mark.parametrize("person", ["lena", "edith"])
def test_authors_and_editors_take_nothing_away(
    person: str,
    lena: Member,
    adas_comment: Comment,
    request: pytest.FixtureRequest,
    as_member: Callable[[Member], Client],
) -> None:
    client = as_member(request.getfixturevalue(person))
    decide = {"comment": adas_comment.pk, "decision": "remove", "reason": "I don’t like it"}
    assert client.post("/admin/queue/decisions/", decide).status_code == 403
    change = client.get(f"/admin/forum/comment/{adas_comment.pk}/change/")
    assert change.status_code in {302, 403}
    adas_comment.refresh_from_db()
    assert adas_comment.is_published


def test_an_author_takes_back_only_what_is_the_authors(
    lena: Member, edith: Member, adas_comment: Comment, bobs_answer: Comment
) -> None:
    highlight(adas_comment, PIN, by=lena)
    take_back(adas_comment, PIN, by=lena)
    assert standing(adas_comment) == set()
    highlight(bobs_answer, PICK, by=edith)
    with pytest.raises(PermissionDenied):
        take_back(bobs_answer, PICK, by=lena)
    assert standing(bobs_answer) == {"pick"}
    highlight(adas_comment, PIN, by=lena)
    take_back(adas_comment, PIN, by=edith)
    assert standing(adas_comment) == set()


def test_who_did_it_and_who_took_it_back_is_on_record(
    lena: Member, edith: Member, adas_comment: Comment
) -> None:
    highlight(adas_comment, PICK, by=lena)
    highlight(adas_comment, PICK, by=edith)  # it is one already
    take_back(adas_comment, PICK, by=edith)
    take_back(adas_comment, PICK, by=edith)
    row = Highlight.objects.get()
    assert (row.by, row.ended_by) == (lena, edith)
    assert row.ended_at is not None
    assert row.created_at <= row.ended_at


def test_three_comments_are_pinned_at_the_most(
    discussion: Discussion, lena: Member, mira: Member, ada: Member
) -> None:
    remarks = [post(discussion, author=ada, body=f"Remark number {n}.") for n in range(4)]
    for remark in remarks[:3]:
        highlight(remark, PIN, by=lena)
    with pytest.raises(ValidationError, match="Unpin one of them first"):
        highlight(remarks[3], PIN, by=lena)
    highlight(remarks[3], PICK, by=lena)
    moderating.remove(remarks[0], by=mira, reason="Spam")
    highlight(remarks[3], PIN, by=lena)
    assert standing(remarks[3]) == {"pick", "pin"}


def test_what_is_not_there_is_not_put_forward(
    lena: Member, ada: Member, adas_comment: Comment
) -> None:
    withdraw(adas_comment, by=ada)
    for kind in (PIN, PICK):
        with pytest.raises(PermissionDenied):
            highlight(adas_comment, kind, by=lena)


def test_authors_pin_their_own_comments_and_nobody_picks_their_own(
    discussion: Discussion, lena: Member
) -> None:
    own = post(discussion, author=lena, body="I answer questions until six.")
    highlight(own, PIN, by=lena)
    with pytest.raises(PermissionDenied):
        highlight(own, PICK, by=lena)
    assert standing(own) == {"pin"}


def test_a_comment_is_pinned_once(lena: Member, adas_comment: Comment) -> None:
    highlight(adas_comment, PIN, by=lena)
    with pytest.raises(IntegrityError), transaction.atomic():
        Highlight.objects.create(
            discussion=adas_comment.discussion, comment=adas_comment, kind=PIN, by=lena
        )
