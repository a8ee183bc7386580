from forum.admin import articles, comments, decisions, members

__all__ = ["articles", "comments", "decisions", "members"]
