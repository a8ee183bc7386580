"""The corrections desk: what is asked about the facts of articles, and the editors' answers."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from articles.models import Article, ArticleVersion
from forum import correcting, corrections
from forum.corrections import Asked
from forum.desk_forms import EditorsAnswerForm, SaidForm, is_key
from forum.models import Comment, EditorsAnswer, quotes_shown_to
from forum.templatetags.discussion import figures
from forum.views.comments import SeeOther
from forum.views.finding import MemberRequest, find_article, whole_number
from forum.views.moderators_only import editors_only, render_desk
from forum.views.refusing import told_in, words_of

PER_PAGE = 20
VERSIONS = 50  # newest, to choose from
OPEN, ANSWERED = "open", "answered"


@dataclass
class Card:
    """A passage with what is asked about it or was answered, and what a form about it offers."""

    key: str
    article: Article
    passage: int
    is_gone: bool
    words: str
    asking: list[Comment]  # each with its words
    versions: list[ArticleVersion]  # in which it may have been corrected
    version: ArticleVersion
    answer: EditorsAnswer | None = None
    earlier: list[EditorsAnswer] = field(default_factory=list)
    form: Any = None  # that was refused

    @property
    def said(self) -> dict[str, Any]:
        """What stands in the form when it opens."""
        if self.form:
            data = self.form.data
            return {name: data.get(name, "") for name in ("kind", "words", "corrected_in")}
        if self.answer:
            number = self.answer.corrected_in and self.answer.corrected_in.number
            newest = self.versions[0].number if self.versions else ""
            words, kind = self.answer.words, self.answer.kind
            return {"kind": kind, "words": words, "corrected_in": str(number or newest)}
        return {"kind": "", "words": "", "corrected_in": self._newest_since_asked()}

    @property
    def ticked(self) -> list[int]:
        if self.form:
            return [int(pk) for pk in filter(is_key, self.form.data.getlist("comment"))]
        return [comment.pk for comment in self.asking]

    def _newest_since_asked(self) -> str:
        asked_at = min((each.question.asked_at for each in self.asking), default=None)
        newest = self.versions[0] if self.versions else None
        is_since = newest and asked_at and newest.created_at > asked_at
        return str(newest.number) if newest and is_since else ""


@require_safe
@editors_only
def desk(request: MemberRequest) -> HttpResponse:
    return _page(request)


@require_POST
@editors_only
def answers(request: MemberRequest, slug: str) -> HttpResponse:
    """Answers what the ticked comments ask about a passage of the article."""
    article = find_article(request, slug)
    form = EditorsAnswerForm(request.POST, article)
    with told_in(form) as refusal:
        said = dict(words_of(form))
        ticked = set(said.pop("comment"))
        asking = Comment.objects.published().visible_to(request.user)
        comments = asking.filter(discussion=article.discussion, pk__in=ticked)
        if comments.count() < len(ticked):
            raise ValidationError(correcting.SEVERAL, code="not_possible")
        correcting.answer(list(comments), by=request.user, **said)
    if refusal:
        version, passage = request.POST.get("version", ""), request.POST.get("passage", "")
        return _page(request, refused=(f"{version}-{passage}", form), status=refusal.status)
    messages.success(request, "Your answer stands, and those who asked are told.")
    return SeeOther(_address(request, OPEN))


@require_POST
@editors_only
def change(request: MemberRequest, pk: int) -> HttpResponse:
    found = _find_answer(request, pk)
    form = SaidForm(request.POST, found.version.article)
    with told_in(form) as refusal:
        correcting.change(found, by=request.user, **words_of(form))
    if refusal:
        return _page(request, refused=(found.anchor, form), status=refusal.status)
    messages.success(request, "Your answer stands in the place of the earlier one.")
    return SeeOther(_address(request, ANSWERED))


@require_POST
@editors_only
def take_back(request: MemberRequest, pk: int) -> HttpResponse:
    try:
        correcting.take_back(_find_answer(request, pk), by=request.user)
        messages.success(request, "The answer is taken back, and its questions are open again.")
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return SeeOther(_address(request, ANSWERED))


def _find_answer(request: HttpRequest, pk: int) -> EditorsAnswer:
    rows = EditorsAnswer.objects.of_articles_visible_to(request.user)
    return get_object_or_404(rows.select_related("version__article__discussion"), pk=pk)


def _page(
    request: MemberRequest, *, refused: tuple[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    asked_for = request.POST if request.method == "POST" else request.GET
    name = ANSWERED if asked_for.get("list") == ANSWERED else OPEN
    slug = asked_for.get("article", "")[:200].replace("\0", "")
    waiting = corrections.waiting(request.user, slug)
    standing = EditorsAnswer.objects.standing().of_articles_visible_to(request.user)
    if slug:
        standing = standing.filter(version__article__slug=slug)
    if name == OPEN:
        cards, following = _open(waiting, request)
    else:
        cards, following = _answered(standing, request)
    for card in cards:
        if refused and card.key == refused[0]:
            card.form = refused[1]
    context = {
        "list": name,
        "lists": [(OPEN, "Open", len(waiting)), (ANSWERED, "Answered", standing.count())],
        "article_slug": slug,
        "articles": _articles(request),
        "cards": cards,
        "kinds": SaidForm.base_fields["kind"].choices,  # type: ignore[attr-defined]
        "lost": refused and not any(card.form for card in cards) and refused[1],
        "next_url": following
        and f"?{urlencode({'list': name, 'article': slug, 'after': following})}",
    }
    return render_desk(request, "corrections/desk.html", "Corrections", context, status)


def _open(waiting: dict[Any, list[int]], request: HttpRequest) -> tuple[list[Card], int | None]:
    start = whole_number(request, "after")
    places = list(waiting)[start : start + PER_PAGE]
    rows = corrections.asked(places, waiting, request.user)
    versions = _versions(row.article.pk for row in rows)
    following = start + PER_PAGE if len(waiting) > start + PER_PAGE else None
    return [_card(row, versions.get(row.article.pk, [])) for row in rows], following


def _card(row: Asked, versions: list[ArticleVersion]) -> Card:
    return Card(
        key=row.key,
        article=row.article,
        passage=row.passage,
        is_gone=row.is_gone,
        words=row.words,
        asking=[_with_words(comment, row.article) for comment in row.asking],
        versions=versions,
        version=row.version,
    )


def _answered(standing: Any, request: HttpRequest) -> tuple[list[Card], int | None]:
    before = whole_number(request, "after")
    rows = standing.filter(pk__lt=before) if before else standing
    asking = Comment.objects.published().visible_to(request.user).select_related("author")
    found = list(
        rows.select_related("version__article__current", "corrected_in", "by")
        .prefetch_related(
            corrections.comments_of(asking.prefetch_related(quotes_shown_to(request.user)))
        )
        .order_by("-pk")[: PER_PAGE + 1]
    )
    shown = found[:PER_PAGE]
    versions = _versions(row.version.article_id for row in shown)
    earlier = _earlier(shown)
    cards = []
    for row in shown:
        article = row.version.article
        [(number, _)] = corrections.placed([row], article.current)
        cards.append(
            Card(
                key=row.anchor,
                article=article,
                passage=number or row.passage,
                is_gone=number is None,
                words=corrections.words_of(row.version, row.passage),
                asking=[_with_words(each, article) for each in row.asked],
                versions=versions.get(article.pk, []),
                version=row.version,
                answer=row,
                earlier=earlier[row.pk],
            )
        )
    return cards, shown[-1].pk if len(found) > PER_PAGE else None


def _earlier(answers: list[EditorsAnswer]) -> dict[int, list[EditorsAnswer]]:
    """What each of them superseded, the last one first."""
    articles = {answer.version.article_id for answer in answers}
    rows = EditorsAnswer.objects.filter(version__article__in=articles)
    superseded = rows.exclude(superseded_by=None).select_related("by").in_bulk()
    found: dict[int, list[EditorsAnswer]] = {}
    for answer in answers:
        before, chain = superseded.get(answer.supersedes_id), []
        while before:
            chain.append(before)
            before = superseded.get(before.supersedes_id)
        found[answer.pk] = chain
    return found


def _versions(articles: Any) -> dict[int, list[ArticleVersion]]:
    rows = ArticleVersion.objects.filter(article__in=set(articles), number__gt=1)
    found: dict[int, list[ArticleVersion]] = {}
    for row in rows.defer("passages", "note").order_by("-number"):
        found.setdefault(row.article_id, []).append(row)
    return {article: versions[:VERSIONS] for article, versions in found.items()}


def _with_words(comment: Comment, article: Article) -> Any:
    quotes = list(comment.quotes.all())
    comment.words = figures(comment.html, quotes, base=article.get_absolute_url())  # type: ignore[attr-defined]
    return comment


def _articles(request: HttpRequest) -> Any:
    """Those to choose from: what anybody asked about, the newest first."""
    visible = Article.objects.visible_to(request.user)
    about = visible.filter(discussion__comments__question__isnull=False).distinct()
    return about.order_by("-pk").values_list("slug", "title")[:VERSIONS]


def _address(request: HttpRequest, name: str) -> str:
    query = {"list": name, "article": request.POST.get("article", "")[:200]}
    asked = urlencode({key: value for key, value in query.items() if value})
    return f"{reverse('corrections_desk')}?{asked}"
