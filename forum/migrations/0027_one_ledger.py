from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("forum", "0026_imports_of_pieces"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="comment", name="comment_import_unique"),
        migrations.RemoveField(model_name="comment", name="import_key"),
    ]
