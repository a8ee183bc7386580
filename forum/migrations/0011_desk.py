import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("forum", "0009_search"),
    ]

    operations = [
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
    ]
