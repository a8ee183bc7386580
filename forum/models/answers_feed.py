import secrets

from django.core.signing import BadSignature, Signer
from django.db import models

from forum.models.member import Member


class AnswersFeedManager(models.Manager["AnswersFeed"]):
    def renew(self, member: Member) -> "AnswersFeed":
        """Gives the member an address, and takes the one that they had."""
        feed, _ = self.update_or_create(member=member, defaults={"key": secrets.token_urlsafe(12)})
        return feed

    def at(self, token: str) -> "AnswersFeed | None":
        """The one with this token. None if it isn't a token of ours, or no longer one."""
        try:
            member, key = _signer().unsign_object(token)
        except (BadSignature, ValueError):
            return None
        found = self.filter(member=member, key=key, member__is_active=True)
        return found.select_related("member").first()


class AnswersFeed(models.Model):
    """That a member has a secret address at which programs read the answers to them.

    The address holds the key with our signature. So whoever gets hold of the table can't make
    the address of it, and yet the member can look it up as often as they like.
    """

    member = models.OneToOneField(
        Member, models.CASCADE, primary_key=True, related_name="answers_feed"
    )
    key = models.CharField(max_length=16)

    objects = AnswersFeedManager()

    def __str__(self) -> str:
        return f"Feed of the answers to {self.member}"

    @property
    def token(self) -> str:
        return _signer().sign_object([self.member_id, self.key])


def _signer() -> Signer:
    return Signer(salt="forum.answers_feed")
