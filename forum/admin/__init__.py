from forum.admin import articles, comments, decisions, discussions, members

__all__ = ["articles", "comments", "decisions", "discussions", "members"]
