import secrets
from typing import Any

from django import forms

from forum import markup
from forum.models import Delivery, Flag, Member, Notification, Question, Role
from forum.models.notification import AT_DESK

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


class AsksField(forms.ChoiceField):
    """Whether the passages that the comment quotes are put to the editors."""

    def __init__(self) -> None:
        super().__init__(required=False, choices=[("", "nothing"), *Question.Kind.choices])


class CommentForm(forms.Form):
    body = BodyField()
    asks = AsksField()
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

    follow = forms.BooleanField(required=False, label="Follow this discussion")
    as_staff = forms.BooleanField(required=False)
    as_expert = forms.BooleanField(required=False)

    def __init__(self, *args: Any, writer: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.writer = writer
        self.fields["follow"].initial = writer.follows_own
        badges = {"as_staff": "", "as_expert": ""}
        if writer.role:
            badges["as_staff"] = Role(writer.role).label.lower()
        if writer.is_expert:
            badges["as_expert"] = f"verified expert: {writer.expertise}"
        last = _last_badges(writer) if any(badges.values()) else ("", "")
        for (name, label), shown in zip(badges.items(), last, strict=True):
            if label:
                self.fields[name].label, self.fields[name].initial = label, bool(shown)
            else:
                del self.fields[name]

    @property
    def badges(self) -> list[forms.BoundField]:
        """What its writer may tick to write under; at first as they did last time."""
        return [self[name] for name in ("as_staff", "as_expert") if name in self.fields]

    def renew_token(self) -> None:
        """Makes what is sent next a post of its own."""
        self.data = {name: self.data.get(name, "") for name in self.fields} | {"token": new_token()}


class EditForm(forms.Form):
    body = BodyField()
    asks = AsksField()
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


class MuteForm(forms.Form):
    off = forms.BooleanField(required=False, help_text="To hear them again.")


class VisitForm(forms.Form):
    until = forms.DateTimeField(help_text="When the page was made.")
    branch = forms.IntegerField(required=False, min_value=1)


class PreferencesForm(forms.Form):
    """How a member wants to hear of each kind of notification that there is for them, and whether
    they follow what they write in."""

    follows_own = forms.BooleanField(
        required=False, label="Offer me to follow the discussions that I write in"
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in Notification.Kind:
            if kind in AT_DESK and not member.is_moderator:
                continue
            self.fields[kind.value] = forms.ChoiceField(label=kind.label, choices=Delivery.choices)

    @property
    def kinds(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name != "follows_own"]


def _last_badges(writer: Member) -> tuple[str, str]:
    """The role and the expertise that the writer's last comment bears."""
    comments = writer.comments.order_by("-pk")
    return comments.values_list("role", "expertise").first() or ("", "")


def new_token() -> str:
    """Names one form served, so that sending it twice posts once."""
    return secrets.token_urlsafe(16)


class ClosingForm(forms.Form):
    """What is to become of the comments of whoever closes their account."""

    comments = forms.ChoiceField(
        label="Your comments",
        choices=[("keep", "Keep them, without my name"), ("withdraw", "Withdraw all of them")],
        widget=forms.RadioSelect,
    )
