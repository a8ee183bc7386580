"""What follows from all rows together, once they are there."""

from itertools import islice

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery

from articles.models import Article, ArticleVersion, Picture
from forum import ranking, statistics
from forum.counting import recount
from forum.exporting.kinds import KINDS
from forum.indexing import index_articles
from forum.models import Change, Comment, Discussion, Quote, Recheck, Recommendation
from forum.restoring.lines import Unrestorable

BATCH = 500


def derive() -> None:
    _point_at_current_versions()
    for discussion in Discussion.objects.values_list("pk", flat=True):
        recount(discussion)
    _count_recommendations()
    _request_rechecks()
    _give_numbers_on()
    statistics.gather()
    Change.objects.note()


def _point_at_current_versions() -> None:
    newest = ArticleVersion.objects.filter(article=OuterRef("pk")).order_by("-number")
    Article.objects.update(current=Subquery(newest.values("pk")[:1]))
    if bare := Article.objects.filter(Q(current=None) | Q(discussion=None)).first():
        raise Unrestorable(f"The article “{bare.slug}” has no version, or no discussion.")
    for article in Article.objects.select_related("current").iterator(chunk_size=10):
        index_articles([article])
    for version in ArticleVersion.objects.iterator(chunk_size=10):
        Picture.objects.note(version)


def _count_recommendations() -> None:
    counted = Recommendation.objects.filter(comment=OuterRef("pk")).order_by().values("comment")
    numbers = counted.annotate(number=Count("pk")).values("number")
    recommended = Comment.objects.filter(
        Exists(Recommendation.objects.filter(comment=OuterRef("pk")))
    )
    recommended.update(recommendation_count=Subquery(numbers, IntegerField()))
    rows = Comment.objects.filter(recommendation_count__gt=0).order_by("pk")
    places = rows.only("recommendation_count", "posted_at", "created_at")
    found = places.iterator(chunk_size=BATCH)
    while some := list(islice(found, BATCH)):
        for comment in some:
            comment.rank = ranking.rank(comment.recommendation_count, comment.shown_at)
        Comment.objects.bulk_update(some, ["rank"])


def _request_rechecks() -> None:
    """Of what may not have been followed when the file was written."""
    of_it = Quote.objects.filter(quoted_comment=OuterRef("pk"))
    is_gone = Exists(of_it.exclude(words="")) & Q(purged_at__isnull=False)
    is_later = Exists(of_it.filter(quoted_version__lt=OuterRef("version")))
    for comment in Comment.objects.filter(is_gone | is_later).only("pk").iterator():
        Recheck.objects.request(comment=comment)
    for article in Article.objects.filter(current__number__gt=1).iterator():
        Recheck.objects.request(article=article)


def _give_numbers_on() -> None:
    """After the highest that the file brought."""
    tables = [kind.model for kind in KINDS]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)
