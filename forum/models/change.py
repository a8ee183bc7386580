from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import partial

from django.db import models, transaction
from django.db.models import Max, Q
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from articles.models import Article
from forum.cursor import Cursor
from forum.models.comment import Comment
from forum.models.discussion import Discussion
from forum.models.quote import Quote
from forum.news import News, tell

KEPT = timedelta(days=1)
SWEPT = timedelta(hours=1)  # after that much more
BATCH = 1000


class ChangeManager(models.Manager["Change"]):
    def note(
        self,
        *,
        discussion: Discussion | None = None,
        comment: Comment | None = None,
        is_contained: bool = False,
        quotes: Iterable[Quote] | None = None,
    ) -> None:
        """Says that an act changes what readers see: of a comment, what quotes it and what it
        quotes; of a discussion and its article; or, with neither, perhaps of every page.

        If the act `is_contained`, nothing that quotes the comment looks different for it, and of
        its discussion only its thread and those of the comments that it quotes do. The `quotes`
        of its present text needn't be asked for if they are at hand.

        It stands at the end of the act's own transaction. Once that is committed this process
        forgets what concerns it, and the others learn from the row that they must.
        """
        if not transaction.get_connection().in_atomic_block:
            raise TransactionManagementError("A change is noted in the transaction that makes it.")
        if comment:
            rows = _concerning(comment, quotes, is_contained=is_contained)
        else:
            rows = [Change(discussion=discussion)]
        self.bulk_create(rows)
        transaction.on_commit(partial(_tell, rows, _slugs(rows, comment)))

    def between(self, seen: Cursor, now: Cursor, *, article: str) -> models.QuerySet["Change"]:
        """What has come to light since, of this article or of every one."""
        unseen = Q(pk__gt=seen.last) | Q(pk__in=seen.missing)
        of_article = Q(discussion__article__slug=article) | Q(discussion=None)
        known = self.filter(pk__lte=now.last).exclude(pk__in=now.missing)
        return known.filter(unseen, of_article).order_by("pk")

    def reaches_back_to(self, seen: Cursor) -> bool:
        """Whether nothing is gone from the log that came after. What was missing then came to light
        within minutes, or never."""
        return seen.last == 0 or self.filter(pk__lte=seen.last).exists()

    def sweep(self) -> bool:
        """Now and then deletes what is older than a day. False if it is too early for that.

        The last one stays: it tells those who begin to follow which numbers are given."""
        now = timezone.now()
        gone = self.exclude(pk=self.aggregate(last=Max("pk"))["last"])
        if not gone.filter(at__lt=now - KEPT - SWEPT).exists():
            return False
        old = gone.filter(at__lt=now - KEPT).order_by("at").values_list("pk", flat=True)
        self.filter(pk__in=list(old[:BATCH])).delete()
        return True


class Change(models.Model):
    """That something which readers can see has changed.

    What follows them by number has to bear in mind that on PostgreSQL a lower one may come to
    light after a higher one (forum.watching).
    """

    discussion = models.ForeignKey(
        Discussion,
        models.CASCADE,
        null=True,
        db_index=False,
        related_name="+",
        help_text="Empty: it may concern every page.",
    )
    comment = models.ForeignKey(
        Comment,
        models.CASCADE,
        null=True,
        db_index=False,
        related_name="+",
        help_text="Empty: not one alone.",
    )
    thread = models.ForeignKey(
        Comment,
        models.CASCADE,
        null=True,
        db_index=False,
        related_name="+",
        help_text="Its root; empty: not one of the discussion's threads alone.",
    )
    at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = ChangeManager()

    def __str__(self) -> str:
        return f"Change of {self.comment or self.discussion or 'everything'}"


def _concerning(
    comment: Comment, quotes: Iterable[Quote] | None, *, is_contained: bool
) -> list[Change]:
    """The comment itself, with its thread or its whole discussion; the threads of what it quotes,
    whose numbers of quotes may change; and the other discussions that quote it."""
    here, root = comment.discussion_id, comment.root_id or comment.pk
    rows = [Change(discussion_id=here, comment=comment, thread_id=root if is_contained else None)]
    for discussion, quoted_root, pk in _quoted_in(comment, quotes):
        thread = quoted_root or pk
        if discussion != here or (is_contained and thread != root):
            rows.append(Change(discussion_id=discussion, thread_id=thread))
    if not is_contained:
        quotes = Quote.objects.filter(quoted_comment=comment, revision=None).order_by()
        elsewhere = quotes.exclude(comment__discussion=here)
        found = elsewhere.values_list("comment__discussion", flat=True).distinct()
        rows += [Change(discussion_id=pk) for pk in found]
    return rows


def _quoted_in(
    comment: Comment, quotes: Iterable[Quote] | None
) -> Iterable[tuple[int, int | None, int]]:
    if quotes is None:
        quotes = Quote.objects.filter(comment=comment, quoted_comment__isnull=False)
    keys = {quote.quoted_comment_id for quote in quotes if quote.quoted_comment_id}
    quoted = Comment.objects.filter(pk__in=keys).order_by()
    return quoted.values_list("discussion", "root", "pk") if keys else []


def _slugs(rows: Iterable[Change], comment: Comment | None) -> dict[int, str]:
    """Of the articles concerned, by their keys."""
    slugs = {comment.discussion_id: comment.discussion.article.slug} if comment else {}
    others = {row.discussion_id for row in rows if row.discussion_id} - slugs.keys()
    if others:
        slugs |= dict(Article.objects.filter(pk__in=others).values_list("pk", "slug"))
    return slugs


def _tell(rows: Iterable[Change], slugs: Mapping[int, str]) -> None:
    for row in rows:
        article = slugs.get(row.discussion_id) if row.discussion_id else None
        tell(News(row.pk, article, row.thread_id, row.comment_id))
