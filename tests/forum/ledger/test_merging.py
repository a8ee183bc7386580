"""Two sites become one: an export of the one comes into the other, which has content of its own."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command

from articles.models import Article, Section
from articles.readers import plain_text
from forum import ledger
from forum.exporting import jsonl
from forum.importing import bring_in
from forum.models import Comment, Discussion, Fidelity, ImportBatch, ImportedAuthor, Member
from forum.posting import post, withdraw
from tests.forum.emptying import empty_the_site

SITE = "https://harbour.example"
BRIDGE = "The bridge\n\nCities\n\nMarch 9, 2026\n\nBy Ines Falk\n\nIt opens. Boats pass.\n"


@pytest.fixture
def export(ada: Member, bob: Member, article: Article, tmp_path: Path) -> Path:
    """What people said on the other site about the tram."""
    discussion = Discussion.objects.select_related("article__current").get()
    passage = article.current.body.passages[0]
    quoting = f"> {passage.text}\n>\n> — [the article](#p-{passage.number})\n\nI counted them."
    first = post(discussion, author=ada, body=quoting)
    post(
        discussion,
        author=bob,
        body=f"> I counted them.\n>\n> — [Ada](/comments/{first.pk}/)\n\nHow?",
        to=first,
    )
    withdraw(post(discussion, author=bob, body="Never mind."), by=bob)
    file = tmp_path / "harbour.jsonl"
    file.write_text("".join(jsonl.lines(with_addresses=True)))
    return file


def bring(file: Path, **more: object) -> ImportBatch | None:
    call_command("import_archive", str(file), site=SITE, stdout=io.StringIO(), **more)
    return ImportBatch.objects.first()


@pytest.fixture
def merged(export: Path, make_member: Callable[..., Member]) -> ImportBatch | None:
    empty_the_site()
    Section.objects.create(name="Sport", slug="sport")
    make_member("Nora")
    bring_in(plain_text.read(BRIDGE.encode()), source="bridge.txt")
    return bring(export)


@pytest.mark.usefixtures("merged")
class TestMerging:
    def test_the_others_articles_and_threads_stand_beside_what_is_here(self) -> None:
        assert set(Article.objects.values_list("title", flat=True)) == {
            *("The bridge", "The tram that came back")
        }
        first, answer, withdrawn = Comment.objects.order_by("posted_at")
        assert (first.byline, answer.byline, answer.parent) == ("Ada", "Bob", first)
        assert (withdrawn.body, withdrawn.is_published) == ("", False)

    def test_quotes_are_found_where_their_words_stand_here(self) -> None:
        first, answer, _ = Comment.objects.order_by("posted_at")
        assert first.quotes.get().fidelity == Fidelity.VERBATIM
        assert answer.quotes.get().quoted_comment == first

    def test_members_there_are_nobody_here_until_they_show_their_address(self) -> None:
        assert set(Member.objects.values_list("name", flat=True)) == {"Nora"}
        assert ImportedAuthor.objects.exclude(email_hash="").count() == 2

    def test_a_second_run_changes_nothing(self, export: Path) -> None:
        again = bring(export)
        assert again
        assert not ledger.report(again).to_do
        assert Comment.objects.count() == 3

    def test_it_is_taken_back_and_leaves_what_was_here(self, merged: ImportBatch) -> None:
        call_command("import_archive", undo=merged.pk, stdout=io.StringIO())
        assert Article.objects.get().title == "The bridge"
        assert not Comment.objects.exists()
