from django.db import migrations, models
from django.db.models import OuterRef, Q, Subquery


def take_the_present_version(apps, schema_editor):
    Comment = apps.get_model("forum", "Comment")
    Quote = apps.get_model("forum", "Quote")
    present = Comment.objects.filter(pk=OuterRef("quoted_comment")).values("version")
    Quote.objects.exclude(quoted_comment=None).update(quoted_version=Subquery(present))


class Migration(migrations.Migration):
    dependencies = [("forum", "0003_discussion_marks_quotes")]

    operations = [
        migrations.AddField(
            "quote",
            "quoted_version",
            models.PositiveIntegerField(
                null=True,
                help_text="The quoted comment's version in which the words were looked up.",
            ),
        ),
        migrations.RunPython(take_the_present_version, migrations.RunPython.noop),
        migrations.AddConstraint(
            "quote",
            models.CheckConstraint(
                condition=Q(quoted_comment=None, quoted_version=None)
                | Q(quoted_comment__isnull=False, quoted_version__isnull=False),
                name="quote_of_comment_has_version",
            ),
        ),
    ]
