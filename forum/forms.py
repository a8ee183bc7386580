import secrets
from typing import Any

from django import forms

from forum import markup
from forum.models import Flag

GONE = (
    "The comment that you are answering is no longer there. "
    "You can post your text as a comment on the article instead."
)
# The renderer is the judge of lengths; this only bounds what is read at all.
FAR_TOO_LONG = 20 * markup.MAX_CHARACTERS


class BodyField(forms.CharField):
    """A comment's Markdown. What is wrong with it is for `forum.posting` to say."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="Your comment",
            required=False,
            strip=False,
            max_length=FAR_TOO_LONG,
            widget=forms.Textarea(attrs={"rows": 5, "maxlength": False}),
            **kwargs,
        )


class CommentForm(forms.Form):
    body = BodyField()
    parent = forms.IntegerField(
        required=False,
        min_value=1,
        widget=forms.HiddenInput,
        error_messages={"invalid": GONE, "min_value": GONE},
    )
    token = forms.CharField(
        required=False, max_length=64, widget=forms.HiddenInput, initial=lambda: new_token()
    )
    restore = forms.IntegerField(
        required=False, min_value=0, help_text="Which quote is to get the wording of its source."
    )

    def renew_token(self) -> None:
        """Makes what is sent next a post of its own."""
        self.data = {name: self.data.get(name, "") for name in self.fields} | {"token": new_token()}


class EditForm(forms.Form):
    body = BodyField()
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class FlagForm(forms.Form):
    reason = forms.ChoiceField(
        label="What is wrong with it?", choices=Flag.Reason.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label="Anything to add (optional)",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AppealForm(forms.Form):
    text = forms.CharField(
        label="Why should it stand?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Another moderator reads it, and answers you. Their answer is final.",
    )


class MarkReadForm(forms.Form):
    newest = forms.IntegerField(
        min_value=1, help_text="The newest notification that was on the page."
    )


class VisitForm(forms.Form):
    until = forms.DateTimeField(help_text="When the page was made.")
    branch = forms.IntegerField(required=False, min_value=1)


def new_token() -> str:
    """Names one form served, so that sending it twice posts once."""
    return secrets.token_urlsafe(16)
