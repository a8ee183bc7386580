import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import forum.models.mail
import forum.models.notification

ADMINISTRATORS = "administrators"


def let_administrators(apps, schema_editor):
    """They see what was mailed, and have it tried again."""
    group = apps.get_model("auth", "Group").objects.get(name=ADMINISTRATORS)
    # As in 0002_moderators: Django makes them only after all migrations have run.
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="forum", model="mail"
    )
    for verb in ("view", "change"):
        permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=content_type,
            codename=f"{verb}_mail",
            defaults={"name": f"Can {verb} mail"},
        )
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("forum", "0016_corrections"),
    ]

    operations = [
        migrations.CreateModel(
            name="Preference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=10)),
                (
                    "delivery",
                    models.CharField(
                        choices=[
                            ("site", "On the site only"),
                            ("at_once", "By mail, at once"),
                            ("hourly", "By mail, once an hour"),
                            ("daily", "By mail, once a day"),
                            ("weekly", "By mail, once a week"),
                            ("off", "Not at all"),
                        ],
                        max_length=10,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RefusedAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.EmailField(max_length=254, unique=True)),
                ("said", models.CharField(help_text="What the server answered.", max_length=500)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        # Without a default first: of what people were told before, no mail is made.
        migrations.AddField(
            model_name="notification",
            name="due_at",
            field=models.DateTimeField(
                blank=True,
                help_text="When to see whether a mail is to be made of it. Empty: that is settled.",
                null=True,
            ),
        ),
        migrations.AlterField(
            model_name="notification",
            name="due_at",
            field=models.DateTimeField(
                blank=True,
                default=forum.models.notification.first_due,
                help_text="When to see whether a mail is to be made of it. Empty: that is settled.",
                null=True,
            ),
        ),
        migrations.CreateModel(
            name="Mail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "delivery",
                    models.CharField(
                        choices=[
                            ("at_once", "By mail, at once"),
                            ("hourly", "By mail, once an hour"),
                            ("daily", "By mail, once a day"),
                            ("weekly", "By mail, once a week"),
                        ],
                        max_length=10,
                        verbose_name="when",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("sent", "Sent"),
                            ("skipped", "Not needed any more"),
                            ("failed", "Given up"),
                            ("uncertain", "Perhaps sent"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "due_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        help_text="Empty: settled.",
                        null=True,
                        verbose_name="tried next",
                    ),
                ),
                ("give_up_at", models.DateTimeField(default=forum.models.mail.give_up_at)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                (
                    "error",
                    models.CharField(
                        blank=True, help_text="Why the last try failed.", max_length=500
                    ),
                ),
                (
                    "handed_over_at",
                    models.DateTimeField(
                        help_text="When the server was given it, whatever became of that.",
                        null=True,
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mails",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="notification",
            name="mail",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="notifications",
                to="forum.mail",
            ),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(
                condition=models.Q(("due_at", None), _negated=True),
                fields=["due_at"],
                name="notification_due",
            ),
        ),
        migrations.AddField(
            model_name="preference",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="preferences",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="mail",
            index=models.Index(
                condition=models.Q(("due_at", None), _negated=True),
                fields=["due_at"],
                name="mail_due",
            ),
        ),
        migrations.AddIndex(
            model_name="mail",
            index=models.Index(
                condition=models.Q(("due_at", None)), fields=["created_at"], name="mail_settled"
            ),
        ),
        migrations.AddConstraint(
            model_name="mail",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("due_at__isnull", False), ("state", "waiting")),
                    models.Q(
                        ("due_at", None), ("state__in", ["sent", "skipped", "failed", "uncertain"])
                    ),
                    _connector="OR",
                ),
                name="mail_is_due_while_it_waits",
            ),
        ),
        migrations.AddConstraint(
            model_name="mail",
            constraint=models.CheckConstraint(
                condition=models.Q(("delivery__in", ["at_once", "hourly", "daily", "weekly"])),
                name="mail_delivery_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="preference",
            constraint=models.UniqueConstraint(fields=("member", "kind"), name="preference_once"),
        ),
        migrations.AddConstraint(
            model_name="preference",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("delivery__in", ["site", "at_once", "hourly", "daily", "weekly", "off"])
                ),
                name="preference_delivery_known",
            ),
        ),
        migrations.RunPython(let_administrators, migrations.RunPython.noop),
    ]
