import io
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from articles.models import Article, ArticleVersion
from articles.readers import ParsedArticle
from articles.readers.html.blocks import blocks
from forum import posting, sampling, seeding
from forum.counting import wrong_counts
from forum.exporting import jsonl
from forum.importing import bring_in
from forum.models import Comment, Discussion, Member, Quote
from forum.restoring import Unrestorable, restore
from tests.forum.emptying import empty_the_site

FOLLOWED = re.compile(r' followed="\d+"')  # up to which change of this database


def exported(**more: Any) -> bytes:
    return "".join(jsonl.lines(**more)).encode()


def moved_to_an_empty_site(**more: Any) -> tuple[bytes, bytes]:
    """What is exported, and what is exported from where that was restored."""
    before = exported(**more)
    empty_the_site()
    restore(io.BytesIO(before))
    return before, exported(**more)


def test_a_site_that_was_lived_in_comes_back_to_the_byte(lived_in: Discussion) -> None:
    before, after = moved_to_an_empty_site()
    assert after == before
    assert list(wrong_counts()) == []


def test_every_kind_of_line_stands_in_the_export_of_such_a_site(lived_in: Discussion) -> None:
    lines = [json.loads(line) for line in exported().splitlines()]
    kinds = {line.get("kind") for line in lines[1:-1]}
    assert {kind.name for kind in jsonl.KINDS} - kinds == {
        "author_account",  # in the sample
        "reason_translation",
        "refusals",
    }


def test_the_sample_comes_back_to_the_byte_with_addresses_too(db: None) -> None:
    sampling.load()
    before, after = moved_to_an_empty_site(with_addresses=True)
    assert after == before
    assert b"dana@example.org" in after


def test_an_article_of_every_form_comes_back_to_the_byte(db: None) -> None:
    rows = "<tr><th>Day<th>Kilos<tr><th>Friday<td>40"
    html = (
        f"<h2>Mill</h2><p>It <b>turns</b>.</p><ol start=3><li>one<ul><li>two</ul></ol><hr>"
        f"<table><caption>Flour</caption>{rows}</table><blockquote>No.</blockquote>"
        f"<pre>a\n b</pre><figure><img src=https://mill.example/a.jpg alt=Wheel></figure>"
    )
    parsed = ParsedArticle("The mill", "", None, (), blocks(html), "", (), ())
    bring_in(parsed, source="/pieces/mill.html")
    before, after = moved_to_an_empty_site()
    assert after == before
    assert b'"heads":[0,1]' in after


def test_a_seeded_site_comes_back_to_the_byte(db: None) -> None:
    for _ in seeding.fill(seeding.write_articles(2, seed=1), comments=300, seed=1):
        pass
    before, after = moved_to_an_empty_site()
    assert after == before
    assert list(wrong_counts()) == []


def test_readers_find_the_same_page_after_the_move(lived_in: Discussion) -> None:
    address = lived_in.article.get_absolute_url()
    before = Client().get(address).content.decode()
    moved_to_an_empty_site()
    after = Client().get(address).content.decode()
    assert FOLLOWED.sub("", after) == FOLLOWED.sub("", before)


def test_what_was_restored_can_be_found_and_answered(lived_in: Discussion, ada: Member) -> None:
    moved_to_an_empty_site()
    assert "second <mark>carriage</mark>" in Client().get("/search/?q=carriage").content.decode()
    discussion = Discussion.objects.get()
    last = Comment.objects.latest("pk")
    new = posting.post(discussion, author=Member.objects.get(name="Bob"), body="Back again.")
    assert new.pk > last.pk


def test_members_come_back_without_address_and_password(lived_in: Discussion, ada: Member) -> None:
    moved_to_an_empty_site()
    member = Member.objects.get(name="Ada")
    assert member.email.endswith("@restored.invalid")
    assert not member.has_usable_password()


def test_with_their_address_members_log_in_by_a_code(ada: Member, article: Article) -> None:
    moved_to_an_empty_site(with_addresses=True)
    address = Member.objects.get(name="Ada").emailaddress_set.get()
    assert (address.email, address.verified) == ("ada@example.org", True)


def test_no_secret_leaves_with_the_export(lived_in: Discussion, ada: Member) -> None:
    everything = exported().decode()
    for secret in ("example.org", ada.password, ada.name_skeleton + '"', "restored.invalid"):
        assert secret not in everything


def test_a_site_that_is_not_empty_takes_no_other(lived_in: Discussion) -> None:
    file = io.BytesIO(exported())
    with pytest.raises(Unrestorable, match="isn’t empty"):
        restore(file)


