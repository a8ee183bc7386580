from django.db import migrations

WHO = ["editors", "administrators"]


def let_editors(apps, schema_editor):
    """Lets them look at pictures, and have them fetched again. As in 0002_moderators: Django makes
    permissions only afterwards."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="articles", model="picture"
    )
    for verb in ("view", "change"):
        permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=content_type,
            codename=f"{verb}_picture",
            defaults={"name": f"Can {verb} picture"},
        )
        for name in WHO:
            apps.get_model("auth", "Group").objects.get(name=name).permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0004_pictures"),
        ("forum", "0029_without_what_is_gone"),
    ]

    operations = [migrations.RunPython(let_editors, migrations.RunPython.noop)]
