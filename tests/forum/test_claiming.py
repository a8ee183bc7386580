"""Who wrote a comment elsewhere may say so here."""

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.test import Client

from forum import claiming
from forum.models import AuthorshipClaim, Comment, ImportBatch, ImportedAuthor, Member
from tests.forum.archives import _reader_of_lines, bring, take_back, try_out
from tests.forum.ledger.archive import ferry, said

__all__ = ["_reader_of_lines", "bring", "take_back", "try_out"]


@pytest.fixture
def by_ada(bring: Callable[..., ImportBatch]) -> ImportedAuthor:
    bring(
        ferry(),
        said("1", "Twelve.", author="ada_l", author_key="a", author_email="Ada@example.org"),
        said("2", "Mine too.", author="ada_l", author_key="a", author_email="Ada@example.org"),
        said("3", "Not hers.", author_email="tamsin@example.org"),
    )
    return ImportedAuthor.objects.get(key="a")


def names() -> list[str]:
    return [comment.byline for comment in Comment.objects.order_by("pk")]


def test_comments_bear_the_name_that_they_came_with_until_somebody_claims_them(
    by_ada: ImportedAuthor, ada: Member
) -> None:
    assert names() == ["ada_l", "ada_l", "Tamsin"]
    claiming.claim(by_ada, by=ada)
    assert names() == ["Ada", "Ada", "Tamsin"]
    assert AuthorshipClaim.objects.get().member == ada


def test_a_claim_is_taken_back_and_stays_on_record(by_ada: ImportedAuthor, ada: Member) -> None:
    made = claiming.claim(by_ada, by=ada)
    claiming.revoke(made, by=ada)
    assert names() == ["ada_l", "ada_l", "Tamsin"]
    assert AuthorshipClaim.objects.get().revoked_at
    claiming.claim(by_ada, by=ada)
    assert names()[0] == "Ada"


def test_nobody_claims_what_others_wrote(by_ada: ImportedAuthor, ada: Member, bob: Member) -> None:
    with pytest.raises(PermissionDenied):
        claiming.claim(by_ada, by=bob)
    made = claiming.claim(by_ada, by=ada)
    with pytest.raises(PermissionDenied):
        claiming.revoke(made, by=bob)


def test_an_address_that_is_not_proved_claims_nothing(by_ada: ImportedAuthor, ada: Member) -> None:
    EmailAddress.objects.filter(user=ada).update(verified=False)
    assert not claiming.claimable(ada).exists()


def test_what_comes_in_later_is_by_who_has_claimed_it(
    by_ada: ImportedAuthor, ada: Member, bring: Callable[..., ImportBatch]
) -> None:
    claiming.claim(by_ada, by=ada)
    bring(
        ferry(), said("4", "Later.", author="ada_l", author_key="a", author_email="ada@example.org")
    )
    assert names()[-1] == "Ada"


def test_a_claimed_comment_stays_when_its_import_is_taken_back(
    by_ada: ImportedAuthor, ada: Member, take_back: Callable[[ImportBatch], None]
) -> None:
    claiming.claim(by_ada, by=ada)
    take_back(ImportBatch.objects.get())
    assert names() == ["Ada", "Ada"]


def test_a_member_claims_them_on_a_page_of_the_account(
    by_ada: ImportedAuthor, ada: Member, bob: Member, as_member: Callable[[Member], Client]
) -> None:
    adas = as_member(ada)
    assert "Imported comments" in adas.get("/accounts/").content.decode()
    assert "Imported comments" not in as_member(bob).get("/accounts/").content.decode()
    page = "/accounts/imported-comments/"
    assert "2 comments" in adas.get(page).content.decode()
    assert as_member(bob).post(page, {"author": by_ada.pk}).status_code == 404
    assert adas.post(page, {"author": by_ada.pk}).status_code == 303
    made = AuthorshipClaim.objects.get()
    assert as_member(bob).post(f"{page}{made.pk}/revocation/").status_code == 404
    assert adas.post(f"{page}{made.pk}/revocation/").status_code == 303
    assert names()[0] == "ada_l"