BAD: dict[str, tuple[Callable[[list[str]], list[str]], str]] = {
    "nothing": (lambda lines: [], "Line 1: It isn’t JSON"),
    "another file": (lambda lines: ["<rss/>"], "Line 1: It isn’t JSON"),
    "other JSON": (lambda lines: ['{"a": 1}'], "Line 1: This is no export"),
    "of later": (lambda lines: [lines[0].replace("2", "3")], "is of version 3.*import_archive"),
    "of earlier": (lambda lines: [lines[0].replace("2", "1")], "is of version 1.*export again"),
    "of everybody": (
        lambda lines: [lines[0].replace("everything", "what everybody may read")],
        "only what everybody may read",
    ),
    "cut off": (lambda lines: lines[:9], "breaks off after line 9"),
    "cut in a line": (lambda lines: [*lines[:5], lines[5][:20]], "Line 6: It isn’t JSON"),
    "a line left out": (lambda lines: lines[:-2] + lines[-1:], "it ends, and it doesn’t"),
    "deep": (lambda lines: [lines[0], "[" * 100_000], "Line 2: It isn’t JSON"),
    "a list": (lambda lines: [lines[0], "[1]"], "Line 2: It isn’t an object"),
    "unknown": (lambda lines: [lines[0], '{"kind": "spell"}'], "Line 2: It is of no kind"),
    "odd kind": (lambda lines: [lines[0], '{"kind": ["a"]}'], "Line 2: It is of no kind"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_with_the_line(case: str, article: Article) -> None:
    spoil, sentence = BAD[case]
    lines = exported().decode().splitlines()
    empty_the_site()
    with pytest.raises(Unrestorable, match=sentence):
        restore(io.BytesIO("\n".join(spoil(lines)).encode()))
    assert not Member.objects.exists()
    assert not Article.objects.exists()


PASSAGE = {"number": 1, "kind": "paragraph", "text": "a"}
ODD: list[tuple[str, dict[str, Any], str]] = [
    ("comment", {"author": 4711}, "author 4711"),
    ("comment", {"author": "Ada"}, "author"),
    ("comment", {"author": 10**40}, "author"),
    ("comment", {"author": [1]}, "author"),
    ("comment", {"answers": 999_999}, "answers 999999|which it answers"),
    ("comment", {"article": {"a": 1}}, "article"),
    ("comment", {"status": "glorious"}, "no such value"),
    ("comment", {"created_at": "yesterday"}, "created_at"),
    ("comment", {"created_at": None}, "created_at"),
    ("comment", {"ordinal": -1}, "ordinal"),
    ("comment", {"version": 10**30}, "version"),
    ("comment", {"body": 7}, "body"),
    ("comment", {"body": "a\0b"}, "body"),
    ("comment", {"body": "\ud800"}, "body"),
    ("comment", {"body": "a\u202eb"}, "nobody can see"),
    ("comment", {"body": "x" * 200_001}, "200,000"),
    ("comment", {"id": "one"}, "id"),
    ("member", {"name": "Ada\u202e"}, "direction"),
    ("member", {"name": "admin"}, "."),
    ("article", {"slug": "no slug"}, "slug"),
    ("article_version", {"passages": "many"}, "the site writes"),
    ("article_version", {"passages": [{"number": 1}]}, "the site writes"),
    (
        "article_version",
        {"passages": [{"number": "1", "kind": "a", "text": "b"}]},
        "the site writes",
    ),
    (
        "article_version",
        {"passages": [{"number": 1, "kind": "a", "text": "b", "c": 1}]},
        "the site writes",
    ),
    (
        "article_version",
        {"passages": [PASSAGE | {"marks": [[0, 9, "link", "/"]]}]},
        "the site writes",
    ),
    ("article_version", {"passages": [PASSAGE | {"marks": [[0, 1]]}]}, "the site writes"),
    ("article_version", {"passages": [PASSAGE | {"level": "2"}]}, "the site writes"),
    ("article_version", {"passages": [PASSAGE | {"source": "javascript:a"}]}, "the site writes"),
    ("comment", {"mentions": {"ada": "7"}}, "the site writes"),
    ("comment", {"mentions": ["ada"]}, "the site writes"),
    ("quote", {"target": {"source": "/"}}, "the site writes"),
    ("quote", {"body": None}, "the site writes"),
    ("quote", {"rejoinder": 5}, "the site writes|missing"),
]


def test_a_line_that_makes_no_sense_is_named(lived_in: Discussion) -> None:
    lines = [json.loads(line) for line in exported().splitlines()]
    empty_the_site()
    for kind, change, sentence in ODD:
        number = next(n for n, line in enumerate(lines) if line.get("kind") == kind)
        spoiled = [*lines[:number], lines[number] | change, *lines[number + 1 :]]
        with pytest.raises(Unrestorable, match=sentence):
            restore(io.BytesIO("\n".join(map(json.dumps, spoiled)).encode()))
        assert not Member.objects.exists()


def test_lines_that_contradict_each_other_are_refused(lived_in: Discussion) -> None:
    lines = exported().decode().splitlines()
    twice = next(line for line in lines if '"kind":"section"' in line)
    end = json.dumps({"kind": "end", "lines": len(lines)})
    empty_the_site()
    with pytest.raises(Unrestorable, match="contradict"):
        restore(io.BytesIO("\n".join([*lines[:2], twice, *lines[2:-1], end]).encode()))


def test_what_a_file_says_of_html_reaches_no_page(adas_comment: Comment) -> None:
    lines = [json.loads(line) for line in exported().splitlines()]
    comment = next(line for line in lines if line.get("kind") == "comment")
    comment |= {"body": "<script>alert(1)</script>", "html": "<script>alert(1)</script>"}
    empty_the_site()
    restore(io.BytesIO("\n".join(map(json.dumps, lines)).encode()))
    assert "<script" not in Comment.objects.get().html


def test_the_command_says_in_a_line_why_it_cant(tmp_path: Any, lived_in: Discussion) -> None:
    file = tmp_path / "site.jsonl"
    with pytest.raises(CommandError, match=r"site.jsonl: No such file"):
        call_command("restore", str(file))
    call_command("export", output=str(file))
    with pytest.raises(CommandError, match="isn’t empty"):
        call_command("restore", str(file))
    empty_the_site()
    call_command("restore", str(file))
    assert Article.objects.count() == 1
    assert ArticleVersion.objects.count() == 2
    assert Quote.objects.filter(comment__body__contains="second carriage").exists()
