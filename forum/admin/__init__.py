from forum.admin import articles, comments, decisions, discussions, members, rules

__all__ = ["articles", "comments", "decisions", "discussions", "members", "rules"]
