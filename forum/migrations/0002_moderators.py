from django.db import migrations

MODERATORS = "moderators"
MAY = {
    "forum.comment": ["view", "moderate"],
    "forum.decision": ["view"],
    "forum.discussion": ["view", "change"],
    "forum.flag": ["view"],
    "forum.member": ["view"],
    "articles.article": ["view"],
}


def add_group(apps, schema_editor):
    # Django makes permissions only after all migrations have run, so those that the group needs
    # are made here; it finds them there later.
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    group, _ = Group.objects.get_or_create(name=MODERATORS)
    for model, verbs in MAY.items():
        app_label, name = model.split(".")
        content_type, _ = ContentType.objects.get_or_create(app_label=app_label, model=name)
        for verb in verbs:
            label = "Can decide on comments" if verb == "moderate" else f"Can {verb} {name}"
            permission, _ = Permission.objects.get_or_create(
                content_type=content_type, codename=f"{verb}_{name}", defaults={"name": label}
            )
            group.permissions.add(permission)


def remove_group(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name=MODERATORS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("forum", "0001_initial"),
        ("articles", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(add_group, remove_group)]
