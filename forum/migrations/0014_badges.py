import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

MODERATORS, EDITORS, ADMINISTRATORS = "moderators", "editors", "administrators"
LOOK, KEEP = ["view"], ["view", "add", "change", "delete"]
HIGHLIGHTING = {"forum.comment": ["highlight"], "forum.highlight": LOOK}
MAY = {
    MODERATORS: HIGHLIGHTING,
    EDITORS: HIGHLIGHTING,
    ADMINISTRATORS: {**HIGHLIGHTING, "forum.authoraccount": KEEP},
}


def fill(apps, schema_editor):
    for name, things in MAY.items():
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        for model, verbs in things.items():
            group.permissions.add(*(permission(apps, model, verb) for verb in verbs))


def keep_roles(apps, schema_editor):
    """Until now the comments of all who may enter the admin were shown as a moderator's."""
    for member in apps.get_model("forum", "Member").objects.filter(is_staff=True):
        member.comments.update(role="moderator")


def permission(apps, model, verb):
    # As in 0002_moderators: Django makes them only after all migrations have run.
    app_label, name = model.split(".")
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=name
    )
    label = "Can pin and pick comments" if verb == "highlight" else f"Can {verb} {name}"
    return apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=f"{verb}_{name}", defaults={"name": label}
    )[0]


class Migration(migrations.Migration):
    dependencies = [
        ("forum", "0013_fairness"),
        ("articles", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuthorAccount",
            fields=[
                (
                    "author",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="account",
                        serialize=False,
                        to="articles.author",
                    ),
                ),
            ],
            options={
                "ordering": ["author__name"],
            },
        ),
        migrations.CreateModel(
            name="Highlight",
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
                        choices=[("pin", "Pinned"), ("pick", "Editors’ pick")], max_length=10
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.AlterModelOptions(
            name="comment",
            options={
                "permissions": [
                    ("moderate_comment", "Can decide on comments"),
                    ("highlight_comment", "Can pin and pick comments"),
                ]
            },
        ),
        migrations.AddField(
            model_name="comment",
            name="expertise",
            field=models.CharField(
                blank=True,
                help_text="Its author’s, verified when it was written, if shown.",
                max_length=60,
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="role",
            field=models.CharField(
                blank=True,
                choices=[
                    ("moderator", "Moderator"),
                    ("editor", "Editor"),
                    ("administrator", "Administrator"),
                    ("staff", "Staff"),
                ],
                help_text="As what its author says it, if shown.",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="discussion",
            name="writers",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Not set"),
                    ("everyone", "Every member"),
                    ("established", "Established members"),
                    ("experts", "Verified experts, authors and staff"),
                    ("staff", "Authors and staff"),
                ],
                default="",
                help_text="The article’s authors and the staff always may.",
                max_length=20,
                verbose_name="who may write",
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="expert_until",
            field=models.DateField(
                blank=True, help_text="The last day. Empty: until you take it away.", null=True
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="expertise",
            field=models.CharField(
                blank=True,
                help_text="The field, as in “hydrology”. Shown with the comments for which the member chooses it.",
                max_length=60,
                verbose_name="verified expertise",
            ),
        ),
        migrations.AddField(
            model_name="sectionterms",
            name="writers",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Not set"),
                    ("everyone", "Every member"),
                    ("established", "Established members"),
                    ("experts", "Verified experts, authors and staff"),
                    ("staff", "Authors and staff"),
                ],
                default="",
                help_text="The article’s authors and the staff always may.",
                max_length=20,
                verbose_name="who may write",
            ),
        ),
        migrations.AddConstraint(
            model_name="discussion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("writers__in", ["", "everyone", "established", "experts", "staff"])
                ),
                name="discussion_writers_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="sectionterms",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("writers__in", ["", "everyone", "established", "experts", "staff"])
                ),
                name="section_writers_known",
            ),
        ),
        migrations.AddField(
            model_name="authoraccount",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="author_accounts",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="highlight",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="highlight",
            name="comment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="highlights",
                to="forum.comment",
            ),
        ),
        migrations.AddField(
            model_name="highlight",
            name="discussion",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="highlights",
                to="forum.discussion",
            ),
        ),
        migrations.AddField(
            model_name="highlight",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="highlight",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("comment", "kind"),
                name="highlight_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="highlight",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["pin", "pick"])), name="highlight_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="highlight",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("ended_by", None)),
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                    _connector="OR",
                ),
                name="highlight_ended_whole",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(keep_roles, migrations.RunPython.noop),
    ]
