from forum.admin import articles, badges, comments, decisions, discussions, mails, members, rules

__all__ = [
    "articles",
    "badges",
    "comments",
    "decisions",
    "discussions",
    "mails",
    "members",
    "rules",
]
