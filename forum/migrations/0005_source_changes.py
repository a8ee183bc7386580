import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F
from django.utils import timezone


def request_rechecks(apps, schema_editor):
    """For the quotes whose source has changed before anybody followed them."""
    Quote = apps.get_model("forum", "Quote")
    Recheck = apps.get_model("forum", "Recheck")
    now = timezone.now()
    sources = {
        "article_id": Quote.objects.exclude(article_version=None)
        .exclude(article_version=F("article_version__article__current"))
        .values_list("article_version__article", flat=True),
        "comment_id": Quote.objects.exclude(quoted_comment=None)
        .exclude(quoted_version=F("quoted_comment__version"))
        .values_list("quoted_comment", flat=True),
    }
    for source, changed in sources.items():
        Recheck.objects.bulk_create(
            Recheck(requested_at=now, due_at=now, **{source: pk}) for pk in set(changed.order_by())
        )


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_initial"),
        ("forum", "0004_quoted_version"),
    ]

    operations = [
        migrations.AlterField(
            model_name="quote",
            name="quoted_version",
            field=models.PositiveIntegerField(
                help_text="The latest version of the quoted comment that has the words.", null=True
            ),
        ),
        migrations.CreateModel(
            name="Recheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("requested_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(db_index=True)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                (
                    "article",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="articles.article",
                    ),
                ),
                (
                    "comment",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.CASCADE, to="forum.comment"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("article", None), ("comment__isnull", False)),
                            models.Q(("article__isnull", False), ("comment", None)),
                            _connector="OR",
                        ),
                        name="recheck_has_one_source",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SourceChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("comment_version", models.PositiveIntegerField(null=True)),
                (
                    "at",
                    models.DateTimeField(help_text="When the source came to say what it says now."),
                ),
                ("start", models.PositiveIntegerField(null=True)),
                ("end", models.PositiveIntegerField(null=True)),
                (
                    "exact",
                    models.TextField(blank=True, help_text="The words that stand there now."),
                ),
                (
                    "passages",
                    models.JSONField(default=list, help_text="Numbers of the passages they touch."),
                ),
                (
                    "segments",
                    models.JSONField(
                        default=list,
                        help_text="forum.quoting.Segment: `quoted` as it was, `original` as it is.",
                    ),
                ),
                (
                    "article_version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="source_changes",
                        to="articles.articleversion",
                    ),
                ),
                (
                    "quote",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="source_change",
                        to="forum.quote",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("article_version", None), ("comment_version__isnull", False)),
                            models.Q(("article_version__isnull", False), ("comment_version", None)),
                            _connector="OR",
                        ),
                        name="source_change_has_one_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end", None), ("exact", ""), ("start", None)),
                            models.Q(("end__isnull", False), ("start__isnull", False)),
                            _connector="OR",
                        ),
                        name="source_change_has_a_place_or_nothing",
                    ),
                ],
            },
        ),
        migrations.RunPython(request_rechecks, migrations.RunPython.noop),
    ]
