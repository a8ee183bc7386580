from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from django.db import models, transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from articles.models import Article
from forum.models.comment import Comment
from forum.models.discussion import Discussion
from forum.models.quote import Quote
from forum.store import store

KEPT = timedelta(days=1)
SWEPT = timedelta(hours=1)  # after that much more
BATCH = 1000


class ChangeManager(models.Manager["Change"]):
    def note(self, *, discussion: Discussion | None = None, comment: Comment | None = None) -> None:
        """Says that an act changes what readers see: of a comment and what quotes it; of a
        discussion and its article; or, with neither, perhaps of every page.

        It stands at the end of the act's own transaction. Once that is committed this process
        forgets the pages concerned, and the others learn from the row that they must.
        """
        if not transaction.get_connection().in_atomic_block:
            raise TransactionManagementError("A change is noted in the transaction that makes it.")
        first = comment.discussion_id if comment else discussion and discussion.pk
        rows = [Change(discussion_id=first, comment=comment)]
        rows += [Change(discussion_id=pk) for pk in _quoting_elsewhere(comment)]
        self.bulk_create(rows)
        concerned = [row.discussion_id for row in rows if row.discussion_id]
        articles = Article.objects.filter(pk__in=concerned).values_list("slug", flat=True)
        transaction.on_commit(partial(_forget, list(articles)))

    def sweep(self) -> bool:
        """Now and then deletes what is older than a day. False if it is too early for that."""
        now = timezone.now()
        if not self.filter(at__lt=now - KEPT - SWEPT).exists():
            return False
        old = self.filter(at__lt=now - KEPT).order_by("at").values_list("pk", flat=True)
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
    at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = ChangeManager()

    def __str__(self) -> str:
        return f"Change of {self.comment or self.discussion or 'everything'}"


def _quoting_elsewhere(comment: Comment | None) -> Iterable[int]:
    """The other discussions in which the comment is quoted: what is said there of its words may
    change with them."""
    if not comment:
        return []
    quotes = Quote.objects.filter(quoted_comment=comment, revision=None)
    elsewhere = quotes.exclude(comment__discussion=comment.discussion_id).order_by()
    return elsewhere.values_list("comment__discussion", flat=True).distinct()


def _forget(articles: list[str]) -> None:
    for article in articles:
        store.drop(article)
    if not articles:
        store.drop_all()
