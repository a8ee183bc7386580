from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("forum", "0027_one_ledger"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="sectionterms",
            options={
                "verbose_name": "comments in this section",
                "verbose_name_plural": "comments in sections",
            },
        ),
    ]
