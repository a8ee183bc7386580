"""Discussions as pages that need nothing but themselves: one file for each, and an index.

No script, no picture from elsewhere, no style sheet beside it: the page forbids them itself. What
everybody may read stands in it, in the order of reading.
"""

from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Any

from django.conf import settings
from django.db.models.functions import Coalesce
from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from articles.models import Article, ArticleVersion
from articles.models.article import ArticleQuerySet
from forum import corrections, reading
from forum.exporting.bodies import article_html, comment_html
from forum.exporting.public import EVERYBODY
from forum.models import Comment, EditorsAnswer, Standing
from forum.models.comment import CommentQuerySet

CHUNK = 200
SHEETS = (
    *("tokens", "base", "layout", "avatar", "article", "corrections", "discussion", "branch"),
    *("comment", "highlight", "quote", "page", "list", "print", "archive"),
)
QUOTE = "exports/_figure.html"
BRANCH = '<details class="branch" open><summary><span>Answers</span></summary><ol class="thread">\n'
GAP = "\0"  # a character that no text of ours has
LONGEST_NAME = 180  # bytes: file systems take 255


def pages(articles: ArticleQuerySet) -> Iterator[tuple[str, Iterator[str]]]:
    """The names of the files, each with what it holds, part by part."""
    names = {article.pk: name_of(article) for article in articles.only("slug").order_by("pk")}
    yield "index.html", _index(articles, names)
    rows = articles.select_related("section", "current", "discussion")
    for article in rows.order_by("pk").iterator(chunk_size=10):
        yield names[article.pk], _page(article, names)


def name_of(article: Article) -> str:
    fits = len(article.slug.encode()) <= LONGEST_NAME
    return f"{article.slug}.html" if fits else f"{article.slug[:40]}-{article.pk}.html"


@cache
def style() -> SafeString:
    folder = settings.ROOT / "static" / "css"
    sheets = (folder.joinpath(f"{name}.css").read_text(encoding="utf-8") for name in SHEETS)
    return mark_safe("\n".join(sheets))  # noqa: S308 - our own


def _index(articles: ArticleQuerySet, names: dict[int, str]) -> Iterator[str]:
    rows = articles.newest_first().select_related("section", "current", "discussion")
    top, bottom = _split("exports/index.html", {"articles": GAP})
    yield top
    card = get_template("exports/_card.html")
    for article in rows.iterator(chunk_size=10):
        yield card.render({"article": article, "page": names[article.pk]})
    yield bottom


def _page(article: Article, names: dict[int, str]) -> Iterator[str]:
    versions = ArticleVersion.objects.filter(article=article).dated()
    context = {
        "article": article,
        "version": article.current,
        "body": article_html(article.current, with_pictures=False),
        "earlier": [
            {"version": version, "body": _of_earlier(version)}
            for version in versions
            if version.number != article.current.number
        ],
        "answers": _answers(article),
        "comments": GAP,
    }
    top, bottom = _split("exports/discussion.html", context)
    yield top
    yield from _thread(article, names)
    yield bottom


def _split(template: str, context: dict[str, Any]) -> tuple[str, str]:
    told = {
        "style": style(),
        "site": settings.SITE_URL,
        "today": timezone.localdate(),
        "user": EVERYBODY,
    }
    top, _, bottom = get_template(template).render(context | told).partition(GAP)
    return top, bottom


def _of_earlier(version: ArticleVersion) -> SafeString:
    """Its passages under names of their own: those of today's version stand on the page too."""
    here = f'id="v{version.number}-p-'
    body = article_html(version, with_pictures=False)
    return mark_safe(body.replace('id="p-', here))  # noqa: S308 - attributes of a template's


def _answers(article: Article) -> list[dict[str, Any]]:
    rows = EditorsAnswer.objects.public().filter(version__article=article)
    with_words = list(rows.select_related("version__article", "by").order_by("pk"))
    return [
        {
            "answer": corrections.shown(row)._replace(changes_url=""),
            "number": number,
            "words": corrections.words_of(row.version, row.passage),
        }
        for number, row in corrections.placed(with_words, article.current)
    ]


def _thread(article: Article, names: dict[int, str]) -> Iterator[str]:
    """All comments in the order of reading, each with the answers to it in a list of its own."""
    template = get_template("exports/_comment.html")
    placed = Comment.objects.no_secrets().filter(discussion=article.pk)
    for (comment, depth), following in _with_next_depth(_in_order(placed)):
        for quote in [] if comment.is_tombstone else comment.quotes.all():
            _lead(quote, article, names)
        words = "" if comment.is_tombstone else comment_html(comment, template=QUOTE)
        yield template.render({"comment": comment, "words": words, "user": EVERYBODY})
        if following > depth:
            yield BRANCH
        else:
            yield "</li>\n" + (depth - following) * "</ol></details></li>\n"


def _with_next_depth(
    steps: Iterator[tuple[Any, int]],
) -> Iterator[tuple[tuple[Any, int], int]]:
    before = next(steps, None)
    while before:
        step = next(steps, None)
        yield before, step[1] if step else 0
        before = step


def _in_order(placed: CommentQuerySet) -> Iterator[tuple[Any, int]]:
    """The comments, or what is left of them, as everybody reads them, each with its depth."""
    ordered = placed.annotate(top=Coalesce("root_id", "pk")).order_by("top", "path")
    places = ordered.values_list("pk", "top", "path").iterator(chunk_size=CHUNK)
    above: list[tuple[int, str]] = []
    while some := list(islice(places, CHUNK)):
        rows = reading.read(Comment.objects.filter(pk__in=[pk for pk, _, _ in some]), EVERYBODY)
        found = {row.pk: row for row in rows}
        for pk, top, path in some:
            while above and not (above[-1][0] == top and path.startswith(above[-1][1])):
                above.pop()
            yield found[pk], len(above)
            above.append((top, path))


def _lead(quote: Any, article: Article, names: dict[int, str]) -> None:
    """Says where in these files the quoted words stand, and where they stood."""
    quote.leads_to = quote.stood_at = ""
    if quote.article_version and quote.passages:
        quote.stood_at = f"#v{quote.article_version.number}-p-{quote.passages[0]}"
        is_today = quote.standing in {Standing.STANDS, Standing.CHANGED}
        quote.leads_to = f"#{quote.source_anchor}" if is_today else quote.stood_at
    elif quote.quoted_comment and not quote.is_hidden:
        discussion = quote.quoted_comment.discussion_id
        page = "" if discussion == article.pk else names.get(discussion, "")
        if page or discussion == article.pk:
            quote.leads_to = quote.stood_at = f"{page}#{quote.quoted_comment.anchor}"
    elif quote.is_from_elsewhere:
        quote.leads_to = quote.href
