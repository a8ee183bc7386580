from datetime import timedelta

import pytest
from django.utils import timezone

from forum.models import Comment, Member, Quote
from forum.posting import post
from forum.templatetags.discussion import avatar, figures, since


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Dana Reyes", "DR"),
        ("Ada", "A"),
        ("A. Nakamura", "AN"),
        ("Ana Maria de la Cruz", "AC"),
        ("Ελένη Παππά", "ΕΠ"),
        ("...", ""),
        ("", ""),
    ],
)
def test_an_avatar_shows_the_initials(name: str, initials: str) -> None:
    assert f">{initials}</b>" in avatar(name)


def test_one_name_has_one_colour() -> None:
    assert avatar("Ada") == avatar("Ada")


@pytest.mark.parametrize(
    ("age", "told"),
    [
        (timedelta(0), "just now"),
        (timedelta(minutes=8), "8\xa0minutes ago"),
        (timedelta(days=2, hours=3), "2\xa0days ago"),
    ],
)
def test_the_age_of_a_comment_is_told_in_its_largest_unit(age: timedelta, told: str) -> None:
    assert since(timezone.now() - age) == told


def test_a_stored_quote_that_was_not_read_through_its_gate_shows_nothing(
    adas_comment: Comment, bob: Member
) -> None:
    body = f"> {adas_comment.body}\n\nSo did I."
    answer = post(adas_comment.discussion, author=bob, body=body, to=adas_comment)
    ungated = list(Quote.objects.filter(comment=answer))
    assert adas_comment.text not in figures(answer.html, ungated)
    gated = list(Quote.objects.filter(comment=answer).shown_to(bob))
    assert adas_comment.text in figures(answer.html, gated)


def test_quotes_within_quotes_are_figures_within_figures(
    adas_comment: Comment, bob: Member
) -> None:
    body = f"> {adas_comment.body}\n>\n> > Nobody had counted who missed it.\n\nTwo at once."
    answer = post(adas_comment.discussion, author=bob, body=body, to=adas_comment)
    quotes = list(Quote.objects.filter(comment=answer).shown_to(bob))
    html = figures(answer.html, quotes)
    assert [quote.fidelity for quote in quotes] == ["verbatim", "verbatim"]
    assert html.count("<figure") == html.count("</figure>") == 2
    assert html.index("</figure>") > html.rindex("<figure")
