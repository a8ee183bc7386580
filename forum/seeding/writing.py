"""What is written: articles, and what comments on them say."""

import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import timezone

from articles.models import Article
from articles.passages import HEADING, PARAGRAPH, sentences
from articles.readers import Block, ParsedArticle
from forum import markup
from forum.checking import check
from forum.importing import bring_in
from forum.models import Discussion, Quote
from forum.seeding.prose import Prose
from forum.tables import stored

SAMPLE = Path(__file__).parent.parent / "sample"
PARAGRAPHS = range(16, 25)
SENTENCES = range(2, 6)
BODIES, QUOTING_BODIES = 300, 30
QUOTES = 0.15  # of the comments quote the article
WRITERS = ("Hedda Sørlie", "Tomás Arrieta", "Ngozi Eze", "Petra Vondrák")


@dataclass(frozen=True)
class Words:
    """What a comment says, and the rows of its quotes but for whose they are."""

    body: str
    html: str
    text: str
    quotes: tuple[dict[str, Any], ...]


class Vocabulary:
    """What is said about one article: some of it by everybody, some only here."""

    def __init__(self, discussion: Discussion, *, seed: int) -> None:
        self.anywhere = _bodies(seed)
        self.here = _quoting_bodies(discussion, random.Random(f"quotes {seed}"))

    def choose(self, chance: random.Random) -> Words:
        return chance.choice(self.here if chance.random() < QUOTES else self.anywhere)


def write_articles(number: int, *, seed: int) -> list[Article]:
    """Brings in so many new articles of a usual length."""
    chance = random.Random(f"articles {seed}")
    return [_write_article(chance) for _ in range(number)]


def _write_article(chance: random.Random) -> Article:
    blocks = []
    for number in range(chance.choice(PARAGRAPHS)):
        if number and number % 5 == 0:
            blocks.append(Block(HEADING, _prose().headline(chance, words=range(2, 6))))
        blocks.append(Block(PARAGRAPH, _prose().paragraph(chance, sentences=SENTENCES)))
    writer = chance.choice(WRITERS)
    title = _free_title(random.Random(f"title {blocks[0].text}"))
    parsed = ParsedArticle(
        title=title,
        section="Cities",
        published_on=timezone.now().date(),
        authors=(writer,),
        blocks=tuple(blocks),
        note="",
        comments=(),
        warnings=(),
    )
    return bring_in(parsed, source=f"seed: {title}").article


def _free_title(chance: random.Random) -> str:
    while True:
        title = _prose().headline(chance, words=range(5, 11))
        if not Article.objects.filter(title=title).exists():
            return title


@cache
def _bodies(seed: int) -> list[Words]:
    chance = random.Random(f"bodies {seed}")
    return [_rendered(_paragraphs(chance)) for _ in range(BODIES)]


def _quoting_bodies(discussion: Discussion, chance: random.Random) -> list[Words]:
    return [
        _rendered(f"> {_quote(discussion, chance)}\n\n{_paragraphs(chance)}", discussion)
        for _ in range(QUOTING_BODIES)
    ]


def _paragraphs(chance: random.Random) -> str:
    number = chance.choices(range(1, 6), weights=(10, 6, 3, 1, 1))[0]
    return "\n\n".join(_prose().paragraph(chance, sentences=range(1, 5)) for _ in range(number))


def _quote(discussion: Discussion, chance: random.Random) -> str:
    """A sentence or two of the article; now and then not quite as they stand there."""
    passages = discussion.article.current.body.passages
    passage = chance.choice([passage for passage in passages if passage.kind == PARAGRAPH])
    said = sentences(passage.text)
    first = chance.randrange(len(said))
    quote = "".join(said[first : first + chance.choice([1, 1, 2])]).strip()
    return _altered(quote, chance) if chance.random() < 0.25 else quote


def _altered(quote: str, chance: random.Random) -> str:
    words = quote.split()
    words[len(words) // 2] = chance.choice(["hardly", "often", "never", "[…]"])
    return " ".join(words)


def _rendered(body: str, discussion: Discussion | None = None) -> Words:
    rendered = markup.render(markup.clean(body))
    quotes = check(rendered.quotes, discussion=discussion, to=None) if discussion else []
    return Words(body, rendered.html, rendered.text, tuple(map(_columns, quotes)))


def _columns(quote: Quote) -> dict[str, Any]:
    fields = [field for field in Quote._meta.concrete_fields if not field.primary_key]
    columns = {field.attname: stored(field, getattr(quote, field.attname)) for field in fields}
    del columns["comment_id"]
    return columns


@cache
def _prose() -> Prose:
    lines = [
        line
        for path in sorted(SAMPLE.glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    # Only whole paragraphs: a heading would run on into the sentence after it.
    return Prose(" ".join(line for line in lines if len(line) > 100 and line.endswith(".")))
