"""The one door through which XML comes in, a record at a time.

No DOCTYPE, so no entities and nothing fetched; libxml2's own limits stand (256 levels, 10 million
characters of text in one element); a record that was read is forgotten. So memory stays flat,
however long the file is.
"""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from articles.readers import Problem, Unreadable
from articles.readers.archives.mending import CDATA, CDATA_END, Mender
from articles.readers.archives.unpacking import Pieces

LONGEST_RECORD = 8_000_000
MOST_BROKEN = 100
BEFORE_THE_ROOT = re.compile(r"[\s\ufeffï»¿]+|<!--.*?-->|<\?.*?\?>", re.DOTALL)
ROOT = re.compile(r"<[a-zA-Z][\w.-]*(?=[\s>])")
PREFIXES = ("content", "dc", "dsq", "excerpt", "wp")  # that files written by hand may not declare
PREFIX = r"(?:[\w.-]+:)?"
TAG = re.compile(rf"<({PREFIX}([\w.-]+))")

Element = etree._Element


def local_name(element: Element | None) -> str:
    return "" if element is None else str(element.tag).rpartition("}")[2]


def has_doctype(beginning: str) -> bool:
    at = 0
    while before := BEFORE_THE_ROOT.match(beginning, at):
        at = before.end()
    return beginning[at : at + 9].upper() == "<!DOCTYPE"


def text_of(element: Element, name: str) -> str:
    """What stands in the first child of this name, whatever its namespace; or nothing."""
    return (element.findtext(f"{{*}}{name}") or "").strip()


def records(
    pieces: Pieces, outer: tuple[str, ...], inner: tuple[str, ...] = ()
) -> Iterator[Element | Problem]:
    """The elements of these names, whatever their namespace, as they end; and what was mended.
    The inner ones come before the outer one that they stand in.

    An element is to be read before the next one is asked for: then it is gone, from the element
    around it too. A record that is no XML is left out, and the reading goes on with the next one.
    Raises Unreadable where that is impossible.
    """
    mender = Mender()
    reading = Reading(outer, inner)
    for text in mender.xml(pieces):
        for part in reading.parts(text):
            yield from reading.read(part)
        yield from mender.told()
    yield from mender.told_at_the_end()
    yield from reading.finish()


