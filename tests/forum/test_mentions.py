"""How a comment mentions members, as far as its own text decides about that."""

from collections.abc import Collection, Mapping

import pytest

from forum import markup
from forum.markup.mentions import MOST, MOST_TRIED

KNOWN = {
    "ada": 1,
    "lena": 2,
    "lena horvat": 3,
    "ada l.": 4,
    "o'brien": 5,
    "李明": 6,
    "आदा": 7,
    **{f"reader {number}": 100 + number for number in range(30)},
}


def people(names: Collection[str]) -> Mapping[str, int]:
    return {name: pk for name, pk in KNOWN.items() if name in names}


def mentions(source: str) -> dict[str, int]:
    """Whom the rendered text mentions, by the words that stand there."""
    return markup.mentioned(markup.render(source, people).html)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("@Ada", {"ada": 1}),
        ("Thank you, @ada: it was late.", {"ada": 1}),
        ("(@ADA) and “@Lena”", {"ada": 1, "lena": 2}),
        ("**@Ada** and *@Lena*", {"ada": 1, "lena": 2}),
        ("@Ada's tram, @Lena’s bus", {"ada": 1, "lena": 2}),
        ("- @Ada\n\n# @Lena", {"ada": 1, "lena": 2}),
        ("@Lena Horvat wrote it", {"lena horvat": 3}),
        ("@Lena  Horvat wrote it", {"lena horvat": 3}),
        ("@Lena Horvath wrote it", {"lena": 2}),
        ("@Lena\nHorvat", {"lena": 2}),
        ("@Ada L. is right", {"ada l.": 4}),
        ("@Ada. L. is right", {"ada": 1}),
        ("@O'Brien", {"o'brien": 5}),
        ("@李明你好", {"李明": 6}),
        ("@आदा, नमस्ते", {"आदा": 7}),
    ],
)
def test_the_longest_name_behind_an_at_sign_is_meant(source: str, found: dict[str, int]) -> None:
    assert mentions(source) == found


@pytest.mark.parametrize(
    "source",
    [
        *("Ada", "@", "@ Ada", "@Adam", "@@Ada", "ada@ada", "@Nobody"),
        *("`@Ada`", "    @Ada", "```\n@Ada\n```", r"\@Ada", "> @Ada", "> > @Ada\n>\n> @Ada"),
        *("[@Ada](https://example.org/)", "https://example.org/@Ada", "<https://example.org/@Ada>"),
        "[Ada](/members/1/)",
    ],
)
def test_elsewhere_nobody_is_mentioned(source: str) -> None:
    assert mentions(source) == {}


def test_a_mention_leads_to_the_member_whatever_they_will_be_called() -> None:
    rendered = markup.render("So @ada said.", people)
    link = '<a class="mention" href="/members/1/">@ada</a>'
    assert rendered.html == f'<p dir="auto">So {link} said.</p>\n'
    assert (rendered.text, rendered.mentions) == ("So @ada said.", {1})


def test_without_being_told_whose_names_these_are_there_are_none() -> None:
    assert markup.render("@Ada").mentions == set()


def test_one_who_is_mentioned_twice_is_linked_twice() -> None:
    assert markup.render("@Ada and @Ada", people).html.count("<a ") == 2


def test_after_so_many_people_names_are_words_again() -> None:
    said = " ".join(f"@Reader {number}" for number in range(MOST + 1))
    assert len(mentions(said)) == MOST
    assert "reader 0" in mentions(f"{said} @Reader 0")


def test_names_are_looked_for_behind_so_many_signs() -> None:
    assert mentions(f"{'@nobody ' * (MOST_TRIED - 1)} @Ada") == {"ada": 1}
    assert mentions(f"{'@nobody ' * MOST_TRIED} @Ada") == {}


def test_what_is_rendered_again_mentions_those_whom_it_mentioned() -> None:
    html = markup.render("@Lena and @Ada", lambda names: {"lena": 2}).html
    again = markup.render("@Lena and @Ada", markup.as_before(html))
    assert again.html == html


def test_in_a_mail_a_mention_is_a_name() -> None:
    assert markup.as_text(markup.render("So @Ada said.", people).html) == "So @Ada said."


def test_nobody_makes_a_mention_of_html() -> None:
    html = markup.render('<a class="mention" href="/members/1/">@x</a>', people).html
    assert markup.mentioned(html) == {}
