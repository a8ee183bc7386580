"""What readers see alike of an article and its discussion, kept by the process as HTML, with gaps
for what each can do (docs/decisions/store.md).

Whoever has words there that others don't see gets threads of their own, or the whole page; and so
do those who decide on them.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from articles.models import Article
from articles.models.version import Block
from forum import listing, paging
from forum.fragments import GAP, Acts, Doors, fragment
from forum.margins import Margin, Margins
from forum.marking import marks
from forum.models import Comment, Discussion, Member, Recommendation, Status
from forum.ordering import OLDEST, Order
from forum.store import LONGEST_AGE, OVERHEAD, parts
from forum.templatetags.discussion import actions, mute_line
from forum.threads import Step
from forum.views.finding import SIGNED, articles_for
from forum.watching import watcher

GUEST = AnonymousUser()
HIDDEN = set(Status) - {Status.PUBLISHED}
WITHOUT_PLACE = {Status.WAITING, Status.REJECTED}  # for others


@dataclass(frozen=True)
class Wanted:
    """A page of an article's discussion, as its address says it."""

    slug: str
    order: Order
    start: int
    at: int  # a comment that is to be seen; 0 for none


@dataclass(frozen=True)
class Thread:
    """A thread's first comments: HTML and, at every second place, which gap is there: a comment's
    id, or with a minus sign the gap for those who muted its author."""

    pieces: tuple[str, ...]
    acts: Mapping[str, Acts]
    doors: Doors
    lasts: float = field(default=LONGEST_AGE, init=False)

    @property
    def size(self) -> int:
        return 3 * 2 * sum(map(len, self.pieces))  # with the two below

    @cached_property
    def authors(self) -> Set[int | None]:
        return {acts.author_id for acts in self.acts.values()}

    @cached_property
    def ids(self) -> Set[int]:
        return {acts.pk for acts in self.acts.values()}

    @cached_property
    def for_guests(self) -> str:
        return self._filled(Reader(GUEST))

    @cached_property
    def for_members(self) -> str:
        """For those who have nothing to do with it."""
        return self._filled(Reader(Member()))

    def shown_to(self, reader: "Reader") -> str:
        if not reader.viewer.is_authenticated:
            return self.for_guests
        return self._filled(reader) if reader.has_own_in(self) else self.for_members

    def _filled(self, reader: "Reader") -> str:
        doors = self.doors if reader.is_admitted else self.doors.shut
        html: list[str] = []
        for text, pk in zip(self.pieces[::2], [*self.pieces[1::2], ""], strict=True):
            html.append(text)
            if acts := self.acts.get(pk.removeprefix("-")):
                if pk.startswith("-"):
                    html.append(mute_line(acts.author_id, reader.viewer))
                    continue
                own = acts._replace(
                    is_recommended=acts.pk in reader.recommended,
                    is_followed=acts.pk in reader.followed,
                    may_highlight=reader.may_highlight,
                    is_new=acts.pk in reader.new,
                )
                html.append(actions(own, reader.viewer, doors))
        return "".join(html)


@dataclass(frozen=True)
class Reader:
    """Who reads, and what on the page is theirs alone."""

    viewer: Any
    recommended: Set[int] = frozenset()
    new: Set[int] = frozenset()
    followed: Set[int] = frozenset()
    is_admitted: bool = True  # to writing here
    may_highlight: bool = False

    def has_own_in(self, thread: Thread) -> bool:
        """Whether others see the thread otherwise."""
        is_one_of_many = self.is_admitted and not self.may_highlight
        is_told = not thread.ids.isdisjoint(self.recommended | self.new | self.followed)
        is_by_these = not thread.authors.isdisjoint({self.viewer.pk, *self.viewer.muted})
        return not is_one_of_many or is_told or is_by_these