class Reading:
    """A parser, and with which words a new one can go on where this one has to give up."""

    def __init__(self, outer: tuple[str, ...], inner: tuple[str, ...]) -> None:
        self.outer, self.inner = outer, inner
        begins = rf"<{PREFIX}(?:{'|'.join(outer + inner)})(?:\s[^<>]*)?(?<!/)>"
        ends = rf"</{PREFIX}(?P<name>{'|'.join(outer)})\s*>"
        self.begins, self.ends = re.compile(begins), re.compile(ends)
        self.cuts = re.compile(f"(?={begins}|{ends.replace('?P<name>', '?:')})")
        self.opening = ""
        """What stands before the first record."""
        self.head = ""
        """The beginning of an outer record, up to the first inner one."""
        self.place = "opening"
        self.opened: dict[str, str] = {}
        """The records that have begun and not ended, with the names of their tags as written."""
        self.in_cdata = False
        self.torn = False
        """Whether the record around a broken one hasn't ended as far as the parser knows."""
        self.broken = 0
        self.length = 0
        self.line = 1
        self.parser = self._new_parser()

    def parts(self, text: str) -> Iterator[str]:
        """The text, cut where a record begins, and where an outer one ends."""
        return filter(None, self.cuts.split(text))

    def read(self, part: str) -> Iterator[Element | Problem]:
        begins = None if self.in_cdata else self.begins.match(part)
        tag = TAG.match(part) if begins else None
        name = tag[2] if tag else ""
        if name in self.outer:
            yield from self._begin_outer(part, name)
        elif name:
            yield from self._end_what_is_open(name)
            self.place = "inner" if self.place != "lost" else "lost"
            self.torn = False
        elif self.place == "opening":
            self._keep_opening(part)
            return
        elif self.place == "head":
            self.head += part
        elif ends := None if self.in_cdata else self.ends.match(part):
            yield from self._end_what_is_in(ends["name"])
        if self.place != "lost" and not (self.torn and not name):
            if tag:
                self.opened[name] = tag[1]
            yield from self._feed(part)
        self._follow_cdata(part)
        self.line += part.count("\n")

    def finish(self) -> Iterator[Element | Problem]:
        if self.place == "opening":
            self._begin_reading()
        yield from self._mend_the_tear()
        if self.place == "inner":
            yield from self._leave_out_the_last()
        try:
            self.parser.close()
        except etree.XMLSyntaxError as error:
            if self.place != "lost":
                raise Unreadable(
                    "The file ends in the middle: it was not downloaded as a whole.", self.line
                ) from error

    def _begin_outer(self, part: str, name: str) -> Iterator[Element | Problem]:
        if self.place == "opening":
            self._begin_reading()
        yield from self._mend_the_tear()
        yield from self._end_what_is_open(name)
        self.place, self.head = "head", part

    def _end_what_is_open(self, name: str) -> Iterator[Element | Problem]:
        """No record stands in one of its own name: the one before has no end."""
        while name in self.opened:
            yield from self._end_the_last()

    def _end_what_is_in(self, name: str) -> Iterator[Element | Problem]:
        """None ends after the one around it."""
        while name in self.opened and name != next(reversed(self.opened)):
            yield from self._end_the_last()

    def _end_the_last(self) -> Iterator[Element | Problem]:
        _, tag = self.opened.popitem()
        yield Problem(f"line {self.line}", f"“</{tag}>” is missing before it, and was put there.")
        yield from self._feed(f"</{tag}>")

    def _leave_out_the_last(self) -> Iterator[Element | Problem]:
        """The file ends in an inner record, of which nobody knows what is missing; of the one
        around it everything that counts stood before."""
        self._begin_anew()
        self.torn = True
        yield from self._mend_the_tear()

    def _follow_cdata(self, part: str) -> None:
        begins, ends = part.rfind(CDATA), part.rfind(CDATA_END)
        if max(begins, ends) >= 0:
            self.in_cdata = begins > ends

    def _keep_opening(self, part: str) -> None:
        self.opening += part
        if len(self.opening) > LONGEST_RECORD:
            raise Unreadable("There is nothing in the file that could be imported.", 1)

    def _begin_reading(self) -> None:
        if has_doctype(self.opening):
            raise Unreadable("The file has a DOCTYPE, which no export needs: it is not read.", 1)
        missing = [f' xmlns:{p}="{p}"' for p in PREFIXES if f"xmlns:{p}=" not in self.opening]
        self.opening = ROOT.sub(lambda root: root[0] + "".join(missing), self.opening, count=1)
        try:
            self.parser.feed(self.opening)
        except etree.XMLSyntaxError as error:
            raise Unreadable(f"This is no XML: {_said(error)}", error.lineno) from error
        self.line += self.opening.count("\n")

    def _feed(self, part: str) -> Iterator[Element | Problem]:
        self.length += len(part)
        error = None
        try:
            if self.length > LONGEST_RECORD:
                raise Unreadable("It is longer than 8 million characters.")
            self.parser.feed(part)
        except (etree.XMLSyntaxError, Unreadable) as found:
            error = found
        yield from self._ended()
        if error:
            yield self._give_up(error)

    def _ended(self) -> Iterator[Element]:
        events: Any = self.parser.read_events()  # the stubs know other kinds of events too
        for _, element in events:
            name, around = local_name(element), local_name(element.getparent())
            self.opened.pop(name, None)
            if name in self.outer and around in self.outer:
                continue  # called like a record, and only part of one
            yield element
            if name in self.outer and self.place == "inner":
                self.place = "between"
            self.length = 0
            element.clear(keep_tail=True)
            _forget_before(element, is_outer=name in self.outer)

    def _give_up(self, error: Exception) -> Problem:
        self.broken += 1
        if self.broken > MOST_BROKEN:
            raise Unreadable(f"More than {MOST_BROKEN} records of the file are no XML.", self.line)
        self._begin_anew()
        if self.place == "inner":
            self.torn = True
        else:
            self.place = "lost"
        return Problem(
            f"line {self.line}", f"What begins here is no XML and was left out: {_said(error)}"
        )

    def _begin_anew(self) -> None:
        self.parser = self._new_parser()
        self.parser.feed(self.opening)
        self.length = 0
        self.opened.clear()
        if self.place == "inner":
            self.parser.feed(self.head)

    def _mend_the_tear(self) -> Iterator[Element | Problem]:
        if self.torn:
            self.torn = False
            tag = TAG.match(self.head)
            yield from self._feed(f"</{tag[1] if tag else ''}>")

    def _new_parser(self) -> etree.XMLPullParser:
        return etree.XMLPullParser(
            events=("end",),
            tag=[f"{{*}}{name}" for name in self.outer + self.inner],
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )


def _forget_before(element: Element, *, is_outer: bool) -> None:
    """Takes out what stands before an element. The element itself has to stay: the parser may be
    about to write behind it."""
    parent = element.getparent()
    while parent is not None and (before := element.getprevious()) is not None:
        if not is_outer and (local_name(before) != local_name(element) or len(before)):
            return
        parent.remove(before)


def _said(error: Exception) -> str:
    text = error.msg if isinstance(error, etree.XMLSyntaxError) else str(error)
    return re.sub(r", line \d+, column \d+$", "", text or "").rstrip(".") + "."
