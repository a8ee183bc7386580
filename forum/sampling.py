"""Loads the sample content: three pieces written for this project, and people discussing them."""

import re
import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from articles.readers import plain_text
from forum import (
    correcting,
    corrections,
    flagging,
    following,
    highlighting,
    moderating,
    posting,
    ranking,
    recommending,
)
from forum.importing import bring_in
from forum.models import (
    AuthorAccount,
    Change,
    Comment,
    Discussion,
    Highlight,
    Member,
    Notification,
    Revision,
)

FOLDER = Path(__file__).parent / "sample"
PASSWORD = "a-word-for-the-sample"  # noqa: S105 - printed at every start, only ever with DEBUG
ADMINISTRATOR = "tove@example.org"
OPENED = timedelta(days=3)  # before now: the longest discussion of the sample took two
JOINED = timedelta(days=400)

Row = dict[str, Any]


def load() -> None:
    """Fills an empty database with the sample, all of it or nothing."""
    told = tomllib.loads((FOLDER / "discussion.toml").read_text())
    with transaction.atomic():
        members = _add_members(told["member"])
        for row in told["article"]:
            _add_article(row, told["comment"], members)
        _tell_authors()
        Notification.objects.update(due_at=None)  # nobody is mailed
        Change.objects.note()


def _tell_authors() -> None:
    while following.tell_next():
        pass
    written = Comment.objects.filter(pk=OuterRef("comment")).values("created_at")
    of_authors = Notification.objects.filter(kind=Notification.Kind.ARTICLE)
    of_authors.update(created_at=Subquery(written))


def _add_members(rows: list[Row]) -> dict[str, Member]:
    password = make_password(PASSWORD)
    members = {}
    for row in rows:
        member = Member(
            name=row["name"],
            email=f"{row['key']}@example.org",
            about=row["about"],
            expertise=row.get("expertise", ""),
            password=password,
            is_staff=row["role"] == "moderator",
        )
        members[row["key"]] = _settle(member)
        if member.is_staff:
            member.groups.add(Group.objects.get(name="moderators"))
    members["tove"] = _settle(
        Member(
            name="Tove Lind",
            email=ADMINISTRATOR,
            password=password,
            is_staff=True,
            is_superuser=True,
        )
    )
    return members


def _settle(member: Member) -> Member:
    member.date_joined -= JOINED
    member.save()
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    return member


def _add_article(row: Row, comments: list[Row], members: dict[str, Member]) -> None:
    file = FOLDER / row["file"]
    text = file.read_text()
    said = [comment for comment in comments if comment["article"] == file.stem]
    conversation = _Conversation(members, opened=timezone.now() - OPENED)
    corrected = row.get("corrected_minutes", 0)
    if corrected:
        conversation.be_about(text.replace(*row["misprint"]), file.name, minutes=0)
        conversation.hold([comment for comment in said if comment["minutes"] < corrected])
    conversation.be_about(text, file.name, minutes=corrected)
    conversation.hold([comment for comment in said if comment["minutes"] >= corrected])
    conversation.be_answered_by_editors(said)
    conversation.discussion.mode = row["mode"]
    conversation.discussion.save(update_fields=["mode"])  # it is counted meanwhile


class _Conversation:
    """Replays what was said about one article, at the times at which it was said."""

    discussion: Discussion

    def __init__(self, members: dict[str, Member], *, opened: datetime) -> None:
        self.members = members
        self.opened = opened
        self.said: dict[str, Comment] = {}

    def be_about(self, text: str, name: str, *, minutes: int) -> None:
        data = text.encode()
        article = bring_in(plain_text.read(data), source=name).article
        for author in article.bylines:
            for member in Member.objects.named(author.name):
                AuthorAccount.objects.get_or_create(author=author, member=member)
        article.versions.filter(pk=article.current.pk).update(created_at=self._at(minutes))
        self.discussion = Discussion.objects.select_related("article__current").get(article=article)

    def hold(self, rows: list[Row]) -> None:
        for row in rows:
            self._say(row)
        for row in rows:
            self._follow_up(row)

    def be_answered_by_editors(self, rows: list[Row]) -> None:
        for row in rows:
            if "answer" in row:
                self._answer(self.said[row["key"]], row)

    def _say(self, row: Row) -> None:
        self.discussion.mode = (
            Discussion.Mode.PREMODERATED
            if row.get("waiting") or row.get("rejected")
            else Discussion.Mode.OPEN
        )
        comment = posting.post(
            self.discussion,
            author=self.members[row["author"]],
            body=self._with_addresses(row["body"]),
            to=self.said[row["to"]] if "to" in row else None,
            as_staff=row.get("writes_as") == "staff",
            as_expert=row.get("writes_as") == "expert",
            asks=row.get("asks", ""),
        )
        comment.created_at = comment.posted_at = self._at(row["minutes"])
        comment.appeared_at = comment.posted_at if comment.is_published else None
        comment.rank = ranking.rank(0, comment.posted_at)
        comment.save(update_fields=["created_at", "posted_at", "appeared_at", "rank"])
        comment.notifications.update(created_at=comment.created_at)
        self.said[row["key"]] = comment

    def _follow_up(self, row: Row) -> None:
        comment, author = self.said[row["key"]], self.members[row["author"]]
        mira = self.members["mira"]
        self.discussion.mode = Discussion.Mode.OPEN
        if "edited_body" in row:
            self._edit(comment, author, row)
        for key in row.get("recommended_by", []):
            recommending.recommend(comment, by=self.members[key])
        for report in row.get("reported", []):
            flagging.flag(
                comment,
                by=self.members[report["by"]],
                reason=report["reason"],
                note=report["note"],
            )
        for kind, by in ((Highlight.Kind.PIN, "pinned_by"), (Highlight.Kind.PICK, "picked_by")):
            if by in row:
                highlighting.highlight(comment, kind, by=self.members[row[by]])
        if "rejected" in row:
            moderating.reject(comment, by=mira, reason=row["rejected"])
        if "removed" in row:
            moderating.remove(comment, by=mira, reason=row["removed"])
        if row.get("withdrawn"):
            posting.withdraw(comment, by=author)

    def _answer(self, comment: Comment, row: Row) -> None:
        [place] = corrections.places_of([comment.pk])
        answer = correcting.answer(
            [comment],
            version=self.discussion.article.versions.get(pk=place.version),
            passage=place.passage,
            by=self.members["tove"],
            corrected_in=self.discussion.article.current,
            created_at=self._at(row["answered_minutes"]),
            **row["answer"],
        )
        answer.notifications.update(created_at=answer.created_at)

    def _edit(self, comment: Comment, author: Member, row: Row) -> None:
        body = self._with_addresses(row["edited_body"])
        posting.edit(comment, by=author, body=body, version=comment.version)
        edited = self._at(row["edited_minutes"])
        Comment.objects.filter(pk=comment.pk).update(edited_at=edited)
        Revision.objects.filter(comment=comment).update(replaced_at=edited)

    def _at(self, minutes: int) -> datetime:
        return self.opened + timedelta(minutes=minutes)

    def _with_addresses(self, body: str) -> str:
        """With the addresses that the comments named in links now have."""
        return re.sub(
            r"\(comment:([\w-]+)\)",
            lambda key: f"({self.said[key[1]].get_absolute_url()})",
            body,
        )
