"""What a moderator may decide at the desk, and the forms that ask for it."""

from collections.abc import Callable
from typing import Any, cast

from django import forms

from forum import moderating
from forum.models import Comment, Decision, Status

VERBS: dict[str, tuple[Callable[..., Decision], set[Status]]] = {
    "approve": (moderating.approve, {Status.WAITING, Status.PUBLISHED, Status.HIDDEN}),
    "reject": (moderating.reject, {Status.WAITING}),
    "remove": (moderating.remove, {Status.PUBLISHED, Status.HIDDEN}),
    "restore": (moderating.restore, {Status.REMOVED, Status.REJECTED}),
}
NEED_A_REASON = {"reject", "remove"}
LABELS = {
    "approve": "Approve: publish it, or let it stand",
    "reject": "Reject: it won't be published",
    "remove": "Remove: readers see that it was here, and the reason",
    "restore": "Restore: publish it after all",
}


class DecisionForm(forms.ModelForm):
    """Decides on one comment; its words can't be changed here."""

    verb = forms.ChoiceField(label="Decision", required=False)
    reason = forms.CharField(
        required=False,
        max_length=500,
        help_text="The author and the readers see it.",
        widget=forms.Textarea(attrs={"rows": 2, "cols": 60}),
    )

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Comment
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self.instance.version
        possible = [name for name, (_, before) in VERBS.items() if self.instance.status in before]
        verb = cast(forms.ChoiceField, self.fields["verb"])
        verb.choices = [("", "—"), *((name, LABELS[name]) for name in possible)]

    def clean(self) -> dict[str, Any]:
        words = super().clean() or self.cleaned_data
        if words.get("verb") in NEED_A_REASON and not words.get("reason"):
            self.add_error("reason", "Say why: the author and the readers see it.")
        return words


class ReasonForm(forms.Form):
    reason = forms.CharField(
        max_length=500,
        help_text="The author and the readers see it.",
        widget=forms.Textarea(attrs={"rows": 2, "cols": 60}),
    )
