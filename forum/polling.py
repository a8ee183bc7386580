"""Asks feeds for what is new, and brings it in without being told."""

from contextlib import suppress
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from articles.fetching import Unfetched
from articles.pages import NO_PAUSE, Refused, Robots, fetch_page
from articles.readers import Unreadable
from articles.readers.archives import feed as reader
from forum import ledger
from forum.ledger.reporting import problems
from forum.models import Feed, ImportBatch
from forum.models.feed import LONGEST_VALIDATOR

ACCEPTED = "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.8"

State = ImportBatch.State


def poll_next() -> bool:
    """Brings in what one feed had, or asks the one that is due. False if there is none."""
    polled = ImportBatch.objects.filter(feed__isnull=False)
    if batch := polled.filter(state__in=[State.PLANNED, State.STOPPED]).order_by("pk").first():
        _settle(batch)
        return True
    feed = Feed.objects.claim()
    if not feed:
        return False
    if polled.filter(feed=feed, due_at__isnull=False).exists():
        return False  # what it had last is still coming in; it is asked after the claim's minutes
    try:
        _poll(feed)
    except (Unfetched, Unreadable) as error:
        feed.fail(str(error), pause=error.pause if isinstance(error, Refused) else NO_PAUSE)
    return True


def _poll(feed: Feed) -> None:
    if not Robots().allow(feed.address):
        raise Unfetched("The site’s robots.txt doesn’t let us ask, or can’t be read now.")
    asked = {"If-None-Match": feed.etag, "If-Modified-Since": feed.last_modified}
    known = {name: value for name, value in asked.items() if value}
    page = fetch_page(feed.address, headers={"Accept": ACCEPTED, **known})
    if not page.is_unchanged and not reader.recognises(page.body):
        raise Unreadable("What the address answers is no RSS or Atom feed. Is it the right one?")
    digest = sha256(page.body).hexdigest()
    with transaction.atomic():
        if not feed.rest():
            return
        feed.asked_at = timezone.now()
        if not page.is_unchanged and digest != feed.digest:
            ledger.hand_in(
                [page.body], name=feed.address, source=reader.SOURCE, with_pages=True, feed=feed
            )
            feed.digest = digest
        if not page.is_unchanged:
            feed.etag = page.headers.get("etag", "")[:LONGEST_VALIDATOR]
            feed.last_modified = page.headers.get("last-modified", "")[:LONGEST_VALIDATOR]
        feed.problem, feed.failures = "", 0
        feed.save()


def _settle(batch: ImportBatch) -> None:
    """What is new or changed comes in; a batch without that is forgotten. What was wrong stays."""
    if batch.state == State.STOPPED:
        if _forget(batch) and batch.feed:
            batch.feed.fail(batch.problem, pause=NO_PAUSE)
        return
    if batch.feed and (first := problems(batch.lines).first()):
        batch.feed.note(f"{first.key}: {first.reason}")
    if batch.lines.filter(place__isnull=False).exists():
        with suppress(ledger.NotPossible):  # another worker was first
            ledger.apply(batch)
    else:
        _forget(batch)


def _forget(batch: ImportBatch) -> bool:
    try:
        ledger.discard(batch)
    except ledger.NotPossible:  # another worker was first
        return False
    return True
