from django.db import migrations


class Migration(migrations.Migration):
    """What came in stands in the ledger of the forum, which carries it over before this."""

    dependencies = [
        ("articles", "0002_address_and_tags"),
    ]

    operations = [
        migrations.DeleteModel(name="Import"),
    ]
