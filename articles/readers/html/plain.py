"""A line of HTML, a title or a name, as a line of text."""

from collections.abc import Mapping

from articles.readers.html import listening


def plain(html: str) -> str:
    """What is to be read in it: "R&amp;D <em>now</em>" is "R&D now"."""
    if "<" not in html and "&" not in html:
        return " ".join(listening.NOT_TEXT.sub("", html).split())
    return " ".join("".join(listening.read(html, _Line).texts).split())


class _Line:
    def __init__(self) -> None:
        self.texts: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in {"br", "p", "div", "li"}:
            self.texts.append(" ")

    def end(self, tag: str) -> None:
        """Nothing can be read in it."""

    def data(self, text: str) -> None:
        self.texts.append(text)
