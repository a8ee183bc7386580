"""The desk's figures: small charts, drawn here, with the table that they show."""

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from forum import figures as counted
from forum.figures import Day
from forum.views.moderators_only import moderators_only, render_desk

STEP, TALL = 10, 48  # of a bar, in the chart's own units
MEASURES = {
    "posted": "Posted",
    "held": "Held for a moderator",
    "removed": "Rejected or removed",
    "median_wait": "Minutes until decided, median",
}


@dataclass(frozen=True)
class Bar:
    x: int
    y: float
    height: float
    title: str


@dataclass(frozen=True)
class Chart:
    label: str
    note: str
    bars: list[Bar]
    width: int = STEP * counted.DAYS
    height: int = TALL
    bar: int = STEP - 3


@require_safe
@moderators_only
def figures(request: HttpRequest) -> HttpResponse:
    days = counted.by_day()
    minutes = counted.median_of(days)
    context = {
        "charts": [_chart(label, name, days) for name, label in MEASURES.items()],
        "days": days[::-1],
        "median_wait": None if minutes is None else timedelta(minutes=minutes),
        "load": counted.load(),
        "rules": counted.by_rule(),
    }
    return render_desk(request, "queue/figures.html", "Figures of the last 30 days", context)


def _chart(label: str, name: str, days: list[Day]) -> Chart:
    numbers = [getattr(day, name) or 0 for day in days]
    most = max(numbers)
    bars = [
        Bar(
            x=STEP * place,
            y=round(TALL - TALL * number / most, 2),
            height=round(TALL * number / most, 2),
            title=f"{day.date:%-d %B}: {number:g}",
        )
        for place, (day, number) in enumerate(zip(days, numbers, strict=True))
        if number
    ]
    note = f"at most {most:g}{'' if name == 'median_wait' else ' a day'}" if most else "none"
    return Chart(label, note, bars)
