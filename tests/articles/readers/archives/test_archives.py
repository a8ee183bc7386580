"""Whatever is handed in: known by its content, read as far as it can be, and refused in words."""

import gzip
import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.readers import FoundComment, Problem, Skipped, Unreadable
from articles.readers.archives import HEAD, READERS, reader_of, unpacking
from tests.articles.readers.archives.files import (
    comment,
    commento,
    coral,
    coral_comment,
    disqus,
    ghost,
    gzipped,
    isso,
    item,
    post,
    remark42,
    thread,
    wxr,
    zipped,
)
from tests.articles.readers.archives.reading import articles, comments, found, found_until, of
from tests.articles.readers.archives.test_feed import ATOM, RSS

WHOLE = {
    "wordpress": wxr(item([comment(5), comment(6)])).encode(),
    "disqus": disqus(thread(11), post(5, 11)).encode(),
    "feed": ATOM.encode(),
    "ghost": ghost({}).encode(),
    "commento": commento({"commentHex": "a"}).encode(),
    "remark42": remark42({"id": "a"}).encode(),
    "coral": coral(coral_comment("a")).encode(),
    "isso": isso((1, 1, None, 1, "It was seven.", "Bob", None)),
    "rejoinder": b'{"format":"rejoinder"}\n{"kind":"comment","id":4,"article":"a"}\n',
}


@pytest.mark.parametrize("source", WHOLE)
def test_a_file_is_known_by_its_content_packed_or_not(source: str) -> None:
    whole = WHOLE[source]
    for data in (whole, gzipped(whole), zipped({"export.xml": whole})):
        assert source == reader_of(data[:HEAD]).SOURCE
        assert found(data) == found(whole)


def test_all_readers_are_among_the_examples() -> None:
    assert {reader.SOURCE for reader in READERS} == set(WHOLE)
    assert reader_of(RSS.encode()).SOURCE == "feed"


def test_an_empty_file_is_refused_as_one() -> None:
    with pytest.raises(Unreadable, match="The file is empty"):
        reader_of(b"")


@pytest.mark.parametrize(
    "data", [b"Hello.", b"<html><p>Hello.</p></html>", b"{}", b"[]", b"%PDF-1.7", b"PK\3\4"]
)
def test_what_nobody_knows_is_refused_with_a_list_of_what_can_be_read(data: bytes) -> None:
    with pytest.raises(Unreadable, match=r"WordPress export \(WXR\), Disqus export \(XML\)"):
        reader_of(data)


def test_wordpress_parts_a_large_export_into_several_files() -> None:
    packed = zipped(
        {
            "site/": b"",
            "site/001.xml": wxr(item([comment(5)])),
            "site/002.xml": wxr(item([comment(6)], post_id=72)),
            "site/quay.jpg": b"\xff\xd8\xff",
            "__MACOSX/site/._001.xml": b"\0\5",
        }
    )
    things = found(packed)
    assert [comment.key for comment in of(FoundComment, things)] == ["5", "6"]
    assert of(Skipped, things) == [Skipped("file of another kind")]


def test_parts_of_a_gzip_file_that_follow_each_other_are_one_file() -> None:
    whole = WHOLE["wordpress"]
    assert found(gzipped(whole[:900]) + gzipped(whole[900:])) == found(whole)


