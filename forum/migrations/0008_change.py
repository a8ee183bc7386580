import django.utils.timezone
from django.db import migrations, models
from django.db.models.deletion import CASCADE


class Migration(migrations.Migration):
    dependencies = [("forum", "0007_threads")]

    operations = [
        migrations.CreateModel(
            "Change",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                (
                    "comment",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Empty: not one alone.",
                        null=True,
                        on_delete=CASCADE,
                        related_name="+",
                        to="forum.comment",
                    ),
                ),
                (
                    "discussion",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Empty: it may concern every page.",
                        null=True,
                        on_delete=CASCADE,
                        related_name="+",
                        to="forum.discussion",
                    ),
                ),
            ],
        ),
    ]
