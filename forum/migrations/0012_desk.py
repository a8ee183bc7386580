import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

MODERATORS, EDITORS, ADMINISTRATORS = "moderators", "editors", "administrators"
LOOK, EDIT, KEEP = ["view"], ["view", "change"], ["view", "add", "change", "delete"]
AT_THE_DESK = {
    "forum.reason": KEEP,
    "forum.sanction": LOOK,
}
OF_ARTICLES = {
    "articles.article": EDIT,
    "articles.author": KEEP,
    "articles.section": KEEP,
    "articles.import": LOOK,
    "forum.discussion": EDIT,
    "forum.sectionterms": ["view", "add", "change"],
}
MAY = {
    MODERATORS: AT_THE_DESK,
    EDITORS: OF_ARTICLES,
    ADMINISTRATORS: {
        **OF_ARTICLES,
        **AT_THE_DESK,
        "forum.comment": ["view", "moderate"],
        "forum.decision": LOOK,
        "forum.flag": LOOK,
        "forum.member": EDIT,
    },
}
REASONS = [
    ("Spam", "This is advertising, or the same text under several articles."),
    ("Insult", "Be hard on claims and easy on people: this attacks a person."),
    ("Off topic", "This has nothing to do with the article."),
    ("Private matters", "This tells private things about somebody."),
    ("Hateful", "This is directed against people for what they are."),
    ("Not readable", "We couldn’t make out what this says."),
]


def fill(apps, schema_editor):
    """The groups with what they may do, and the first reasons, which moderators change."""
    for name, things in MAY.items():
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        for model, verbs in things.items():
            group.permissions.add(*(permission(apps, model, verb) for verb in verbs))
    Reason = apps.get_model("forum", "Reason")
    for order, (title, text) in enumerate(REASONS, 1):
        Reason.objects.get_or_create(title=title, defaults={"text": text, "order": 10 * order})


def permission(apps, model, verb):
    # As in 0002_moderators: Django makes them only after all migrations have run.
    app_label, name = model.split(".")
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=name
    )
    label = "Can decide on comments" if verb == "moderate" else f"Can {verb} {name}"
    return apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=f"{verb}_{name}", defaults={"name": label}
    )[0]


def empty(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects
    groups.filter(name__in=[EDITORS, ADMINISTRATORS]).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("forum", "0011_screening"),
        ("articles", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="Appeal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=2000)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answer", models.CharField(blank=True, max_length=500)),
                ("is_granted", models.BooleanField(blank=True, null=True)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Claim",
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
                ("until", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Lifting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=500)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Reason",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(help_text="On the button.", max_length=40, unique=True)),
                (
                    "text",
                    models.CharField(
                        help_text="What the author and the readers see: which rule, and why.",
                        max_length=400,
                    ),
                ),
                (
                    "order",
                    models.PositiveSmallIntegerField(
                        default=100, help_text="The lowest stands first."
                    ),
                ),
            ],
            options={
                "verbose_name": "usual reason",
                "ordering": ["order", "title"],
            },
        ),
        migrations.CreateModel(
            name="Sanction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("warning", "Warned"), ("silence", "Silenced"), ("ban", "Banned")],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(help_text="The member reads it.", max_length=500)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "until",
                    models.DateTimeField(
                        blank=True,
                        help_text="Empty: for good. A warning is shown until then.",
                        null=True,
                    ),
                ),
                (
                    "batch",
                    models.UUIDField(
                        blank=True,
                        help_text="That of the comments that were removed with it.",
                        null=True,
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="comment",
            name="comment_status_known",
        ),
        migrations.RemoveConstraint(
            model_name="notification",
            name="notification_once",
        ),
        migrations.RemoveConstraint(
            model_name="notification",
            name="notification_kind_known",
        ),
        migrations.AddField(
            model_name="decision",
            name="batch",
            field=models.UUIDField(
                blank=True,
                db_index=True,
                help_text="What was decided with one word has one.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="undoes",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="undone_by",
                to="forum.decision",
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="sessions_ended",
            field=models.PositiveIntegerField(
                default=0, editable=False, help_text="How often all of them were ended at once."
            ),
        ),
        migrations.AddField(
            model_name="notification",
            name="decision",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notifications",
                to="forum.decision",
            ),
        ),
        migrations.AlterField(
            model_name="comment",
            name="status",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting for review"),
                    ("published", "Published"),
                    ("rejected", "Rejected"),
                    ("removed", "Removed"),
                    ("withdrawn", "Withdrawn by its author"),
                    ("hidden", "Hidden until a moderator has looked"),
                ],
                default="published",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="after",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting for review"),
                    ("published", "Published"),
                    ("rejected", "Rejected"),
                    ("removed", "Removed"),
                    ("withdrawn", "Withdrawn by its author"),
                    ("hidden", "Hidden until a moderator has looked"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="before",
            field=models.CharField(
                blank=True,
                choices=[
                    ("waiting", "Waiting for review"),
                    ("published", "Published"),
                    ("rejected", "Rejected"),
                    ("removed", "Removed"),
                    ("withdrawn", "Withdrawn by its author"),
                    ("hidden", "Hidden until a moderator has looked"),
                ],
                max_length=10,
            ),
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
                ],
                help_text="An answer that quotes, too, is an answer.",
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["created_at"], name="comment_entered"),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(fields=["created_at"], name="decision_made"),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        ["waiting", "published", "rejected", "removed", "withdrawn", "hidden"],
                    )
                ),
                name="comment_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decision", None)),
                fields=("member", "comment"),
                name="notification_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.UniqueConstraint(
                fields=("member", "decision", "kind"), name="notification_of_decision_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decision", None), ("kind__in", ["answer", "quote"])),
                    models.Q(
                        ("decision__isnull", False), ("kind__in", ["decision", "report", "appeal"])
                    ),
                    _connector="OR",
                ),
                name="notification_kind_known",
            ),
        ),
        migrations.AddField(
            model_name="appeal",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answered_appeals",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="appeal",
            name="decision",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="appeal",
                to="forum.decision",
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="lifting",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notes",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="sanction",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="sanction",
            name="comment",
            field=models.ForeignKey(
                blank=True,
                help_text="Its occasion.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="forum.comment",
            ),
        ),
        migrations.AddField(
            model_name="sanction",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sanctions",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="lifting",
            name="sanction",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lifting",
                to="forum.sanction",
            ),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("answer", ""),
                        ("answered_at", None),
                        ("answered_by", None),
                        ("is_granted", None),
                    ),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                        ("is_granted__isnull", False),
                        models.Q(("answer", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="appeal_answered_whole",
            ),
        ),
        migrations.AddIndex(
            model_name="sanction",
            index=models.Index(fields=["member", "-id"], name="sanction_of_member"),
        ),
        migrations.AddConstraint(
            model_name="sanction",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["warning", "silence", "ban"])),
                name="sanction_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="sanction",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "ban"), ("until__isnull", False), _connector="OR"),
                name="sanction_ends",
            ),
        ),
        migrations.RunPython(fill, empty),
    ]
