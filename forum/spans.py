"""Spans of time in words. Pure."""

from datetime import timedelta
from math import ceil

UNITS = [("day", 86400), ("hour", 3600), ("minute", 60)]


def span(length: timedelta) -> str:
    """In a unit that tells enough: 90 minutes is more than an hour."""
    seconds = ceil(length.total_seconds())
    for unit, each in UNITS:
        if seconds >= 1.5 * each:
            return counted(ceil(seconds / each), unit)
    return counted(seconds, "second")


def until(length: timedelta) -> str:
    """How long it is till then, in the largest unit: "in 2 days"."""
    seconds = length.total_seconds()
    unit, each = next((pair for pair in UNITS if seconds >= pair[1]), UNITS[-1])
    return f"in {counted(max(1, ceil(seconds / each)), unit)}"


def counted(number: int, noun: str) -> str:
    return f"1 {noun}" if number == 1 else f"{number:,} {noun}s"
