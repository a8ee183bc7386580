from forum.admin import articles, comments, decisions, discussions, mails, members, rules

__all__ = ["articles", "comments", "decisions", "discussions", "mails", "members", "rules"]
