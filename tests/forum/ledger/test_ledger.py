"""What comes in with an archive: tried first, brought in, again, and taken back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from articles.models import Article, Author, Section
from articles.readers import FoundArticle, Problem, Skipped, State
from forum import ledger, moderating
from forum.ledger import NotPossible
from forum.models import (
    Change,
    Comment,
    Decision,
    Fidelity,
    ImportBatch,
    ImportedAuthor,
    ImportItem,
    Member,
    Notification,
    Origin,
    Status,
)
from forum.posting import post
from tests.forum.dumps import dump
from tests.forum.ledger.archive import FERRY, ferry, said

Bring = Callable[..., ImportBatch]
TakeBack = Callable[[ImportBatch], None]
# The ledger itself, and what is left to do.
LEDGER = {"forum.importbatch", "forum.importitem", "forum.recheck"}


def everything() -> dict[str, list[object]]:
    return {name: rows for name, rows in dump().items() if name not in LEDGER}


def verdicts(batch: ImportBatch) -> dict[str, str]:
    return {line.key: line.verdict for line in batch.lines}


def reason(batch: ImportBatch, key: str) -> str:
    return batch.lines.get(key=key).reason


def comment(key: str) -> Comment:
    return Comment.objects.get(origin__key=key)


def test_a_dry_run_says_what_would_come_and_stores_nothing(try_out: Bring) -> None:
    before = everything()
    batch = try_out(ferry(), said("1", "Twelve, on Sundays."), Skipped("pingback"))
    assert batch.state == ImportBatch.State.PLANNED
    assert verdicts(batch) == {"7": "new", "1": "new"}
    assert "1 × pingback left out." in ledger.report(batch).facts
    assert everything() == before


def test_articles_come_with_their_threads(bring: Bring) -> None:
    # The answer stands before what it answers.
    batch = bring(
        ferry(),
        said("2", "True.", "1", day=2, author="Joren"),
        said("1", "Twelve, on Sundays."),
        said("3", "Slower trains.", "2", day=3),
    )
    assert batch.state == ImportBatch.State.APPLIED
    article = Article.objects.get()
    assert (article.title, article.section.name) == ("The ferry", "Transport")
    first, second, third = article.discussion.comments.order_by("pk")
    assert [first.byline, second.byline] == ["Tamsin", "Joren"]
    assert (second.parent, third.parent, third.root) == (first, second, first)
    assert [c.ordinal for c in (first, second, third)] == [0, 1, 2]
    assert third.path.startswith(second.path)
    first.refresh_from_db()
    article.discussion.refresh_from_db()
    assert (first.reply_count, article.discussion.comment_count) == (2, 3)
    assert first.posted_at.isoformat() == "2020-05-01T12:00:00+00:00"


def test_their_quotes_are_looked_up_like_all_others(bring: Bring) -> None:
    bring(
        ferry(),
        said("1", f"> {FERRY[1]}\n\nTwelve."),
        said("2", "> Twelve.\n\nOn Sundays.", "1", day=2),
    )
    assert comment("1").quotes.get().fidelity == Fidelity.VERBATIM
    assert comment("2").quotes.get().quoted_comment == comment("1")


def test_doing_it_again_changes_nothing(bring: Bring) -> None:
    found = ferry(), said("1", f"> {FERRY[1]}\n\nTwelve."), said("2", "True.", "1")
    bring(*found)
    before = everything()
    again = bring(*found)
    assert set(verdicts(again).values()) == {"same"}
    assert everything() == before


def test_more_comments_join_the_threads_that_are_here(bring: Bring) -> None:
    bring(ferry(), said("1", "Twelve."))
    batch = bring(ferry(), said("1", "Twelve."), said("2", "True.", "1", day=2))
    assert verdicts(batch) == {"7": "same", "1": "same", "2": "new"}
    assert comment("2").parent == comment("1")
    assert (comment("1").reply_count, comment("2").ordinal) == (1, 1)


def test_undoing_leaves_everything_as_it_was(bring: Bring, take_back: TakeBack) -> None:
    before = everything()
    batch = bring(
        ferry(),
        said("1", f"> {FERRY[1]}\n\nTwelve.", author_email="tamsin@example.org"),
        said("2", "> Twelve.\n\nTrue.", "1", day=2),
        said("3", "Buy this", day=3, state=State.SPAM),
        said("4", "Nasty", "1", day=3, state=State.REMOVED),
    )
    assert Comment.objects.count() == 4
    take_back(batch)
    assert batch.state == ImportBatch.State.UNDONE
    assert everything() == before
    assert not Decision.objects.exists()
    assert not Section.objects.exists()
    assert not Author.objects.exists()
    assert not ImportedAuthor.objects.exists()


def test_undoing_leaves_what_was_there_before_as_it_was(
    bring: Bring, take_back: TakeBack, ada: Member
) -> None:
    bring(ferry(), said("1", "Twelve."))
    quoting = post(
        Article.objects.get().discussion, author=ada, body=f"> {FERRY[1]}\n\nIt does.", to=None
    )
    before = everything()
    waits = ferry(*FERRY, "Nobody complained.", title="The ferry that waits")
    facts = {"tags": ("Boats",), "language": "de", "address": "https://old.example/2026/ferry/"}
    batch = bring(
        replace(waits, parsed=replace(waits.parsed, **facts)),
        said("1", "Thirteen."),
        said("2", "True.", "1", day=2),
    )
    assert verdicts(batch) == {"7": "changed", "1": "changed", "2": "new"}
    assert quoting.quotes.get().article_version.number == 2
    take_back(batch)
    assert everything() == before


def test_what_people_made_something_of_stays_when_an_import_is_taken_back(
    bring: Bring, take_back: TakeBack, ada: Member, mira: Member
) -> None:
    batch = bring(
        ferry(),
        *(said(key, f"Number {key} has its own words.", day=int(key)) for key in "1234"),
        said("5", "True.", "4", day=5),
    )
    discussion = Article.objects.get().discussion
    post(discussion, author=ada, body="Yes.", to=comment("1"))
    post(discussion, author=ada, body="> Number 2 has its own words.\n\nSo it has.")
    moderating.remove(comment("3"), by=mira, reason="Off the subject.")
    take_back(batch)
    assert set(Origin.objects.values_list("key", flat=True)) == {"7", "1", "2", "3"}
    assert reason(batch, "1") == "Kept: it was answered."
    assert reason(batch, "2") == "Kept: it was quoted."
    assert reason(batch, "3") == "Kept: somebody has decided on it."
    assert reason(batch, "7") == "Kept: it is discussed."
    assert ledger.report(batch).kept == 4


def test_what_a_kept_comment_answers_is_kept_with_it(
    bring: Bring, take_back: TakeBack, ada: Member
) -> None:
    batch = bring(ferry(), said("1", "One."), said("2", "Two.", "1"), said("3", "Three.", "2"))
    post(Article.objects.get().discussion, author=ada, body="Yes.", to=comment("2"))
    take_back(batch)
    assert set(batch.lines.filter(stage="kept").values_list("key", flat=True)) == {"7", "1", "2"}


def test_changed_words_become_a_version_and_a_revision(bring: Bring) -> None:
    bring(ferry(), said("1", "Twelve."))
    batch = bring(ferry(*FERRY, "Nobody complained."), said("1", "Thirteen."))
    assert verdicts(batch) == {"7": "changed", "1": "changed"}
    assert Article.objects.get().current.number == 2
    assert comment("1").body == "Thirteen."
    assert comment("1").revisions.get().body == "Twelve."


def test_a_local_decision_is_never_overwritten(bring: Bring, mira: Member) -> None:
    bring(ferry(), said("1", "Twelve."), said("2", "Spam?"))
    moderating.remove(comment("1"), by=mira, reason="Off the subject.")
    batch = bring(
        ferry(),
        said("1", "Twelve.", state=State.SPAM),
        said("2", "Spam?", state=State.REMOVED),
    )
    assert comment("1").status == Status.REMOVED
    assert "stands" in reason(batch, "1")
    assert comment("2").status == Status.REMOVED
    again = bring(ferry(), said("1", "Twelve."), said("2", "Spam?"))
    assert (comment("1").status, comment("2").status) == (Status.REMOVED, Status.PUBLISHED)
    assert verdicts(again)["2"] == "changed"


def test_comments_keep_the_state_that_they_had(bring: Bring, mira: Member) -> None:
    bring(
        ferry(),
        said("1", "Held", state=State.WAITING),
        said("2", "Gone", state=State.REMOVED),
        said("3", "Buy", state=State.SPAM),
    )
    assert [comment(key).status for key in "123"] == ["waiting", "removed", "rejected"]
    assert Article.objects.get().discussion.comment_count == 0
    assert not Decision.objects.shown_in_log().exists()
    moderating.approve(comment("1"), by=mira)
    assert comment("1").is_published


def test_nobody_is_told_and_nothing_is_new(bring: Bring, ada: Member) -> None:
    bring(ferry(), said("1", "Twelve."))
    bring(ferry(), said("1", "Twelve."), said("2", "> Twelve.\n\nTrue.", "1"))
    assert not Notification.objects.exists()
    assert not Comment.objects.exclude(appeared_at=None).exists()
    assert Change.objects.exists()


def test_comments_alone_find_their_article_by_its_address(bring: Bring) -> None:
    bring(ferry(address="https://www.old.example/2026/ferry/?utm_source=mail"))
    batch = bring(
        FoundArticle("thread-1", address="http://old.example/2026/ferry/amp/"),
        FoundArticle("thread-2", address="https://old.example/elsewhere/"),
        said("1", "Twelve.", article="thread-1"),
        said("2", "Where?", article="thread-2"),
    )
    assert verdicts(batch) == {"thread-1": "same", "thread-2": "failed", "1": "new", "2": "failed"}
    assert comment("1").discussion.article.title == "The ferry"
    assert "has the address https://old.example/elsewhere/." in reason(batch, "thread-2")


def test_a_comment_that_does_not_say_when_it_was_written_is_named(bring: Bring) -> None:
    batch = bring(ferry(), said("1", "Twelve.", posted_at=None), said("2", "True."))
    assert verdicts(batch) == {"7": "new", "1": "new", "2": "new"}
    assert "says “imported”" in reason(batch, "1")
    assert not reason(batch, "2")


def test_two_with_one_address_are_one(bring: Bring) -> None:
    batch = bring(
        ferry(),
        ferry(key="8", address="http://www.old.example/2026/ferry?fbclid=x"),
        said("1", "Twelve."),
        said("2", "True.", article="8"),
    )
    assert verdicts(batch)["8"] == "skipped"
    assert Article.objects.get().discussion.comments.count() == 2


def test_two_sites_may_give_their_things_the_same_numbers(bring: Bring) -> None:
    bring(ferry(), said("1", "Twelve."))
    other = ferry("There is a bridge now.", title="The bridge", address="https://else.example/?p=7")
    bring(other, said("1", "At last."))
    ferries, bridge = Article.objects.order_by("pk")
    assert [c.body for c in ferries.discussion.comments.all()] == ["Twelve."]
    assert [c.body for c in bridge.discussion.comments.all()] == ["At last."]


def test_orphans_circles_and_doubles_are_named_and_the_rest_goes_in(bring: Bring) -> None:
    batch = bring(
        ferry(),
        said("1", "An orphan", "gone"),
        said("2", "Round", "3"),
        said("3", "and round", "2"),
        said("4", "Myself", "4"),
        said("5", "Once"),
        said("5", "Twice"),
        said("6", "word " * 30_000),
        said("7", "An answer to that", "6"),
        Problem("line 99", "It has no date."),
    )
    assert "gone" in reason(batch, "1")
    assert Comment.objects.count() == 6
    assert comment("4").parent is None
    assert [comment("2").parent, comment("3").parent].count(None) == 1
    assert comment("5").body == "Once"
    assert (comment("7").parent, batch.lines.get(key="6").verdict) == (None, "failed")
    assert "100,000" in reason(batch, "6")
    assert reason(batch, "line 99") == "It has no date."


def test_dates_that_can_not_be_are_left_out(bring: Bring) -> None:
    batch = bring(
        ferry(),
        said("1", "Old", posted_at=datetime(1, 1, 1, tzinfo=UTC)),
    )
    assert comment("1").posted_at is None
    assert "0001-01-01" in reason(batch, "1")


def test_addresses_of_people_are_kept_as_hashes_only(bring: Bring) -> None:
    bring(ferry(), said("1", "Twelve.", author_email="Tamsin@Example.org"))
    assert "example.org" not in str(everything()).lower()
    assert "tamsin@" not in str(dump()).lower()
    assert len(ImportedAuthor.objects.get().email_hash) == 64


def test_a_kill_between_any_two_steps_loses_and_doubles_nothing(
    try_out: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("applying", "planning"):
        monkeypatch.setattr(f"forum.ledger.{module}.CHUNK", 2)
    batch = try_out(ferry(), *(said(str(n), f"> {FERRY[1]}\n\nYes, {n}.") for n in range(9)))
    ledger.apply(batch)
    while batch.state == ImportBatch.State.APPLYING:
        list(ledger.step(batch))
        # Whoever goes on knows only what is stored.
        batch = ImportBatch.objects.get(pk=batch.pk)
    assert Comment.objects.count() == 9
    assert all(each.quotes.count() == 1 for each in Comment.objects.all())
    assert Article.objects.get().discussion.comment_count == 9


def test_an_import_is_applied_and_taken_back_once(try_out: Bring, bring: Bring) -> None:
    planned = try_out(ferry())
    with pytest.raises(NotPossible, match="ready to be brought in"):
        ledger.undo(planned)
    applied = bring(ferry())
    with pytest.raises(NotPossible, match="brought in"):
        ledger.apply(applied)


def test_what_is_cut_off_comes_in_as_far_as_it_goes(try_out: Bring, tmp_path: Path) -> None:
    path = tmp_path / "archive"
    try_out(ferry(), said("1", "Twelve."))
    path.write_bytes(path.read_bytes() + b'["FoundComm')
    batch = ledger.receive(str(path))
    list(ledger.step(batch))
    assert "cut off" in ImportItem.objects.get(batch=batch, key="the file").reason


def test_taking_back_an_import_that_changed_nothing_takes_nothing(
    bring: Bring, take_back: TakeBack
) -> None:
    bring(ferry(), said("1", "Twelve."))
    again = bring(ferry(), said("1", "Twelve.", author="Tam"))
    assert verdicts(again) == {"7": "same", "1": "same"}
    take_back(again)
    assert comment("1").text == "Twelve."


def test_a_number_that_stands_below_another_article_moves_nothing(
    bring: Bring, ada: Member
) -> None:
    bring(ferry(), said("1", "Twelve."))
    answer = post(comment("1").discussion, author=ada, body="Quite.", to=comment("1"))
    other = ferry(key="8", address="https://old.example/tram/", title="The tram")
    batch = bring(other, said("1", "Late.", article="8"), said("2", "Very.", "1", article="8"))
    assert verdicts(batch) == {"8": "new", "1": "skipped", "2": "new"}
    assert (comment("1").text, comment("1").discussion_id) == ("Twelve.", answer.discussion_id)
    assert comment("2").parent is None
    assert "begins a thread" in reason(batch, "2")
