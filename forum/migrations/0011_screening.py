import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# Most discussions were open because nobody had said otherwise. Now a section can.
UNSAID, OPEN, READ_ONLY, CLOSED = "", "open", "read_only", "closed"
MODERATORS = "moderators"
MAY = {
    "forum.rule": ["view", "add", "change"],
    "forum.sectionterms": ["view", "add", "change"],
}


def leave_unsaid(apps, schema_editor):
    apps.get_model("forum", "Discussion").objects.filter(mode=OPEN).update(mode=UNSAID)


def say(apps, schema_editor):
    discussions = apps.get_model("forum", "Discussion").objects
    discussions.filter(mode=UNSAID).update(mode=OPEN)
    discussions.filter(mode=READ_ONLY).update(mode=CLOSED)


def let_moderators(apps, schema_editor):
    # Permissions are made here for the same reason as in 0002_moderators.
    Permission = apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=MODERATORS)
    for model, verbs in MAY.items():
        app_label, name = model.split(".")
        content_type, _ = ContentType.objects.get_or_create(app_label=app_label, model=name)
        for verb in verbs:
            permission, _ = Permission.objects.get_or_create(
                content_type=content_type,
                codename=f"{verb}_{name}",
                defaults={"name": f"Can {verb} {name}"},
            )
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("forum", "0010_shared_pages"),
    ]

    operations = [
        migrations.CreateModel(
            name="Rule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(help_text="Moderators see it.", max_length=80, unique=True),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("words", "Listed words"),
                            ("domains", "Links to listed domains"),
                            ("links", "Many links"),
                            ("capitals", "Nothing but capitals"),
                            ("repetition", "A character again and again"),
                            ("newcomers", "First comments of a member"),
                            ("pace", "Many comments in a short time"),
                            ("service", "A spam service"),
                            ("hook", "A program of your own"),
                        ],
                        max_length=12,
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="RuleSwitch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RuleVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("refuse", "Refuse: it can't be posted like this"),
                            ("hold", "Hold: it waits for a moderator"),
                            ("flag", "Report: it is published, and reported to the moderators"),
                            ("replace", "Replace: asterisks stand for the word"),
                        ],
                        max_length=8,
                    ),
                ),
                ("entries", models.TextField(blank=True, max_length=400000)),
                ("amount", models.PositiveIntegerField(blank=True, null=True)),
                ("minutes", models.PositiveIntegerField(blank=True, null=True)),
                ("spaced_out", models.BooleanField(default=False)),
                ("sentence", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="SectionTerms",
            fields=[
                (
                    "mode",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not set"),
                            ("open", "Open"),
                            ("premoderated", "Read first"),
                            ("read_only", "Read-only"),
                            ("closed", "Closed"),
                        ],
                        default="",
                        max_length=20,
                    ),
                ),
                (
                    "opens_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Until then a countdown stands there.",
                        null=True,
                        verbose_name="opens",
                    ),
                ),
                ("closes_at", models.DateTimeField(blank=True, null=True, verbose_name="closes")),
                (
                    "quiet_days",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="After so many days without a comment. Empty: not set here. 0: never.",
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(10000)],
                        verbose_name="closes when quiet",
                    ),
                ),
                (
                    "open_days",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="So many days after the article appeared. Empty: not set here. 0: never.",
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(10000)],
                        verbose_name="closes after publication",
                    ),
                ),
                (
                    "slow_seconds",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Seconds between two comments of one member. Empty: not set here. 0: no slow mode.",
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(86400)],
                        verbose_name="slow mode",
                    ),
                ),
                (
                    "section",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="terms",
                        serialize=False,
                        to="articles.section",
                    ),
                ),
            ],
            options={
                "verbose_name": "comments in this section",
                "verbose_name_plural": "comments in this section",
            },
        ),
        migrations.RemoveConstraint(
            model_name="discussion",
            name="discussion_mode_known",
        ),
        migrations.AddField(
            model_name="discussion",
            name="closes_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="closes"),
        ),
        migrations.AddField(
            model_name="discussion",
            name="open_days",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="So many days after the article appeared. Empty: not set here. 0: never.",
                null=True,
                validators=[django.core.validators.MaxValueValidator(10000)],
                verbose_name="closes after publication",
            ),
        ),
        migrations.AddField(
            model_name="discussion",
            name="opens_at",
            field=models.DateTimeField(
                blank=True,
                help_text="Until then a countdown stands there.",
                null=True,
                verbose_name="opens",
            ),
        ),
        migrations.AddField(
            model_name="discussion",
            name="quiet_days",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="After so many days without a comment. Empty: not set here. 0: never.",
                null=True,
                validators=[django.core.validators.MaxValueValidator(10000)],
                verbose_name="closes when quiet",
            ),
        ),
        migrations.AddField(
            model_name="discussion",
            name="slow_seconds",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="Seconds between two comments of one member. Empty: not set here. 0: no slow mode.",
                null=True,
                validators=[django.core.validators.MaxValueValidator(86400)],
                verbose_name="slow mode",
            ),
        ),
        migrations.AlterField(
            model_name="discussion",
            name="mode",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Not set"),
                    ("open", "Open"),
                    ("premoderated", "Read first"),
                    ("read_only", "Read-only"),
                    ("closed", "Closed"),
                ],
                default="",
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="flag",
            name="member",
            field=models.ForeignKey(
                help_text="Empty: a rule.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="flags",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        # Beside each other, since from the first on nobody reads comments on PostgreSQL.
        migrations.RemoveIndex(
            model_name="comment",
            name="comment_of_discussion",
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                fields=["discussion", "status", "-id"], name="comment_of_discussion"
            ),
        ),
        migrations.AddConstraint(
            model_name="discussion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("mode__in", ["", "open", "premoderated", "read_only", "closed"])
                ),
                name="discussion_mode_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="rule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "words",
                            "domains",
                            "links",
                            "capitals",
                            "repetition",
                            "newcomers",
                            "pace",
                            "service",
                            "hook",
                        ],
                    )
                ),
                name="rule_kind_known",
            ),
        ),
        migrations.AddField(
            model_name="ruleswitch",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="ruleswitch",
            name="rule",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="switches",
                to="forum.rule",
            ),
        ),
        migrations.AddField(
            model_name="ruleversion",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="ruleversion",
            name="rule",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="forum.rule",
            ),
        ),
        migrations.AddField(
            model_name="ruleswitch",
            name="version",
            field=models.ForeignKey(
                help_text="Empty: off.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="forum.ruleversion",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="rule",
            field=models.ForeignKey(
                help_text="By which rule the site decided, if by one.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="forum.ruleversion",
            ),
        ),
        migrations.AddField(
            model_name="flag",
            name="rule",
            field=models.ForeignKey(
                help_text="Empty: a reader.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="flags",
                to="forum.ruleversion",
            ),
        ),
        migrations.AddConstraint(
            model_name="flag",
            constraint=models.UniqueConstraint(
                fields=("comment", "rule"), name="flag_once_by_rule"
            ),
        ),
        migrations.AddConstraint(
            model_name="flag",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("member", None), ("rule__isnull", False)),
                    models.Q(("member__isnull", False), ("rule", None)),
                    _connector="OR",
                ),
                name="flag_by_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="sectionterms",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("mode__in", ["", "open", "premoderated", "read_only", "closed"])
                ),
                name="section_mode_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="ruleversion",
            constraint=models.UniqueConstraint(
                fields=("rule", "number"), name="rule_version_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="ruleversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("action__in", ["refuse", "hold", "flag", "replace"])),
                name="rule_action_known",
            ),
        ),
        migrations.RunPython(leave_unsaid, say),
        migrations.RunPython(let_moderators, migrations.RunPython.noop),
    ]
