"""What readers can see doesn't change unnoted: a function that writes and says nothing fails here.

It has to note the change (`Change.objects.note`), or stand in the list below with the reason why
it needn't: who does instead, or that readers see nothing of it.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = [
    path
    for package in ("forum", "articles")
    for path in sorted((ROOT / package).rglob("*.py"))
    if "migrations" not in path.parts
]
WRITES = {
    *("save", "create", "update", "delete"),
    *("get_or_create", "update_or_create", "bulk_create", "bulk_update"),
}
UNSEEN = "Readers see nothing of it."
BRINGING_IN = "bringing_articles._bring notes all of it."
LEDGER = "Readers see nothing of the ledger, or who takes the next step of it notes it."
SAMPLING = "sampling.load notes all of it."
RESTORING = "deriving.derive notes all of it."
POSTING = "What posts, edits and brings in notes it."
# (file, function): who notes it, or why nobody has to.
SILENT = {
    ("answers_feed.py", "renew"): UNSEEN,
    ("muting.py", "mute"): "Others see nothing of it, and who mutes is looked up each time.",
    ("muting.py", "unmute"): "Others see nothing of it, and who mutes is looked up each time.",
    ("account_feeds.py", "_change"): UNSEEN,
    ("flagging.py", "flag"): "Comment.become notes it if it hides something.",
    ("flagging.py", "take_back"): UNSEEN,
    ("moderating.py", "_decide"): "Comment.become notes it; the reports are not seen.",
    ("__init__.py", "record"): POSTING,
    ("ruling.py", "write"): UNSEEN,
    ("ruling.py", "switch_on"): UNSEEN,
    ("ruling.py", "switch_off"): UNSEEN,
    ("rule.py", "save"): UNSEEN,
    ("moderating.py", "_undo"): "Comment.become notes it; the reports are not seen.",
    ("indexing.py", "_write"): "Whose words are indexed notes it.",
    ("indexing.py", "rebuild"): "Search results are not kept.",
    ("rebuild_search.py", "handle"): "Search results are not kept.",
    ("picture.py", "fetch_again"): UNSEEN,
    ("notification.py", "mark_read"): UNSEEN,
    ("notifying.py", "tell_after_edit"): UNSEEN,
    ("notifying.py", "_tell_of_comment"): UNSEEN,
    ("notifying.py", "tell_moderators"): UNSEEN,
    ("notification.py", "tell_anew"): UNSEEN,
    ("notification.py", "sweep"): UNSEEN,
    ("following.py", "follow"): UNSEEN,
    ("following.py", "stop"): UNSEEN,
    ("following.py", "prefer"): UNSEEN,
    ("following.py", "announce_next"): UNSEEN,
    ("following.py", "followed"): UNSEEN,
    ("following.py", "_tell"): UNSEEN,
    ("sampling.py", "_tell_authors"): SAMPLING,
    ("telling.py", "request"): UNSEEN,
    ("telling.py", "put_off"): UNSEEN,
    ("telling.py", "fail"): UNSEEN,
    ("telling.py", "finish"): UNSEEN,
    ("notifying.py", "take_back"): UNSEEN,
    ("notifying.py", "_tell"): UNSEEN,
    ("notifying.py", "tell_editors_answer"): UNSEEN,
    ("appealing.py", "appeal"): UNSEEN,
    ("appealing.py", "answer"): "Comment.become notes it if the comment comes back.",
    ("choosing.py", "choose"): UNSEEN,
    ("trying_again.py", "start_again"): UNSEEN,
    ("bouncing.py", "_stop"): UNSEEN,
    ("refused_address.py", "note"): UNSEEN,
    ("refused_address.py", "sweep"): UNSEEN,
    ("gathering.py", "_gather"): UNSEEN,
    ("gathering.py", "_make"): UNSEEN,
    ("sending.py", "_refused"): UNSEEN,
    ("mail.py", "try_again"): UNSEEN,
    ("mail.py", "sweep"): UNSEEN,
    ("mail.py", "put_off"): UNSEEN,
    ("mail.py", "settle"): UNSEEN,
    ("recheck.py", "request"): UNSEEN,
    ("recheck.py", "put_off"): UNSEEN,
    ("recheck.py", "fail"): UNSEEN,
    ("recheck.py", "finish"): UNSEEN,
    ("closing.py", "ask"): UNSEEN,
    ("closing.py", "keep"): UNSEEN,
    ("closing.py", "put_off"): UNSEEN,
    ("closing.py", "fail"): UNSEEN,
    ("closing.py", "_close"): "_forget and Comment.become note what readers see.",
    ("closing.py", "_rename_in_log"): UNSEEN,
    ("barred_address.py", "keep"): UNSEEN,
    ("barred_address.py", "sweep"): UNSEEN,
    ("sanctioning.py", "carry_over"): UNSEEN,
    ("member.py", "forget"): "Who closes an account notes it.",
    ("__init__.py", "restore"): RESTORING,
    ("storing.py", "_add_groups"): UNSEEN,
    ("filling.py", "follow"): RESTORING,
    ("deriving.py", "_point_at_current_versions"): RESTORING,
    ("deriving.py", "_count_recommendations"): RESTORING,
    ("claim.py", "take"): UNSEEN,
    ("account.py", "language"): UNSEEN,
    ("account.py", "time_zone"): UNSEEN,
    ("refusals.py", "add_one"): UNSEEN,
    ("refusals.py", "_add_to"): UNSEEN,
    ("purging.py", "_sweep_some"): UNSEEN,
    ("unquoting.py", "take_out"): "Words of deleted comments were not shown before either.",
    ("unquoting.py", "_empty"): "Words of deleted comments were not shown before either.",
    ("change.py", "note"): "The note itself.",
    ("change.py", "sweep"): UNSEEN,
    ("comment.py", "count_in"): "What places a comment and what decides on one note it.",
    ("recommending.py", "_count"): "Who recommends notes it.",
    ("placing.py", "place"): POSTING,
    ("placing.py", "attach_all"): POSTING,
    ("posting.py", "_keep_or_drop"): POSTING,
    ("asking.py", "ask"): POSTING,
    ("importing.py", "_add"): BRINGING_IN,
    ("importing.py", "_renew_facts"): BRINGING_IN,
    ("importing.py", "_add_version"): BRINGING_IN,
    ("importing.py", "_sign"): BRINGING_IN,
    ("author.py", "called"): BRINGING_IN,
    ("section.py", "called"): BRINGING_IN,
    ("tag.py", "called"): BRINGING_IN,
    ("discussions.py", "save_model"): "Noting.save_related notes it.",
    ("people.py", "crowd"): "They have said nothing yet.",
    ("seed.py", "handle"): "counting.recount notes all of it.",
    ("sampling.py", "_settle"): SAMPLING,
    ("sampling.py", "_add_article"): SAMPLING,
    ("sampling.py", "be_about"): SAMPLING,
    ("sampling.py", "_say"): SAMPLING,
    ("sampling.py", "_edit"): SAMPLING,
    ("sampling.py", "_answer"): SAMPLING,
    ("member.py", "create_user"): "A new member has said nothing yet.",
    ("account.py", "signup_cancellation"): "Who cancels has said nothing yet.",
    ("member.py", "save"): "Members are changed in the admin, which notes it.",
    ("lasting.py", "save"): "Comment.become notes decisions; of the others readers see nothing.",
    ("sanctioning.py", "_impose"): UNSEEN,
    ("sanctioning.py", "lift"): UNSEEN,
    ("sanctioning.py", "note"): UNSEEN,
    ("moderating.py", "undo_batch"): "Comment.become notes it; sanctions are not seen.",
    ("member.py", "end_sessions"): UNSEEN,
    ("version.py", "save"): BRINGING_IN,
    ("picture.py", "note"): "What isn't fetched yet isn't seen.",
    ("picture.py", "put_off"): UNSEEN,
    ("picture.py", "fail"): UNSEEN,
    ("picture.py", "remove"): "No version shows it.",
    ("picture.py", "write"): "picturing.fetch_next notes it.",
    ("picture.py", "_settle"): UNSEEN,
    ("comment.py", "_store"): "Comment.become, which asks for it, notes it.",
    ("visiting.py", "look"): UNSEEN,
    ("visiting.py", "read_all"): UNSEEN,
    ("visiting.py", "_visit"): UNSEEN,
    ("visit.py", "sweep"): UNSEEN,
    ("beginning.py", "_tell"): LEDGER,
    ("beginning.py", "begin"): LEDGER,
    ("beginning.py", "discard"): LEDGER,
    ("bringing_articles.py", "_leave_out"): LEDGER,
    ("bringing_comments.py", "_discussion"): LEDGER,
    ("bringing_comments.py", "_record"): LEDGER,
    ("feed.py", "fail"): LEDGER,
    ("feed.py", "note"): LEDGER,
    ("feed.py", "put_off"): LEDGER,
    ("importing.py", "bring_in"): LEDGER,
    ("importing.py", "work"): LEDGER,
    ("polling.py", "_poll"): LEDGER,
    ("import_batch.py", "enter"): LEDGER,
    ("import_batch.py", "fail"): LEDGER,
    ("import_batch.py", "put_off"): LEDGER,
    ("people.py", "authors_of"): LEDGER,
    ("planning.py", "_judge_comments"): LEDGER,
    ("planning.py", "_parents_here"): LEDGER,
    ("planning.py", "_place"): LEDGER,
    ("planning.py", "_skip_what_is_there_twice"): LEDGER,
    ("planning.py", "pass_over"): LEDGER,
    ("planning.py", "plan"): LEDGER,
    ("reading.py", "_note"): LEDGER,
    ("reading.py", "store_found"): LEDGER,
    ("removing.py", "_leave_unfound"): LEDGER,
    ("removing.py", "remove_comments"): LEDGER,
    ("renewing.py", "_renew_words"): LEDGER,
    ("renewing.py", "renew"): LEDGER,
    ("taking_back_articles.py", "_all_point_back"): LEDGER,
    ("taking_back_articles.py", "_drop_last_version"): LEDGER,
    ("taking_back_articles.py", "_remove"): LEDGER,
    ("taking_back_articles.py", "_remove_unused"): LEDGER,
    ("taking_back_articles.py", "_restore"): LEDGER,
    ("taking_back_articles.py", "take_back_article"): LEDGER,
    ("taking_back_changes.py", "_restore"): LEDGER,
    ("taking_back_changes.py", "take_back_words"): LEDGER,
    ("undoing.py", "_forget_authors"): LEDGER,
    ("placing.py", "place_all"): POSTING,
}


def writers() -> Iterator[tuple[str, str, str]]:
    """Each function that may write rows, as (file, function, source)."""
    for path in CODE:
        text = path.read_text()
        for function in ast.walk(ast.parse(text)) if "models" in text else ():
            if isinstance(function, ast.FunctionDef) and any(map(_writes, ast.walk(function))):
                yield path.name, function.name, ast.unparse(function)


def _writes(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITES
    )


def test_whatever_is_written_is_noted() -> None:
    silent = {
        (file, function)
        for file, function, source in writers()
        if "Change.objects.note(" not in source
    }
    assert silent - SILENT.keys() == set()


def test_the_list_of_the_silent_has_no_dead_lines() -> None:
    assert SILENT.keys() - {(file, function) for file, function, _ in writers()} == set()
