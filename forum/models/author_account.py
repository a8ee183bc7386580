from typing import TYPE_CHECKING

from django.db import models

from articles.models import Author
from forum.models.member import Member

if TYPE_CHECKING:
    from forum.models.comment import Comment


class AuthorAccountManager(models.Manager["AuthorAccount"]):
    def of(self, comment: "Comment") -> models.QuerySet["AuthorAccount"]:
        """Those of the authors on whose article others comment."""
        accounts = self.filter(author__articles=comment.discussion_id).order_by()
        return accounts.exclude(member=comment.author_id) if comment.author_id else accounts


class AuthorAccount(models.Model):
    """That an author of articles is this member, as administrators know."""

    author = models.OneToOneField(Author, models.CASCADE, primary_key=True, related_name="account")
    member = models.ForeignKey(Member, models.CASCADE, related_name="author_accounts")

    objects = AuthorAccountManager()

    class Meta:
        ordering = ["author__name"]

    def __str__(self) -> str:
        return f"{self.author} is {self.member}"
