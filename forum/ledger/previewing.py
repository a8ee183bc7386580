"""What a line of an import will look like, before it is brought in."""

from typing import Any

from django.core.exceptions import ValidationError

from articles.models import ArticleVersion
from articles.passages import Body
from forum import markup
from forum.checking import check
from forum.ledger.identity import origins_of_comments
from forum.ledger.payloads import parsed_of
from forum.models import Discussion, ImportItem, Origin
from forum.templatetags.discussion import figures


def preview(line: ImportItem) -> dict[str, Any]:
    """What its page shows: an article's facts and words, or a comment with its quotes as marked as
    they can be by now."""
    if not line.payload:
        return {}
    if line.kind == ImportItem.Kind.ARTICLE:
        parsed = parsed_of(line.payload)
        if not parsed:
            return {}
        passages = Body.from_blocks(parsed.blocks).as_json()
        return {"parsed": parsed, "version": ArticleVersion(passages=passages, note=parsed.note)}
    if line.kind == ImportItem.Kind.COMMENT:
        return {"said": line.payload, "answered": _answered(line), **_words(line)}
    return {}


def _words(line: ImportItem) -> dict[str, Any]:
    try:
        rendered = markup.render_whole(line.payload["body"])[1]
    except ValidationError as error:
        return {"refusal": " ".join(error.messages)}
    discussion = _discussion(line)
    if not discussion:
        return {"words": rendered.html}
    to = origins_of_comments([line.parent_key], line.batch.source).get(line.parent_key)
    quotes = check(rendered.quotes, discussion=discussion, to=to.comment if to else None)
    for quote in quotes:
        quote.is_hidden = False
    return {"words": figures(rendered.html, quotes, base=discussion.article.get_absolute_url())}


def _answered(line: ImportItem) -> ImportItem | None:
    if not line.parent_key:
        return None
    lines = line.batch.lines.comments().filter(article_key=line.article_key, key=line.parent_key)
    return lines.first()


def _discussion(line: ImportItem) -> Discussion | None:
    origin = Origin.objects.filter(
        source=line.batch.source, key=line.article_key, article__isnull=False
    ).first()
    beside = line.batch.lines.articles().filter(key=line.article_key).first()
    article = origin.article_id if origin else beside and beside.article_id
    discussions = Discussion.objects.select_related("article__current")
    return discussions.filter(article=article).first() if article else None
