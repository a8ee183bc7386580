from collections.abc import Callable

import pytest

from articles.importing import Outcome
from articles.models import Article, ArticleVersion
from articles.readers import plain_text
from forum.importing import BroughtIn, bring_in
from forum.models import Comment, Fidelity, ImportBatch, Member
from forum.posting import post
from tests.conftest import TRAM

COMMENTS = """
2 comments

1. Dana — March 4, 2026
   “Nobody had counted who missed it.”

   I had. There were forty of us.

1.1. Teodor says:
   Every night?
"""


def bring(text: str, source: str = "tram.txt") -> BroughtIn:
    return bring_in(plain_text.read(text.encode()), source=source)


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    pass


def test_a_piece_becomes_an_article_with_its_discussion() -> None:
    article = bring(TRAM).article
    assert (article.slug, article.section.name) == ("the-tram-that-came-back", "Cities")
    assert [author.name for author in article.bylines] == ["Lena Horvat"]
    assert article.current.number == 1
    assert not article.discussion.is_closed


def test_the_comments_come_with_their_authors_dates_and_answers() -> None:
    dana, teodor = bring(TRAM + COMMENTS).article.discussion.comments.order_by("pk")
    assert (dana.byline, teodor.byline) == ("Dana", "Teodor")
    assert dana.posted_at.date().isoformat() == "2026-03-04"
    assert teodor.posted_at is None
    assert teodor.parent == dana
    assert dana.quotes.get().fidelity == Fidelity.VERBATIM


def test_importing_the_same_again_changes_nothing() -> None:
    first = bring(TRAM + COMMENTS)
    again = bring(TRAM + COMMENTS, source="copy-of-tram.txt")
    assert again.article == first.article
    assert (again.outcome, again.comments_added) == (Outcome.SAME, 0)
    assert (Article.objects.count(), ArticleVersion.objects.count()) == (1, 1)
    assert (ImportBatch.objects.count(), Comment.objects.count()) == (1, 2)


def test_changed_words_make_a_new_version_in_which_the_others_keep_their_places() -> None:
    before = bring(TRAM).article
    after = bring(TRAM.replace("four hundred", "five hundred"))
    assert (after.article, after.outcome) == (before, Outcome.CHANGED)
    numbers = [p.number for p in after.article.current.body.passages]
    assert numbers == [1, 6, 3, 4, 5]
    assert [version.number for version in before.versions.all()] == [1, 2]


def test_comments_stay_when_the_article_changes(ada: Member) -> None:
    article = bring(TRAM + COMMENTS).article
    adas = post(
        article.discussion,
        author=ada,
        body="> Two of the six depots have no night power.\n\nStill?",
    )
    bring((TRAM + COMMENTS).replace("in spring", "in autumn"))
    assert article.discussion.comments.count() == 3
    assert adas.quotes.get().article_version.number == 1


def test_a_corrected_title_or_author_is_taken_over_from_the_same_file() -> None:
    article = bring(TRAM).article
    bring(
        TRAM.replace("came back", "came home").replace(
            "By Lena Horvat", "By Lena Horvat and Paul A."
        )
    )
    article = Article.objects.get(pk=article.pk)
    assert article.title == "The tram that came home"
    assert [author.name for author in article.bylines] == ["Lena Horvat", "Paul A."]
    assert article.slug == "the-tram-that-came-back"


def test_another_piece_in_the_same_file_is_another_article(
    make_article: Callable[..., Article],
) -> None:
    make_article()
    other = make_article(
        "Something else\n\nIt has other words. They are its own.\n\nAnd more of them.\n"
    )
    assert Article.objects.count() == 2
    assert other.current.number == 1


def test_two_pieces_with_one_title_and_different_dates_have_two_addresses() -> None:
    letters = "Letters\n\nMarch 3, 2026\n\nA letter about trams. It is short.\n"
    first = bring(letters, source="1.txt").article
    second = bring(letters.replace("March 3", "March 9").replace("trams", "buses"), source="2.txt")
    assert (first.slug, second.article.slug) == ("letters", "letters-2")


def test_a_version_is_never_changed() -> None:
    version = bring(TRAM).article.current
    version.note = "Somebody else wrote this."
    with pytest.raises(TypeError):
        version.save()


def test_a_comment_beyond_what_may_be_typed_here_comes_in_whole() -> None:
    long = "1. " + "word " * 2500 + "\n"
    done = bring(TRAM + "\n2 comments\n\n" + long + "\n2. Short.\n")
    assert done.comments_added == 2
    assert done.article.discussion.comments.first().text.split() == ["word"] * 2500


def test_the_real_article_comes_in_whole(seed: bytes) -> None:
    article = bring_in(plain_text.read(seed), source="seed.txt").article
    assert article.title == "Vladimir Putin is trapped in a war he cannot win but dare not end"
    assert (article.section.name, str(article.published_on)) == ("UkraineAlert", "2026-02-12")
    assert [author.name for author in article.bylines] == ["Peter Dickinson"]
    passages = article.current.body.passages
    assert len(passages) == 30
    assert passages[0].text.startswith("More than a year since")
    assert passages[-1].text.startswith("Putin will abandon his invasion")
    assert article.current.note


def test_the_real_articles_comments_quote_it_as_they_do(seed: bytes) -> None:
    article = bring_in(plain_text.read(seed), source="seed.txt").article
    first, second = article.discussion.comments.order_by("pk")
    assert (first.byline, first.posted_at, first.parent) == ("Unknown reader", None, None)
    altered, unfound = first.quotes.all()
    assert (altered.fidelity, altered.passages) == (Fidelity.ALTERED, [14, 15])
    changes = [
        (s["kind"], s["original"].strip(" ,"), s["quoted"].strip(" ,"))
        for s in altered.segments
        if s["kind"] != "same"
    ]
    assert changes == [
        ("left out", "of the war", ""),
        ("changed", "Kremlin", "Russian"),
        ("left out", "In line with the present proposals", ""),
    ]
    assert unfound.fidelity == Fidelity.UNFOUND
    assert len(unfound.words.split("\n\n")) == 4
    verbatim = second.quotes.get()
    assert (verbatim.fidelity, verbatim.passages) == (Fidelity.VERBATIM, [30])
    assert len(first.text.split("\n\n")) == 2
    assert len(second.text.split("\n\n")) == 1
