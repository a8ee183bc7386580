from django.db import models

from articles.models import Author
from forum.models.member import Member


class AuthorAccount(models.Model):
    """That an author of articles is this member, as administrators know."""

    author = models.OneToOneField(Author, models.CASCADE, primary_key=True, related_name="account")
    member = models.ForeignKey(Member, models.CASCADE, related_name="author_accounts")

    class Meta:
        ordering = ["author__name"]

    def __str__(self) -> str:
        return f"{self.author} is {self.member}"