@pytest.mark.parametrize("at", range(1, 100))
def test_of_a_packed_file_that_was_cut_off_the_beginning_stands(at: int) -> None:
    numbers = (comment(n, f"{n * 7919 % 65_537:x} " * 40) for n in range(60))
    whole = gzip.compress(wxr(item(numbers)).encode())
    things, error = found_until(whole[: len(whole) * at // 100])
    assert error is not None
    assert things == found(whole)[: len(things)]
    assert at < 60 or things


def test_what_was_made_to_burst_is_refused_before_it_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(unpacking, "GROWTH_FLOOR", 1_000_000)
    start, end = wxr("{}").encode().split(b"{}")
    packed = io.BytesIO()
    with gzip.open(packed, "wb", compresslevel=9) as file:
        file.write(start)
        for _ in range(30):
            file.write(b"\n" * 1_000_000)
        file.write(end)
    _, error = found_until(packed.getvalue())
    assert error is not None
    assert "larger than any export" in error.reason


def test_a_zip_file_with_a_password_or_damage_is_refused() -> None:
    locked = bytearray(zipped({"export.xml": WHOLE["wordpress"]}))
    local, central = 0, locked.rindex(b"PK\1\2")
    locked[local + 6] |= 1
    locked[central + 8] |= 1
    _, error = found_until(bytes(locked))
    assert error is not None
    assert "password" in error.reason
    _, error = found_until(zipped({"export.xml": WHOLE["wordpress"]})[:-40])
    assert error is not None
    assert "ZIP file is damaged" in error.reason


def test_a_file_in_another_encoding_is_read_whatever_it_says() -> None:
    text = wxr(item([comment(5, "Café, 5 €")]))
    for declared in ("UTF-8", "ISO-8859-1", "windows-1252", "nonsense"):
        said = text.replace("UTF-8", declared, 1)
        for written in ("utf-8", "cp1252", "utf-8-sig"):
            (only,) = comments(said.encode(written))
            assert only.body == "Café, 5 €"
    (only,) = comments(
        text.replace("UTF-8", "KOI8-R", 1).replace("Café, 5 €", "Ели").encode("koi8-r")
    )
    assert only.body == "Ели"


def test_what_xml_forbids_is_left_out_and_each_place_named() -> None:
    text = wxr(item([comment(5, "It \x08was\x0b seven."), comment(6, "R\udce9sum\udce9")]))
    things = found(text.encode("utf-8", "surrogateescape"))
    assert [comment.body for comment in of(FoundComment, things)] == ["It was seven.", "Résumé"]
    assert [problem.reason for problem in of(Problem, things)] == [
        "A control character, which no text has, was left out.",
        "A control character, which no text has, was left out.",
        "Bytes that aren’t UTF-8 were read as Windows-1252.",
        "Bytes that aren’t UTF-8 were read as Windows-1252.",
    ]
    lines = text.split("\n")
    number = int(of(Problem, things)[0].where.removeprefix("line "))
    assert "\x08" in lines[number - 1]


def test_a_thousand_times_the_same_is_told_in_a_few_lines() -> None:
    problems = of(Problem, found(wxr(item([comment(5, "\x08" * 1_000)]))))
    assert len(problems) == 11
    assert "So were 990 others." in problems[-1].reason


def test_references_outside_of_cdata_mean_what_they_mean_in_html() -> None:
    text = wxr(item(title="Caf&eacute; & bar &#0;&#150; R&amp;D &nosuch;"))
    (article,) = articles(text)
    assert article.title == "Café & bar – R&D &nosuch;"


@pytest.mark.parametrize(
    "prolog",
    [
        '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]>',
        '<!DOCTYPE foo SYSTEM "file:///etc/passwd">',
        '<!-- a --> <?x y?>\n<!doctype foo [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    ],
)
@pytest.mark.parametrize("source", ["wordpress", "disqus"])
def test_a_doctype_is_refused(source: str, prolog: str) -> None:
    declaration, _, rest = WHOLE[source].decode().partition("?>")
    things, error = found_until(f"{declaration}?>{prolog}{rest}")
    assert error is not None
    assert (things, "DOCTYPE" in error.reason) == ([], True)


def test_elements_as_deep_as_nobody_writes_them_are_no_xml() -> None:
    deep = item([comment(5)]).replace("<wp:post_id>", "<a>" * 5_000 + "<wp:post_id>", 1)
    things = found(wxr(deep, item([comment(6)], post_id=72)))
    assert [comment.key for comment in of(FoundComment, things)] == ["6"]
    assert len(of(Problem, things)) >= 1


def test_where_everything_is_broken_reading_ends() -> None:
    _, error = found_until(wxr(*[item(title="<b>")] * 200))
    assert error is not None
    assert error.reason == "More than 100 records of the file are no XML."
    header, line = remark42({"id": "a"}).splitlines(keepends=True)
    _, error = found_until(header + line + "{nonsense\n" * 200)
    assert error is not None
    assert error.reason == "More than 100 lines are no JSON."


def test_json_as_deep_as_nobody_writes_it_is_refused() -> None:
    deep = "[" * 100_000
    _, error = found_until(ghost({}).replace('"p1"', deep, 1))
    assert error is not None
    things = found(remark42({"id": "a"}, {"id": "b"}, {"id": "c"}).replace('"b"', deep))
    assert [comment.key for comment in of(FoundComment, things)] == ["a", "c"]
    huge = found(
        remark42({"id": "a"}, {"id": "b"}).replace('"score": 1', f'"score": {"9" * 9_000}', 1)
    )
    assert [comment.key for comment in of(FoundComment, huge)] == ["b"]


def test_what_has_another_type_than_it_should_breaks_nothing() -> None:
    odd = {"id": "a", "user": ["x"], "time": {"y": 1}, "edit": "z", "orig": 7, "pid": None}
    (only,) = comments(remark42(odd))
    assert (only.author, only.posted_at, only.body) == ("", None, "7")
    found_until('{"db": [{"meta": {"exported_on": 1}, "data": {"posts": [1, null], "tags": {}}}]}')
    found_until('{"version": 1, "comments": [[], 3], "commenters": [null], "commentHex": {}}')
    found_until('{"tenantID": 1, "id": "a", "storyID": "b", "revisions": [3]}\n7\n"x"\n')


ANY_BYTES = st.binary(max_size=300)


@settings(max_examples=150)
@given(ANY_BYTES, st.sampled_from(sorted(WHOLE)), st.floats(0, 1), st.floats(0, 0.3), st.booleans())
def test_no_bytes_break_a_reader(
    junk: bytes, source: str, place: float, length: float, packed: bool
) -> None:
    whole = gzipped(WHOLE[source]) if packed else WHOLE[source]
    start = int(len(whole) * place)
    data = whole[:start] + junk + whole[start + int(len(whole) * length) :]
    found_until(data)
    error = None
    reader = next(reader for reader in READERS if source == reader.SOURCE)
    try:
        list(reader.read(io.BytesIO(data)))
    except Unreadable as refused:
        error = refused
    assert error is None or error.reason.endswith(".")


@settings(max_examples=100)
@given(
    ANY_BYTES, st.sampled_from([b"", b"PK\3\4", b"\x1f\x8b\x08\0", b"SQLite format 3\0", b"<rss>"])
)
def test_no_junk_breaks_the_door(junk: bytes, beginning: bytes) -> None:
    found_until(beginning + junk)
    for reader in READERS:
        with suppress(Unreadable):
            list(reader.read(io.BytesIO(beginning + junk)))


def test_a_zip_file_may_hold_only_so_many_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articles.readers.archives.unpacking.MOST_FILES", 3)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for n in range(4):
            archive.writestr(f"{n}.xml", WHOLE["wordpress"])
    _, error = found_until(packed.getvalue())
    assert error is not None
    assert error.reason == "An archive may hold 3 files; here are more."
