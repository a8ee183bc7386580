from itertools import islice

import django.db.models.deletion
from django.db import migrations, models, transaction

import forum.models.indexed
from articles.passages import Body
from forum.search import words_in

SIGN = "§"
BATCH = 500
MOST_WORDS = 60_000  # of an article
TABLES = ["forum_indexedarticle", "forum_indexedcomment"]


def make(apps, schema_editor):
    for table in TABLES:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE TABLE IF NOT EXISTS {table} (rowid bigint PRIMARY KEY, words tsvector NOT NULL)"
            )
            # Without a list of what is still to be sorted in: searching would pay for it.
            schema_editor.execute(
                f"CREATE INDEX IF NOT EXISTS {table}_words ON {table} USING gin (words)"
                " WITH (fastupdate = off)"
            )
        else:
            # The words are folded already: whatever stands between blanks is one.
            schema_editor.execute(
                f"CREATE VIRTUAL TABLE IF NOT EXISTS {table}"
                " USING fts5(words, tokenize='ascii', columnsize=0)"
            )


def drop(apps, schema_editor):
    for table in TABLES:
        schema_editor.execute(f"DROP TABLE IF EXISTS {table}")


def fill(apps, schema_editor):
    Article = apps.get_model("articles", "Article")
    Comment = apps.get_model("forum", "Comment")
    articles = Article.objects.exclude(current=None).select_related("current")
    fill_with(apps.get_model("forum", "IndexedArticle"), articles, words_of_article)
    comments = Comment.objects.only("text", "discussion")
    fill_with(apps.get_model("forum", "IndexedComment"), comments, words_of_comment)


def words_of_article(article):
    title = [word.key for word in words_in(article.title)]
    text = words_in(Body.from_json(article.current.passages).text)
    return [*title, SIGN, *(word.key for word in islice(text, MOST_WORDS))]


def words_of_comment(comment):
    return [*(word.key for word in words_in(comment.text)), f"{SIGN}{comment.discussion_id}"]


def fill_with(index, rows, words_of):
    """In short transactions, so that others can write meanwhile; what was broken off goes on."""
    last = index.objects.aggregate(last=models.Max("pk"))["last"] or 0
    while True:
        batch = list(rows.filter(pk__gt=last).order_by("pk")[:BATCH])
        if not batch:
            return
        with transaction.atomic():
            index.objects.bulk_create(index(pk=row.pk, words=words_of(row)) for row in batch)
        last = batch[-1].pk


def indexed(name, model):
    key = models.OneToOneField(
        db_column="rowid",
        db_constraint=False,
        on_delete=django.db.models.deletion.DO_NOTHING,
        primary_key=True,
        related_name="+",
        serialize=False,
        to=model,
    )
    return migrations.CreateModel(
        name=f"Indexed{name.title()}",
        fields=[(name, key), ("words", forum.models.indexed.WordsField())],
        options={"db_table": f"forum_indexed{name}", "managed": False},
    )


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("articles", "0001_initial"),
        ("forum", "0008_change"),
    ]

    operations = [
        indexed("article", "articles.article"),
        indexed("comment", "forum.comment"),
        migrations.RunPython(make, drop),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