@dataclass(frozen=True)
class Shared:
    """An article and a page of its discussion, as every guest sees them."""

    article: Article
    margins: Margins
    order: Order
    start: int
    at: Comment | None
    roots: paging.Roots
    threads: Mapping[int, Thread]  # by its root
    forward: listing.Forward
    latest: datetime | None  # when people could first read what is newest in the discussion
    lasts: float

    @property
    def size(self) -> int:
        return 4 * len(self.article.current.text) + OVERHEAD  # the threads are kept, too

    @cached_property
    def with_marks(self) -> SafeString:
        return body(self.article, self.margins, is_marked=True)

    @cached_property
    def without_marks(self) -> SafeString:
        return body(self.article, self.margins, is_marked=False)

    def threads_for(
        self,
        viewer: Any,
        new: Set[int] = frozenset(),
        followed: Set[int] = frozenset(),
        *,
        is_admitted: bool,
    ) -> SafeString | None:
        """The threads as the viewer sees them, who may write there or not, with what is `new` to
        them and what they have `followed` marked; None if the page doesn't hold what it would for
        others."""
        own, recommended = {}, set()
        if viewer.is_authenticated:
            hidden = self._hidden_from_others(viewer)
            if hidden is None:
                return None
            own = self._own(viewer, hidden, new, is_admitted=is_admitted)
            recommended = self._recommended_by(viewer)
        may_highlight = viewer.pk in self.forward.authors
        reader = Reader(viewer, recommended, new, followed, is_admitted, may_highlight)
        html = [own.get(root) or thread.shown_to(reader) for root, thread in self.threads.items()]
        return mark_safe("".join(html))  # noqa: S308 - the templates'

    def _recommended_by(self, viewer: Any) -> set[int]:
        shown = [pk for thread in self.threads.values() for pk in thread.ids]
        found = Recommendation.objects.filter(member=viewer, comment__in=shown)
        return set(found.values_list("comment", flat=True))

    def _hidden_from_others(self, viewer: Any) -> list[int] | None:
        """The threads of the page in which the viewer has words that others don't see. None if
        these begin a thread that others don't see."""
        own = Comment.objects.filter(author=viewer, discussion=self.article.discussion)
        found = list(own.filter(status__in=HIDDEN).only("root", "status", "rank", "reply_count"))
        placed = [each for each in found if each.root_id is None and each.status in WITHOUT_PLACE]
        if placed and self._reaches(placed):
            return None
        return list({each.root_id or each.pk for each in found}.intersection(self.threads))

    @cached_property
    def _edges(self) -> tuple[Comment | None, Comment | None]:
        """The roots with which this page and the next one begin, if those are told."""
        begun = Comment.objects.filter(discussion=self.article.discussion, root=None)
        edges = begun.in_bulk([self.start, self.roots.next or 0])
        return edges.get(self.start), edges.get(self.roots.next or 0)

    def _reaches(self, roots: Iterable[Comment]) -> bool:
        """Whether one of these would stand on this page."""
        first, after = self._edges
        return any(
            (not first or self.order.key(first) <= self.order.key(root))
            and (not after or self.order.key(root) < self.order.key(after))
            for root in roots
        )

    def _own(
        self, viewer: Any, roots: Sequence[int], new: Set[int], *, is_admitted: bool
    ) -> dict[int, str]:
        if not roots:
            return {}
        discussion = self.article.discussion
        found = paging.threads(discussion, viewer, self.roots, at=self.at, only=roots)
        return {
            pk: as_html(steps, self.article, viewer, why_not=not is_admitted, new_to=new)
            for pk, steps in found.items()
        }


def shared(wanted: Wanted, viewer: Any) -> Shared | None:
    """The page that all readers share; None if the viewer may see more, or others nothing.

    To be called when the watcher has looked."""
    if viewer.is_authenticated and (viewer.is_staff or viewer.is_moderator):
        return None
    kept: Shared | None = parts.get(wanted)
    if not kept:
        making = parts.begin(wanted.slug)
        kept = _made(wanted)
        if kept:
            parts.put(wanted, kept, making)
    return kept


def margins_of(articles: Iterable[Article]) -> dict[str, Margins]:
    """The margins of each article as they are now, by its slug."""
    watcher.look()
    return marks.of(articles)


