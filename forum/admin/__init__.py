from forum.admin import (
    articles,
    badges,
    comments,
    decisions,
    discussions,
    feeds,
    mails,
    members,
    rules,
)

__all__ = [
    "articles",
    "badges",
    "comments",
    "decisions",
    "discussions",
    "feeds",
    "mails",
    "members",
    "rules",
]
