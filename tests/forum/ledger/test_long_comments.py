"""Old comments that nobody could type here: nothing of them is lost."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.test import Client

from forum import ledger, markup
from forum.ledger.planning import TOO_LONG
from forum.models import Comment, Fidelity, ImportBatch, IndexedComment
from tests.forum.ledger.archive import FERRY, ferry, said

Bring = Callable[..., ImportBatch]
PROSE = f"> {FERRY[1]}\n\nTwelve, on *Sundays*. " + "It waits and waits. " * 599 + "It waits."
ODD = {
    "many brackets": "[sic] " * 400,
    "many marks": "*a* " * 1_600,
    "deep quotes": "> " * 30 + "and so on",
    "a long address": "See https://old.example/?q=" + "x" * 3_000,
    "many references": "[a]: https://old.example/\n" * 60,
}


def test_a_long_one_comes_in_whole_with_its_quotes_and_emphasis(bring: Bring) -> None:
    bring(ferry(), said("1", PROSE))
    comment = Comment.objects.get()
    assert (comment.body, comment.quotes.get().fidelity) == (PROSE, Fidelity.VERBATIM)
    assert "<em>Sundays</em>" in comment.html
    assert comment.text.endswith("It waits and waits. It waits.")


def test_a_long_quote_stays_a_quote(bring: Bring) -> None:
    story = " ".join(f"Of ferry {number:,} nothing is known." for number in range(500))
    bring(ferry(FERRY[1], story), said("1", f"> {story}\n\nAll of them?"))
    comment = Comment.objects.get()
    assert len(story) > 10_000
    assert comment.quotes.get().fidelity == Fidelity.VERBATIM
    assert comment.text == "All of them?"


@pytest.mark.parametrize("name", ODD)
def test_what_would_be_slow_to_read_comes_in_as_it_was_typed(bring: Bring, name: str) -> None:
    batch = bring(ferry(), said("1", ODD[name]))
    assert Comment.objects.get().text.split() == ODD[name].split()
    assert batch.lines.get(key="1").payload["body"] == ODD[name]


def test_and_stays_so_when_it_is_rendered_again_or_imported_again(bring: Bring) -> None:
    found = ferry(), said("1", PROSE), *(said(name, ODD[name]) for name in ODD)
    bring(*found)
    before = list(Comment.objects.order_by("pk").values_list("body", "html", "text", "version"))
    call_command("rerender", all=True)
    again = bring(*found)
    assert not ledger.report(again).to_do
    after = list(Comment.objects.order_by("pk").values_list("body", "html", "text", "version"))
    assert after == before


def test_what_is_longer_than_any_page_is_named_and_its_words_are_kept(bring: Bring) -> None:
    body = "x" * (markup.LONGEST + 1)
    line = bring(ferry(), said("1", body)).lines.get(key="1")
    assert (line.verdict, line.reason) == ("failed", TOO_LONG)
    assert line.payload["body"] == body


def test_as_many_different_words_as_a_comment_can_hold_are_looked_up(bring: Bring) -> None:
    words = "".join(chr(0x4E00 + (n * 7919) % 20_000) for n in range(markup.LONGEST))
    bring(ferry(), said("1", words))
    assert IndexedComment.objects.filter(pk=Comment.objects.get().pk).exists()


def test_a_quote_longer_than_a_page_scrolls_by_itself(bring: Bring) -> None:
    short, long = f"> {FERRY[0]}\n\nIt did.", f"> {'It waits and waits. ' * 200}\n\nStill."
    bring(ferry(), said("1", short), said("2", long))
    page = Client().get(Comment.objects.first().discussion.article.get_absolute_url())
    assert page.content.decode().count('<blockquote dir="auto" tabindex="0">') == 1
