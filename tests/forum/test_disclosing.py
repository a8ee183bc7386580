"""What there is of a member is in what they download, or stands here with the reason."""

import ast
from pathlib import Path

from django.apps import apps

from forum.models import Member

SECTIONS = Path(__file__).resolve().parents[2] / "forum" / "disclosing" / "sections.py"
RIGHTS = "In the account's groups, by name."
LEFT_OUT = {
    "LogEntry": "The admin's log of what staff changed, which is the site's.",
    "AnswersFeed": "A secret address, which the page of their feeds shows them.",
    "Claim": "Which card a moderator looks at for five minutes.",
    "Closing": "Who logs in to download has taken it back.",
    "AuthorshipClaim": "The page of their imported comments shows it.",
    "ImportBatch": "What staff brought in, which is the site's.",
    "Note": "What moderators tell each other; the operator gives it on request.",
    "RuleSwitch": "What moderators made of the site's rules, which is the site's.",
    "RuleVersion": "What moderators made of the site's rules, which is the site's.",
    "Member_groups": RIGHTS,
    "Member_user_permissions": RIGHTS,
    "AuthorAccount": "In the account, by the author's name.",
}


def test_everything_that_refers_to_members_is_told_or_left_out_for_a_reason() -> None:
    told = {
        node.id for node in ast.walk(ast.parse(SECTIONS.read_text())) if isinstance(node, ast.Name)
    }
    referring = {
        model.__name__
        for model in apps.get_models(include_auto_created=True)
        if any(
            field.related_model is Member for field in model._meta.get_fields() if field.concrete
        )
    }
    assert referring - told - LEFT_OUT.keys() == set()
    assert LEFT_OUT.keys() <= referring
