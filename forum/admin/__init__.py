from forum.admin import (
    articles,
    badges,
    comments,
    decisions,
    discussions,
    feeds,
    mails,
    members,
    pictures,
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
    "pictures",
    "rules",
]
