"""What moderators send from the desk."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from articles.models import Article, ArticleVersion
from articles.readers import archives
from forum.ledger import pieces
from forum.models import EditorsAnswer, Member, Reason

NEED_A_REASON = {"reject", "remove", "branch"}
DAYS = {"1": "a day", "3": "3 days", "7": "a week", "30": "a month", "": "for good"}
MOST_TICKED = 200  # on a page there are fewer
SAY_WHY = "Say why: the author and the readers see it."


class ReasonedForm(forms.Form):
    """A usual reason, or one in the moderator's own words."""

    usual = forms.ModelChoiceField(Reason.objects.all(), required=False)
    reason = forms.CharField(required=False, max_length=500)

    @property
    def says_why(self) -> bool:
        return bool(self.cleaned_data.get("usual") or self.cleaned_data["reason"])

    def words_for(self, member: Member | None) -> str:
        """The reason; if it is a usual one, in the language of the member whom it is given to."""
        usual: Reason | None = self.cleaned_data.get("usual")
        if self.cleaned_data["reason"] or not usual:
            return str(self.cleaned_data["reason"])
        return usual.text_in(member.reads) if member else usual.text


class DecideForm(ReasonedForm):
    """One comment. `version` and `seen` say what the moderator had before them."""

    comment = forms.IntegerField(min_value=1)
    verb = forms.ChoiceField(
        choices=[(verb, verb) for verb in ("approve", "reject", "remove", "restore", "branch")]
    )
    version = forms.IntegerField(min_value=1)
    seen = forms.IntegerField(min_value=0)

    def clean(self) -> dict[str, Any]:
        words = super().clean() or self.cleaned_data
        if words.get("verb") in NEED_A_REASON and "reason" in words and not self.says_why:
            raise forms.ValidationError(SAY_WHY)
        return words


class TogetherForm(ReasonedForm):
    """Those that are ticked, or all that the list's filter lets through."""

    verb = forms.ChoiceField(choices=[(verb, verb) for verb in ("approve", "remove", "undo")])
    comment = forms.TypedMultipleChoiceField(coerce=int, required=False)
    everything = forms.BooleanField(required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        ticked = [pk for pk in data.getlist("comment")[:MOST_TICKED] if pk.isdecimal()]
        self.fields["comment"].choices = [(pk, pk) for pk in ticked]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        words = super().clean() or self.cleaned_data
        if not words.get("comment") and not words.get("everything"):
            raise forms.ValidationError("Tick the comments that you mean.")
        if words.get("verb") in NEED_A_REASON and "reason" in words and not self.says_why:
            raise forms.ValidationError(SAY_WHY)
        return words


class UndoForm(forms.Form):
    decision = forms.IntegerField(min_value=1, required=False)
    batch = forms.UUIDField(required=False)
    sanction = forms.IntegerField(min_value=1, required=False)

    def clean(self) -> dict[str, Any]:
        words = super().clean() or self.cleaned_data
        if not any(words.get(name) for name in self.fields):
            raise forms.ValidationError("There is nothing to undo.")
        return words


class ClaimForm(forms.Form):
    comment = forms.IntegerField(min_value=1)


class SanctionForm(ReasonedForm):
    """About the author of the comment that gave occasion."""

    comment = forms.IntegerField(min_value=1)
    kind = forms.ChoiceField(choices=[(kind, kind) for kind in ("warning", "silence", "ban")])
    days = forms.ChoiceField(choices=list(DAYS.items()), required=False)
    removing = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        words = super().clean() or self.cleaned_data
        if "reason" in words and not self.says_why:
            raise forms.ValidationError("Say why: the member reads it.")
        if words.get("kind") == "silence" and not words.get("days"):
            raise forms.ValidationError("A silence has an end: choose one, or ban for good.")
        if days := words.get("days"):
            words["until"] = timezone.now() + timedelta(days=int(days))
        return words


class NoteForm(forms.Form):
    comment = forms.IntegerField(min_value=1)
    text = forms.CharField(max_length=500)


class LiftForm(forms.Form):
    comment = forms.IntegerField(min_value=1)
    sanction = forms.IntegerField(min_value=1)


class AnswerForm(forms.Form):
    """To an appeal."""

    verdict = forms.ChoiceField(choices=[("grant", "grant"), ("deny", "deny")])
    words = forms.CharField(
        max_length=500,
        error_messages={"required": "Say why: the author reads it, and it is final."},
    )


class SaidForm(forms.Form):
    """What an editor answers to those who ask about the facts of an article."""

    kind = forms.ChoiceField(
        choices=[pair for pair in EditorsAnswer.Kind.choices if pair[0] != "taken back"],
        error_messages={"required": "Choose what your answer is."},
    )
    words = forms.CharField(required=False, max_length=1000)
    corrected_in = forms.ModelChoiceField(
        ArticleVersion.objects.none(),
        required=False,
        to_field_name="number",
        error_messages={"invalid_choice": "There is no such version of this article."},
    )

    def __init__(self, data: Any, article: Article) -> None:
        super().__init__(data)
        corrected = article.versions.filter(number__gt=1)
        self.fields["corrected_in"].queryset = corrected  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        kind = said.get("kind")
        if kind != EditorsAnswer.Kind.CORRECTED:
            said["corrected_in"] = None
        elif not said.get("corrected_in") and "corrected_in" not in self.errors:
            raise forms.ValidationError(
                "In which version was it corrected? Import the corrected article first, then "
                "choose its version."
            )
        if kind and kind != EditorsAnswer.Kind.DISMISSED and not said.get("words"):
            raise forms.ValidationError("Say how it is: everybody reads it beside the passage.")
        return said


class EditorsAnswerForm(SaidForm):
    """About a passage, to the comments that are ticked."""

    version = forms.ModelChoiceField(ArticleVersion.objects.none())
    passage = forms.IntegerField(min_value=1)
    comment = forms.TypedMultipleChoiceField(
        coerce=int, error_messages={"required": "Tick the questions that you answer."}
    )

    def __init__(self, data: Any, article: Article) -> None:
        super().__init__(data, article)
        ticked = list(filter(is_key, data.getlist("comment")[:MOST_TICKED]))
        self.fields["comment"].choices = [(pk, pk) for pk in ticked]  # type: ignore[attr-defined]
        self.fields["version"].queryset = article.versions.all()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        version, passage = said.get("version"), said.get("passage")
        if version and passage not in {each.number for each in version.body.passages}:
            raise forms.ValidationError("There is no such passage in this version.")
        return said


def is_key(text: str) -> bool:
    return text.isdecimal() and len(text) < 16


class ImportForm(forms.Form):
    """What is to be imported: a file that is handed in, or an address; and on which site its
    articles stand, where the export doesn't say it."""

    file = forms.FileField(required=False, max_length=200)
    url = forms.URLField(
        required=False,
        max_length=1000,
        assume_scheme="https",
        error_messages={"invalid": "Write an address like https://example.org/export.xml."},
    )
    format = forms.ChoiceField(required=False)
    site = forms.URLField(
        required=False,
        max_length=1000,
        assume_scheme="https",
        error_messages={"invalid": "Write an address like https://example.org/."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["format"].choices = [  # type: ignore[attr-defined]
            ("", "Tell by what stands in it"),
            *((reader.SOURCE, reader.NAME) for reader in archives.READERS),
            (pieces.SOURCE, pieces.NAME),
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not self.errors and bool(said.get("file")) == bool(said.get("url")):
            raise forms.ValidationError("Choose a file, or write an address: one of them.")
        return said
