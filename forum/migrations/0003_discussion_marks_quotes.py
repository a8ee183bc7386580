from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("forum", "0002_moderators")]

    operations = [
        migrations.AddField(
            model_name="discussion",
            name="marks_quotes",
            field=models.BooleanField(
                default=True,
                help_text="In the article, the words that readers quote are marked, and those that several quote are shown on the front page.",
                verbose_name="mark quoted words",
            ),
        ),
    ]
