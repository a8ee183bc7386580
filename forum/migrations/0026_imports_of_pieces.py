from collections import Counter, defaultdict
from itertools import count

from django.db import migrations, models

from articles.addresses import canonical

SOURCE = "piece"
LONGEST_KEY = 200
CHUNK = 500


def carry_over(apps, schema_editor):
    """What `import_article` brought in so far becomes imports of the ledger, with a line for each
    article and comment. So it is known again, and can be taken back."""
    # Of each article: its lines; and of each import: how many lines it has.
    first, places = defaultdict[int, list](list), Counter[int]()
    for row in _rows(apps):
        before = {"new_section": False, "new_authors": [], "new_tags": []}
        if lines := first[row.article_id]:
            before |= _facts(row.article) | {
                "version": lines[-1][0].version.number,
                "origin": {"key": lines[0][1].key, "digest": "", "item": lines[-1][1].pk},
            }
        line = _line(apps, row, key=lines[0][1].key if lines else _key(apps, row.article))
        line.verdict, line.before = "changed" if lines else "new", before
        line.save()
        first[row.article_id].append((row, line))
        places[line.batch_id] = 1
    _add_origins(apps, first)
    _add_comments(apps, first, places)


def _rows(apps):
    """Those that the ledger didn't write itself."""
    Import, ImportItem = apps.get_model("articles", "Import"), apps.get_model("forum", "ImportItem")
    own = ImportItem.objects.filter(
        kind="article", article=models.OuterRef("article"), digest=models.OuterRef("digest")
    )
    rows = Import.objects.exclude(models.Exists(own)).order_by("pk")
    return rows.select_related("article", "version")


def _key(apps, article):
    address = canonical(article.address)
    name = (address or f"{article.published_on or ''} {article.title}".strip())[:LONGEST_KEY]
    lines = apps.get_model("forum", "ImportItem").objects.filter(batch__format=SOURCE)
    names = (name if number == 1 else f"{name[:180]} ({number})" for number in count(1))
    return next(name for name in names if not lines.filter(kind="article", key=name).exists())


def _line(apps, row, *, key):
    batch = apps.get_model("forum", "ImportBatch").objects.create(
        format=SOURCE,
        source=SOURCE,
        name=row.source,
        state="applied",
        read_to=1,
        created_at=row.created_at,
        applied_at=row.created_at,
    )
    return apps.get_model("forum", "ImportItem")(
        batch=batch,
        number=1,
        kind="article",
        key=key,
        address=canonical(row.article.address),
        place=1,
        stage="done",
        article=row.article,
    )


def _facts(article):
    bylines = article.byline_set.order_by("place")
    return {
        "title": article.title,
        "published_on": article.published_on and article.published_on.isoformat(),
        "published_at": article.published_at and article.published_at.isoformat(),
        "section": article.section_id,
        "language": article.language,
        "address": article.address,
        "tags": list(article.tags.values_list("pk", flat=True)),
        "authors": list(bylines.values_list("author", flat=True)),
    }


def _add_origins(apps, first):
    Origin = apps.get_model("forum", "Origin")
    Origin.objects.bulk_create(
        Origin(
            source=SOURCE,
            key=lines[0][1].key,
            address=lines[0][1].address,
            article_id=article,
            item=lines[-1][1],
        )
        for article, lines in first.items()
    )


def _add_comments(apps, first, places):
    """Each belongs to the last import of its article before it came in."""
    Comment = apps.get_model("forum", "Comment")
    ImportItem = apps.get_model("forum", "ImportItem")
    Origin = apps.get_model("forum", "Origin")
    keyed = Comment.objects.exclude(import_key=None).filter(discussion__in=list(first))
    found = []
    for pk, article, key, at in keyed.order_by("pk").values_list(
        "pk", "discussion", "import_key", "created_at"
    ):
        lines = first[article]
        earlier = [line for row, line in lines if row.created_at <= at]
        line = earlier[-1] if earlier else lines[0][1]
        places[line.batch_id] += 1
        found.append(
            ImportItem(
                batch_id=line.batch_id,
                number=1,
                kind="comment",
                key=f"{lines[0][1].key}#{key}"[-LONGEST_KEY:],
                article_key=lines[0][1].key,
                verdict="new",
                place=places[line.batch_id],
                stage="done",
                comment_id=pk,
            )
        )
    ImportItem.objects.bulk_create(found, batch_size=CHUNK)
    Origin.objects.bulk_create(
        (
            Origin(source=SOURCE, key=line.key, comment_id=line.comment_id, item=line)
            for line in found
        ),
        batch_size=CHUNK,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0002_address_and_tags"),
        ("forum", "0025_follows_own"),
    ]
    run_before = [
        ("articles", "0003_without_imports"),
    ]

    operations = [
        migrations.AddField(
            model_name="importbatch",
            name="address",
            field=models.CharField(
                blank=True,
                help_text="Where it is on the web: of an export the site, of one piece the page.",
                max_length=1000,
            ),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="charset",
            field=models.CharField(
                blank=True,
                help_text="In which the page is written, as its server says.",
                max_length=100,
            ),
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
    ]
