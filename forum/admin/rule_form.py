"""The form of a rule. Each kind has a few fields of its own."""

from typing import Any

from django import forms

from forum.models import Kind, Rule, RuleVersion
from forum.models.kind import ACTIONS, READS, Action
from forum.models.rule import LONGEST_LIST

EXPLAINED: dict[str, str] = {
    Kind.WORDS: "Words and phrases, with * for any letters. Letters that look like others are seen "
    "through. The only kind that can replace what it finds.",
    Kind.DOMAINS: "Links to sites, with all that lies below them.",
    Kind.LINKS: "More links to other sites than you think good.",
    Kind.CAPITALS: "Comments in capital letters.",
    Kind.REPETITION: "The same character many times in a row.",
    Kind.NEWCOMERS: "Whoever has few published comments so far is read first.",
    Kind.PACE: "More comments than anybody needs to write in that time.",
    Kind.SERVICE: "Asks a service that speaks Akismet’s protocol, with words, name, mail and "
    "network address. It has two seconds; without an answer the comment waits.",
    Kind.HOOK: "Asks a program of yours by a signed request. It has two seconds; without an answer "
    "the comment waits.",
}
AMOUNTS: dict[str, tuple[str, str]] = {
    Kind.LINKS: ("More links than", "Links within this site don’t count."),
    Kind.CAPITALS: ("From so many letters on", "Shorter ones may shout. 20 is a good beginning."),
    Kind.REPETITION: ("More in a row than", "Dots and dashes don’t count."),
    Kind.NEWCOMERS: (
        "Until so many are published",
        "One or two show most of what people are like.",
    ),
    Kind.PACE: ("Comments at most", ""),
}
LISTS: dict[str, tuple[str, str]] = {
    Kind.WORDS: (
        "Words and phrases",
        "One on each line. viag* finds Viagra, *porn* finds superporno, buy * watches finds any "
        "one word between. Without a star only whole words are found.",
    ),
    Kind.DOMAINS: ("Domains", "One on each line: example.org finds www.example.org too."),
}


class RuleForm(forms.ModelForm):
    """What a rule says. Whether one could follow it is for `RuleVersion.clean` to say."""

    action = forms.ChoiceField(label="What happens", widget=forms.RadioSelect)
    entries = forms.CharField(
        required=False,
        max_length=LONGEST_LIST,
        widget=forms.Textarea(attrs={"rows": 12, "cols": 50, "spellcheck": "false"}),
    )
    spaced_out = forms.BooleanField(
        label="Find spaced-out letters too",
        required=False,
        help_text="v i a g r a: found, but never replaced.",
    )
    amount = forms.IntegerField(required=False, min_value=1, max_value=10_000)
    minutes = forms.IntegerField(
        label="In so many minutes", required=False, min_value=1, max_value=10_000
    )
    sentence = forms.CharField(
        label="What its author is told",
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"size": 70}),
        help_text="When it is refused: what is wrong and how to mend it. Empty: a plain sentence.",
    )

    kind: str  # of the class that `form_for` makes

    class Meta:
        model = Rule
        fields = ["name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.kind = self.kind
        for name in set(self.fields) - set(fields_of(self.kind, self.instance)):
            del self.fields[name]
        self._dress()
        if latest := self.instance.pk and self.instance.latest:
            for name in self.said_fields:
                self.initial.setdefault(name, getattr(latest, name))

    @property
    def said_fields(self) -> list[str]:
        return [name for name in self.fields if name != "name"]

    @property
    def said(self) -> dict[str, Any]:
        said = {name: self.cleaned_data[name] for name in self.said_fields}
        return {"action": ACTIONS[self.kind][0], **said}

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if not self.errors:
            try:
                RuleVersion(rule=self.instance, **self.said).clean()
            except forms.ValidationError as error:
                self.add_error(None, error)

    def _dress(self) -> None:
        labels = {"amount": AMOUNTS.get(self.kind), "entries": LISTS.get(self.kind)}
        for name, said in labels.items():
            if said and name in self.fields:
                self.fields[name].label, self.fields[name].help_text = said
        if "action" in self.fields:
            action: Any = self.fields["action"]
            action.choices = [(each.value, each.label) for each in ACTIONS[self.kind]]
            action.initial = Action.HOLD


def form_for(kind: str) -> type[RuleForm]:
    return type("RuleForm", (RuleForm,), {"kind": kind})


def fields_of(kind: str, rule: Rule | None) -> list[str]:
    name = [] if rule and rule.pk else ["name"]
    action = ["action"] if len(ACTIONS[kind]) > 1 else []
    told = ["sentence"] if Action.REFUSE in ACTIONS[kind] else []
    return [*name, *READS[kind], *action, *told]
