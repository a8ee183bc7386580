"""No index of the roots of all discussions: SQLite took it for the way to those of one."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("forum", "0014_badges"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="comment",
            name="comment_ordinal_unique",
        ),
        migrations.RemoveIndex(
            model_name="comment",
            name="comment_in_order",
        ),
        migrations.AlterField(
            model_name="comment",
            name="root",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replies",
                to="forum.comment",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("root__isnull", False)),
                fields=["root", "path"],
                name="comment_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("root__isnull", False)),
                fields=("root", "ordinal"),
                name="comment_ordinal_unique",
            ),
        ),
    ]
