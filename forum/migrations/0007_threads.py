from itertools import groupby

from django.db import migrations, models
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

import forum.models.path
from forum import ranking
from forum.threads import path_below


def count(apps, schema_editor):
    Comment = apps.get_model("forum", "Comment")
    Discussion = apps.get_model("forum", "Discussion")
    Recommendation = apps.get_model("forum", "Recommendation")
    published = Comment.objects.filter(status="published")
    Discussion.objects.update(comment_count=number_of(published, "discussion"))
    Comment.objects.update(recommendation_count=number_of(Recommendation.objects, "comment"))
    counted = published.exclude(root=None).values("root").annotate(number=Count("pk"))
    for root, number in counted.order_by().values_list("root", "number").iterator():
        Comment.objects.filter(pk=root).update(reply_count=number)


def number_of(rows, field):
    numbers = rows.filter(**{field: OuterRef("pk")}).order_by().values(field)
    number = numbers.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(number, IntegerField()), 0)


def place(apps, schema_editor):
    Comment = apps.get_model("forum", "Comment")
    rows = Comment.objects.only(
        "root", "parent", "ordinal", "recommendation_count", "posted_at", "created_at"
    )
    done = []
    for _, thread in groupby(
        rows.order_by("root", "ordinal").iterator(), key=lambda row: row.root_id
    ):
        paths: dict[int, str] = {}
        for row in thread:
            row.path = path_below(paths.get(row.parent_id, ""), row.ordinal) if row.root_id else ""
            row.rank = ranking.rank(row.recommendation_count, row.posted_at or row.created_at)
            paths[row.pk] = row.path
            done.append(row)
            if len(done) == 500:
                Comment.objects.bulk_update(done, ["path", "rank"])
                done = []
    Comment.objects.bulk_update(done, ["path", "rank"])


class Migration(migrations.Migration):
    dependencies = [
        ("forum", "0006_notification"),
    ]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="path",
            field=forum.models.path.PathField(
                blank=True,
                editable=False,
                help_text="forum.threads: its place in order.",
                max_length=500,
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="rank",
            field=models.FloatField(default=0, editable=False, help_text="forum.ranking"),
        ),
        migrations.AddField(
            model_name="comment",
            name="recommendation_count",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="comment",
            name="reply_count",
            field=models.PositiveIntegerField(
                default=0,
                editable=False,
                help_text="Of a root: the published replies in its thread.",
            ),
        ),
        migrations.AddField(
            model_name="discussion",
            name="comment_count",
            field=models.PositiveIntegerField(
                default=0, editable=False, help_text="The published ones."
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("root", None)),
                fields=["discussion", "-rank", "-id"],
                name="comment_recommended",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("root", None)),
                fields=["discussion", "-reply_count", "-id"],
                name="comment_discussed",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["root", "path"], name="comment_in_order"),
        ),
        migrations.RunPython(count, migrations.RunPython.noop),
        migrations.RunPython(place, migrations.RunPython.noop),
    ]
