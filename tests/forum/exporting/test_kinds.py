"""Nothing is left out of an export unawares: a field of ours that no line holds stands here with
the reason, or fails the test."""

from collections.abc import Iterator

from django.apps import apps

from articles.models import Article
from forum.exporting.kinds import KINDS
from forum.models import Member

DERIVED = "It follows from what is exported: forum.restoring derives it anew."
SECRET = "A secret, or an address."
PERSONAL = "A member's own: they download it themselves (/accounts/data/)."
LEDGER = "What was read of files stays with the site that brought it in."
PASSING = "It is kept for a while only."
# A model, or one field of it: why the export does without.
LEFT_OUT = {
    "articles.article.current": DERIVED,
    "articles.article.authors": "The by-lines.",
    "forum.comment.root": DERIVED,
    "forum.comment.path": DERIVED,
    "forum.comment.text": DERIVED,
    "forum.comment.renderer": DERIVED,
    "forum.comment.reply_count": DERIVED,
    "forum.comment.recommendation_count": DERIVED,
    "forum.comment.rank": DERIVED,
    "forum.comment.token": "Of the form that it was typed in.",
    "forum.revision.text": DERIVED,
    "forum.discussion.comment_count": DERIVED,
    "forum.recheck": DERIVED,
    "forum.indexedarticle": DERIVED,
    "forum.indexedcomment": DERIVED,
    "forum.member.name_skeleton": DERIVED,
    "forum.member.password": SECRET,
    "forum.member.email": "Only with --with-addresses.",
    "forum.member.former_name": "A digest that only this site's key can make.",
    "forum.barredaddress": "Digests that only this site's key can make.",
    "forum.refusedaddress": SECRET,
    "forum.member.sessions_ended": "Sessions aren't exported.",
    "forum.member.last_login": PERSONAL,
    "forum.member_user_permissions": "Nobody here has permissions but by a group.",
    "forum.visit_read": PERSONAL,
    "forum.member.user_permissions": "Nobody here has permissions but by a group.",
    "forum.member.groups": "The memberships.",
    "forum.editorsanswer.comments": "The answered comments.",
    "forum.answersfeed": SECRET,
    "forum.follow": PERSONAL,
    "forum.mute": PERSONAL,
    "forum.telling": PASSING,
    "forum.notification": PERSONAL,
    "forum.preference": PERSONAL,
    "forum.visit": PERSONAL,
    "forum.mail": PASSING,
    "forum.claim": PASSING,
    "forum.change": PASSING,
    "forum.closing": PASSING,
    "forum.softbounce": PASSING,
    "forum.member.time_zone": PERSONAL,
    "forum.member.follows_own": PERSONAL,
    "articles.article.tags": "The tags of the article, each a line.",
    "articles.picture": "It is fetched again where its article is restored.",
    "articles.picture_versions": DERIVED,
    "forum.importbatch": LEDGER,
    "forum.importitem": LEDGER,
    "forum.importedauthor": LEDGER,
    "forum.authorshipclaim": LEDGER,
    "forum.origin.author": LEDGER,
    "forum.origin.item": LEDGER,
    "forum.feed": "Where the next articles come from, not what is there.",
}


def ours() -> Iterator[str]:
    """Every field of every model, but for primary keys and relations from elsewhere."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in {"articles", "forum"} and not model._meta.proxy:
            for field in [*model._meta.concrete_fields, *model._meta.local_many_to_many]:
                if not (field.primary_key and not field.remote_field):
                    yield f"{model._meta.label_lower}.{field.name}"


def exported() -> Iterator[str]:
    for kind in KINDS:
        for path in kind.keys.values():
            yield f"{kind.model._meta.label_lower}.{path.partition('__')[0]}"


def is_left_out(field: str) -> bool:
    return field in LEFT_OUT or field.rpartition(".")[0] in LEFT_OUT


def test_every_field_is_exported_or_left_out_for_a_reason() -> None:
    assert {field for field in set(ours()) - set(exported()) if not is_left_out(field)} == set()


def test_the_list_of_what_is_left_out_has_no_dead_lines() -> None:
    left = set(ours()) - set(exported())
    models = {field.rpartition(".")[0] for field in left}
    assert LEFT_OUT.keys() - left - models == set()


def test_every_kind_has_a_name_of_its_own() -> None:
    assert len({kind.name for kind in KINDS}) == len(KINDS)
    assert {Article, Member} < {kind.model for kind in KINDS}
