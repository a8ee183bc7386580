import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

EDITING = ["editors", "administrators"]


def let_editors(apps, schema_editor):
    """Lets them answer. As in 0002_moderators: Django makes permissions only afterwards."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="forum", model="editorsanswer"
    )
    Permission = apps.get_model("auth", "Permission")
    for verb in ("view", "add"):
        permission, _ = Permission.objects.get_or_create(
            content_type=content_type,
            codename=f"{verb}_editorsanswer",
            defaults={"name": f"Can {verb} editors answer"},
        )
        for name in EDITING:
            group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=name)
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("forum", "0015_roots"),
    ]

    operations = [
        migrations.CreateModel(
            name="EditorsAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("passage", models.PositiveIntegerField(help_text="Its number in that version.")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("clarified", "Clarified"),
                            ("corrected", "Corrected"),
                            ("stands", "Stands"),
                            ("dismissed", "Not a question of fact"),
                            ("taken back", "Taken back"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "words",
                    models.CharField(
                        blank=True, help_text="For everybody to read.", max_length=1000
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "comment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="forum.comment",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("fact", "Question of fact"), ("error", "Possible error")],
                        max_length=5,
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="notification",
            name="notification_once",
        ),
        migrations.RemoveConstraint(
            model_name="notification",
            name="notification_kind_known",
        ),
        migrations.AlterField(
            model_name="notification",
            name="kind",
            field=models.CharField(
                choices=[
                    ("answer", "Answers you"),
                    ("quote", "Quotes you"),
                    ("decision", "Decides on your comment"),
                    ("report", "Decides on your report"),
                    ("appeal", "Answers your appeal"),
                    ("fact", "Answers your question of fact"),
                ],
                help_text="An answer that quotes, too, is an answer.",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="editorsanswer",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="editorsanswer",
            name="comments",
            field=models.ManyToManyField(
                help_text="Those that asked.", related_name="editors_answers", to="forum.comment"
            ),
        ),
        migrations.AddField(
            model_name="editorsanswer",
            name="corrected_in",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="articles.articleversion",
            ),
        ),
        migrations.AddField(
            model_name="editorsanswer",
            name="supersedes",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="superseded_by",
                to="forum.editorsanswer",
            ),
        ),
        migrations.AddField(
            model_name="editorsanswer",
            name="version",
            field=models.ForeignKey(
                help_text="Which the editor had before them, or the last that has the passage.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="editors_answers",
                to="articles.articleversion",
            ),
        ),
        migrations.AddField(
            model_name="notification",
            name="editors_answer",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notifications",
                to="forum.editorsanswer",
            ),
        ),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decision", None), ("editors_answer", None)),
                fields=("member", "comment"),
                name="notification_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.UniqueConstraint(
                condition=models.Q(("editors_answer__isnull", False)),
                fields=("member", "editors_answer"),
                name="notification_of_answer_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decision", None),
                        ("editors_answer", None),
                        ("kind__in", ["answer", "quote"]),
                    ),
                    models.Q(
                        ("decision__isnull", False),
                        ("editors_answer", None),
                        ("kind__in", ["decision", "report", "appeal"]),
                    ),
                    models.Q(
                        ("decision", None), ("editors_answer__isnull", False), ("kind", "fact")
                    ),
                    _connector="OR",
                ),
                name="notification_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["fact", "error"])), name="question_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="editorsanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["clarified", "corrected", "stands", "dismissed", "taken back"])
                ),
                name="editors_answer_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="editorsanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("corrected_in__isnull", False), ("kind", "corrected")),
                    models.Q(
                        models.Q(("kind", "corrected"), _negated=True), ("corrected_in", None)
                    ),
                    _connector="OR",
                ),
                name="editors_answer_corrected_in_a_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="editorsanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["dismissed", "taken back"]),
                    models.Q(("words", ""), _negated=True),
                    _connector="OR",
                ),
                name="editors_answer_says_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="editorsanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "taken back"), _negated=True),
                    ("supersedes__isnull", False),
                    _connector="OR",
                ),
                name="editors_answer_taken_back_is_one",
            ),
        ),
        migrations.RunPython(let_editors, migrations.RunPython.noop),
    ]
