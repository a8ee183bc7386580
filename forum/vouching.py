"""What administrators vouch for."""

from django.db import transaction

from forum.models import Change, Comment, Member


def revoke_expertise(member: Member) -> None:
    """Takes an expertise away that should never have been verified: from the member, and from the
    comments written with it. One that has merely ended stays with those."""
    with transaction.atomic():
        Member.objects.filter(pk=member.pk).update(expertise="", expert_until=None)
        Comment.objects.filter(author=member).exclude(expertise="").update(expertise="")
        Change.objects.note()
