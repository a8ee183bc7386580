from django.db import migrations


def forget(apps, schema_editor):
    """With the permissions for it, which groups of earlier sites still list."""
    stale = apps.get_model("contenttypes", "ContentType").objects
    stale.filter(app_label="articles", model="import").delete()


class Migration(migrations.Migration):
    """`articles.Import` went with articles 0003; what Django noted of it stayed."""

    dependencies = [
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("articles", "0003_without_imports"),
        ("forum", "0028_comments_in_sections"),
    ]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
