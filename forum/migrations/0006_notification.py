import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q
from django.db.models.deletion import CASCADE


class Migration(migrations.Migration):
    dependencies = [("forum", "0005_source_changes")]

    operations = [
        migrations.CreateModel(
            "Notification",
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
                        choices=[("answer", "Answers you"), ("quote", "Quotes you")],
                        help_text="An answer that quotes, too, is an answer.",
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "read_at",
                    models.DateTimeField(blank=True, help_text="Empty: unread.", null=True),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=CASCADE, related_name="notifications", to="forum.comment"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        help_text="Who is told.",
                        on_delete=CASCADE,
                        related_name="notifications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["member", "comment"], name="notification_once"),
                    models.CheckConstraint(
                        condition=Q(kind__in=["answer", "quote"]), name="notification_kind_known"
                    ),
                ],
                "indexes": [
                    models.Index(fields=["member", "-id"], name="notification_newest"),
                    models.Index(
                        fields=["member"], condition=Q(read_at=None), name="notification_unread"
                    ),
                ],
            },
        ),
    ]
