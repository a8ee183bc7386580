"""Words are read through their gate: a query that goes around it fails here.

Whatever a door asks of comments, quotes, revisions or notifications has to say for whom, or stand
in the list below with the reason why it needn't.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2] / "forum"
DOORS = [
    *sorted((ROOT / "views").glob("*.py")),
    *sorted((ROOT / "admin").glob("*.py")),
    *sorted((ROOT / "templatetags").glob("*.py")),
    *sorted((ROOT / "mailing").glob("*.py")),
    ROOT / "context_processors.py",
    ROOT / "feeds.py",
    ROOT / "previewing.py",
    ROOT / "searching.py",
]
GATES = {"new_to", "visible_to", "published", "placed_for", "shown_to", "of_articles_visible_to"}
GUARDED = {"Comment", "IndexedComment", "Notification", "Quote", "Revision"}
RELATED = {"comments", "answers", "notifications", "replies", "revisions", "quotes", "quoted_by"}
# (file, function): why its query may do without.
ALLOWED = {
    ("previewing.py", "preview"): "The quotes of a text that isn't stored yet.",
    ("previewing.py", "with_original_wording"): "The quotes of a text that isn't stored yet.",
    ("history.py", "history"): "The comment was found through the gate; its quotes are shown_to.",
    ("searching.py", "_newest"): "Of keys that the gate, handed in, lets pass; one is the newest.",
    ("comment.py", "recommendation"): "Read through reading.read, which applies the gate.",
    ("article.py", "_news"): "What is told of the article, which was found through the gate.",
    ("comment.py", "comment"): "What is told of the comment, which was found through the gate.",
    ("members.py", "member"): "Keys from the gate, rows through reading.read.",
    ("finding.py", "find_member"): "Only asks whether the member ever said something.",
    ("discussion.py", "comment_body"): "Prefetched by quotes_shown_to, and fails closed if not.",
    ("comments.py", "words"): "Prefetched by quotes_shown_to, and fails closed if not.",
    ("corrections_desk.py", "_with_words"): "Prefetched by quotes_shown_to; fails closed if not.",
    ("shared.py", "_hidden_from_others"): "Only asks where the viewer has words of their own.",
    ("shared.py", "_edges"): "Only compares places.",
    ("shared.py", "_latest"): "Only asks when something was said.",
    ("choosing.py", "choose"): "Only says when to look at what waits.",
    ("gathering.py", "gather_next"): "Only asks for whom there is something.",
    ("gathering.py", "_make"): "Of what _gather found to be shown.",
    ("letters.py", "_words"): "Prefetched by shown_to, and fails closed if not.",
    ("feeds.py", "_of_comment"): "Prefetched by quotes_shown_to, and fails closed if not.",
}


def queries(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Each question that a function asks of guarded rows, as (function, source)."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Attribute) and _is_guarded(node):
                    yield function.name, ast.unparse(function)


def _is_guarded(node: ast.Attribute) -> bool:
    asks = node.attr == "objects" and isinstance(node.value, ast.Name)
    return (asks and node.value.id in GUARDED) or node.attr in RELATED  # type: ignore[attr-defined]


def test_every_query_of_a_door_says_for_whom() -> None:
    around = {
        (door.name, function)
        for door in DOORS
        for function, source in queries(ast.parse(door.read_text()))
        if not any(f".{gate}(" in source for gate in GATES)
    }
    assert around - ALLOWED.keys() == set()


def test_the_list_of_exceptions_has_no_dead_lines() -> None:
    asked = {
        (door.name, function)
        for door in DOORS
        for function, _ in queries(ast.parse(door.read_text()))
    }
    assert ALLOWED.keys() - asked == set()


def test_templates_reach_no_rows_by_themselves() -> None:
    templates = ROOT.parent / "templates"
    found = {
        f"{template.name}: .{related}"
        for template in templates.rglob("*.html")
        for related in ("answers", "notifications", "revisions", "quoted_by", "discussion.comments")
        if f".{related}" in template.read_text()
    }
    assert found == set()
