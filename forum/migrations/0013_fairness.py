import django.db.models.deletion
from django.db import migrations, models

GROUPS = ["moderators", "administrators"]
NOWHERE = "fd00::"  # no address that anybody has


def let(apps, schema_editor):
    """Who writes usual reasons writes them in other languages, too."""
    model = "reasontranslation"
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="forum", model=model
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=GROUPS):
        for verb in ("view", "add", "change", "delete"):
            # As in 0002_moderators: Django makes them only after all migrations have run.
            permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
                content_type=content_type,
                codename=f"{verb}_{model}",
                defaults={"name": f"Can {verb} {model}"},
            )
            group.permissions.add(permission)


def forget_addresses(apps, schema_editor):
    """From now on sessions are kept without the network addresses that they began from."""
    apps.get_model("usersessions", "UserSession").objects.update(ip=NOWHERE)


class Migration(migrations.Migration):
    dependencies = [
        ("forum", "0012_desk"),
        ("usersessions", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReasonTranslation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=12)),
                ("text", models.CharField(max_length=400)),
            ],
            options={
                "verbose_name": "text in another language",
                "verbose_name_plural": "texts in other languages",
                "ordering": ["language"],
            },
        ),
        migrations.CreateModel(
            name="Refusals",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("number", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.AddField(
            model_name="comment",
            name="purged_at",
            field=models.DateTimeField(
                editable=False, help_text="When its words were deleted, if they were.", null=True
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="language",
            field=models.CharField(
                blank=True,
                help_text="In which moderators' usual reasons are read. Empty: the site's.",
                max_length=12,
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(
                    ("purged_at", None), ("status__in", ["rejected", "removed", "withdrawn"])
                ),
                fields=["id"],
                name="comment_to_purge",
            ),
        ),
        migrations.AddField(
            model_name="reasontranslation",
            name="reason",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="translations",
                to="forum.reason",
            ),
        ),
        migrations.AddField(
            model_name="refusals",
            name="rule",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="refusals",
                to="forum.rule",
            ),
        ),
        migrations.AddConstraint(
            model_name="reasontranslation",
            constraint=models.UniqueConstraint(
                fields=("reason", "language"), name="reason_in_a_language_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="refusals",
            constraint=models.UniqueConstraint(
                fields=("rule", "day"), name="refusals_of_a_day_once"
            ),
        ),
        migrations.RunPython(let, migrations.RunPython.noop),
        migrations.RunPython(forget_addresses, migrations.RunPython.noop),
    ]
