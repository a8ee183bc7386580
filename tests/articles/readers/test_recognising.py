import pytest

from articles.readers.recognising import Format, read, recognised


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"<!DOCTYPE html><title>Rain</title>", "rain.txt", Format.PAGE),
        (b"\xef\xbb\xbf\n<html lang=en>", "", Format.PAGE),
        ("<html>".encode("utf-16"), "", Format.PAGE),
        (b"<p>Rain</p>", "rain.html", Format.PAGE),
        (b"<p>Rain</p>", "rain.txt", Format.TEXT),
        (b"# Rain\n\nIt rained.", "rain.md", Format.MARKDOWN),
        (b"# Rain\n\nIt rained.", "rain.txt", Format.TEXT),
        (b"---\ntitle: Rain\n---\nIt rained.", "", Format.MARKDOWN),
        (b"---\r\ntitle: Rain\r\n---\r\nIt rained.", "", Format.MARKDOWN),
        (b"Rain\n\nIt rained, and <html> was discussed.", "rain.html", Format.TEXT),
        (b"", "", Format.TEXT),
    ],
)
def test_a_format_is_known_by_what_stands_in_it(data: bytes, name: str, expected: Format) -> None:
    assert recognised(data, name) is expected


def test_each_is_read_by_its_reader() -> None:
    assert read(b"---\ntitle: Rain\n---\nIt rained.").title == "Rain"
    assert read(b"Rain\n\nIt rained.", "rain.txt").title == "Rain"
    page = b"<html><title>Rain</title><article><p>" + b"It rained all night on the quay. " * 9
    assert read(page).title == "Rain"
