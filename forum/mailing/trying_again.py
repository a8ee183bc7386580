"""Whoever got no mail any more gets it again when they prove that it arrives."""

from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.core.signing import BadSignature, TimestampSigner
from django.template.loader import render_to_string
from django.urls import reverse

from forum.mailing import links
from forum.models import Member, RefusedAddress, SoftBounce

VALID_FOR = 24 * 3600  # seconds


def ask(member: Member) -> str:
    """Sends a link to the member's address. Returns what went wrong, as a sentence."""
    path = reverse("mail_again", args=[_signer().sign_object([member.pk, member.email])])
    message = EmailMessage(
        subject="Mail from Rejoinder again?",
        body=render_to_string("mails/again.txt", {"member": member, "url": links.full(path)}),
        to=[member.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
    try:
        message.send()
    except (SMTPException, OSError):
        return "The mail could not be sent now. Is the address right? If so, try again later."
    return ""


def owner(token: str) -> Member | None:
    """Whose address the link with this token was sent to; None if it isn't theirs, or too old."""
    try:
        key, address = _signer().unsign_object(token, max_age=VALID_FOR)
    except (BadSignature, ValueError):
        return None
    return Member.objects.filter(pk=key, email=address).first()


def start_again(member: Member) -> None:
    """Forgets that the member's address took no mail."""
    RefusedAddress.objects.filter(address=member.email).delete()
    SoftBounce.objects.filter(address=member.email).delete()


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="forum.mailing.trying_again")