def body(article: Article, margins: Mapping[int, Margin], *, is_marked: bool) -> SafeString:
    """An article's body with its margins. Of those only what has changed is made anew."""
    version = article.current
    blocks = enumerate(version.blocks)
    html = [block(article, number, each, margins, is_marked=is_marked) for number, each in blocks]
    return mark_safe("".join(html))  # noqa: S308 - the template's


def block(
    article: Article, number: int, block: Block, margins: Mapping[int, Margin], *, is_marked: bool
) -> SafeString:
    """One block of the body, the one with this number, with its margins."""
    here = tuple(margins[passage.number] for passage in block.passages)
    pictures = article.current.pictures
    sources = (passage.layout.source for passage in block.passages)
    stored = tuple(pictures[source].digest for source in sources if source in pictures)
    context = {
        "block": block,
        "article": article,
        "margins": margins,
        "pictures": pictures,
        "is_marked": is_marked,
        "is_answered": any(margin.answered for margin in here),
    }
    html = fragment(
        (article.slug, article.current.pk, number, is_marked, here, stored),
        lambda: render_to_string("articles/_block.html", context),
    )
    return mark_safe(html)  # noqa: S308 - the template's


def as_html(steps: Sequence[Step], article: Article, viewer: Any, **more: Any) -> SafeString:
    """What one reader sees of threads, on the article's page."""
    context = {"thread": steps, "article": article, "user": viewer, "base": "", **more}
    return render_to_string("comments/_steps.html", context) if steps else SafeString()


def _made(wanted: Wanted) -> Shared | None:
    article = articles_for(GUEST).prefetch_related(SIGNED, "tags").filter(slug=wanted.slug).first()
    if not article:
        return None
    placed, order, start = article.discussion.comments.placed_for(GUEST), wanted.order, wanted.start
    at = placed.filter(pk=wanted.at).first() if wanted.at else None
    if wanted.at and not at:
        return None
    if at:
        order, start = OLDEST, paging.place(at, GUEST)[0]
    roots = paging.roots(article.discussion, GUEST, order=order, start=start)
    return Shared(
        article=article,
        margins=marks.of([article])[article.slug],
        order=order,
        start=start,
        at=at,
        roots=roots,
        threads=_threads(article, roots, at),
        forward=listing.forward(article.discussion),
        latest=_latest(article.discussion),
        lasts=_lasts(article.discussion),
    )


def _latest(discussion: Discussion) -> datetime | None:
    appeared = discussion.comments.filter(appeared_at__isnull=False)  # as the index has it
    return appeared.order_by("-appeared_at").values_list("appeared_at", flat=True).first()


def _lasts(discussion: Discussion) -> float:
    """For how many seconds the page holds, if nothing happens."""
    changes_at = discussion.counts_down_to
    left = (changes_at - timezone.now()).total_seconds() if changes_at else LONGEST_AGE
    return min(LONGEST_AGE, left)


def _threads(article: Article, roots: paging.Roots, at: Comment | None) -> dict[int, Thread]:
    at_root, doors = at and (at.root_id or at.pk), Doors.of(article.discussion)
    keys = {pk: (pk, roots.most, at and pk == at_root and at.pk, doors) for pk in roots.ids}
    threads: dict[int, Thread | None] = {pk: parts.get(key) for pk, key in keys.items()}
    missing = [pk for pk, thread in threads.items() if not thread]
    if missing:
        makings = {pk: parts.begin(article.slug, pk) for pk in missing}
        found = paging.threads(article.discussion, GUEST, roots, at=at, only=missing)
        for pk, steps in found.items():
            threads[pk] = _thread(article, steps)
            parts.put(keys[pk], threads[pk], makings[pk])
    return {pk: thread for pk, thread in threads.items() if thread}


def _thread(article: Article, steps: Sequence[Step]) -> Thread:
    html = as_html(steps, article, GUEST, has_gaps=True)
    comments = [step.comment for step in steps if isinstance(step.comment, Comment)]
    return Thread(
        pieces=tuple(GAP.split(html)),
        acts={str(comment.pk): Acts.of(comment) for comment in comments},
        doors=Doors.of(article.discussion),
    )
