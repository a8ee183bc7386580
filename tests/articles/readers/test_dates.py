from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.readers.dates import find_date, whole_date

TWELFTH = date(2026, 2, 12)
AT_TEN = datetime(2026, 2, 12, 10, 30)  # noqa: DTZ001 -- whose zone nobody wrote down


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("February 12, 2026", TWELFTH),
        ("Feb. 12, 2026", TWELFTH),
        ("12 February 2026", TWELFTH),
        ("12th of February, 2026", TWELFTH),
        ("12-Feb-2026", TWELFTH),
        ("2026-02-12", TWELFTH),
        ("2026/2/12", TWELFTH),
        ("12.02.2026", TWELFTH),
        ("Thursday, February 12, 2026", TWELFTH),
        ("Thu 12 Feb 2026", TWELFTH),
        ("Published on February 12th, 2026", TWELFTH),
        ("Updated: 12 February 2026.", TWELFTH),
        ("(12 February 2026)", TWELFTH),
        ("12 February 2026, 10:30", AT_TEN),
        ("10:30, 12 February 2026", AT_TEN),
        ("February 12, 2026 at 10:30 am EST", AT_TEN),
        ("2026-02-12 10:30:15", AT_TEN),
        ("Feb. 12, 2026, 3 p.m.", AT_TEN.replace(hour=15, minute=0)),
        ("Feb. 12, 2026 12:05 am", AT_TEN.replace(hour=0, minute=5)),
        ("2026-02-12T10:30:00Z", AT_TEN.replace(tzinfo=UTC)),
        ("2026-02-12 10:30 +02:00", AT_TEN.replace(tzinfo=timezone(timedelta(hours=2)))),
    ],
)
def test_a_date_is_read_as_people_write_it(text: str, when: date) -> None:
    found = whole_date(text)
    assert found is not None
    assert found.when == when
    assert type(found.when) is type(when)


def test_a_stroke_tells_the_day_only_where_no_month_has_that_number() -> None:
    assert [found.when for text in ("13/02/2026", "02/13/2026") if (found := whole_date(text))] == [
        date(2026, 2, 13),
        date(2026, 2, 13),
    ]
    ambiguous = whole_date("02/03/2026")
    assert ambiguous is not None
    assert ambiguous.when is None


@pytest.mark.parametrize("text", ["30 February 2026", "2 days ago", "yesterday", "2026-13-40"])
def test_a_date_that_names_no_day_is_a_date_all_the_same(text: str) -> None:
    found = whole_date(text)
    assert found is not None
    assert found.when is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026",
        "May",
        "In May 2026 it rained",
        "maybe 12, 2026",
        "12 people in 2026",
        "3/4",
        "1.5",
    ],
)
def test_other_words_are_no_date(text: str) -> None:
    assert whole_date(text) is None


def test_a_date_in_a_line_is_found_with_its_hour() -> None:
    found = find_date("Ada, February 12, 2026 at 10:30, Riga")
    assert found is not None
    assert (found.when, found.start, found.end) == (AT_TEN, 5, 31)
    assert whole_date("Ada, February 12, 2026") is None


@given(st.text(alphabet="0123456789 -/.:,TZ+amp februaynov", max_size=40))
def test_nothing_that_looks_like_a_date_breaks_the_reading(text: str) -> None:
    found = find_date(text)
    assert found is None or 0 <= found.start < found.end <= len(text)
