from forum.ledger.ordering import Said, order


def keys(*said: Said, known: frozenset[str] = frozenset()) -> list[str]:
    return [each.key for each in order(said, known=known)]


def test_comments_come_as_they_were_written() -> None:
    assert keys(Said(1, "a", "", 2.0), Said(2, "b", "", 1.0)) == ["b", "a"]


def test_none_comes_before_what_it_answers_whatever_the_clocks_say() -> None:
    assert keys(Said(1, "a", "b", 1.0), Said(2, "b", "", 5.0)) == ["b", "a"]


def test_what_has_no_date_comes_after_what_it_answers() -> None:
    assert keys(Said(1, "a", "b", None), Said(2, "b", "", 5.0), Said(3, "c", "", 4.0)) == [
        *("c", "b", "a")
    ]


def test_an_answer_to_what_came_in_before_keeps_it() -> None:
    [said] = order([Said(1, "a", "old", 1.0)], known={"old"})
    assert (said.parent, said.broken) == ("old", "")


def test_ten_thousand_levels_are_no_more_than_one() -> None:
    deep = [Said(n, str(n), str(n - 1) if n else "", None) for n in range(10_000)]
    assert keys(*reversed(deep)) == [str(n) for n in range(10_000)]


def test_a_circle_is_opened_once() -> None:
    said = order([Said(n, str(n), str((n + 1) % 3), 0.0) for n in range(3)], known=set())
    assert [each.parent for each in said].count("") == 1
    assert sum(bool(each.broken) for each in said) == 1
