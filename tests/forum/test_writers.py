"""Who may write in a discussion, and what the others read."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.utils import timezone

from forum.models import Change, Comment, Discussion, Member, SectionTerms
from forum.posting import edit, post

AsMember = Callable[[Member], Client]
Writers = Discussion.Writers
PEOPLE = ["nora", "settled", "talkative", "expert", "former", "lena", "edith", "mira"]
MAY = {
    Writers.UNSET: set(PEOPLE),
    Writers.EVERYONE: set(PEOPLE),
    Writers.ESTABLISHED: set(PEOPLE) - {"nora", "former"},
    Writers.EXPERTS: {"expert", "lena", "edith", "mira"},
    Writers.STAFF: {"lena", "edith", "mira"},
}
SENTENCES = {
    Writers.ESTABLISHED: "Here only members write who have been on this site for 30 days or have "
    "5 published comments.",
    Writers.EXPERTS: "Here only verified experts, the article’s authors and the staff write.",
    Writers.STAFF: "Here only the article’s authors and the staff write.",
}


@pytest.fixture
def settled(make_member: Callable[..., Member]) -> Member:
    """Has been here for long."""
    return make_member("Sam", date_joined=timezone.now() - timedelta(days=30))


@pytest.fixture
def talkative(make_member: Callable[..., Member], discussion: Discussion) -> Member:
    """Came yesterday, and said much that stands."""
    member = make_member("Tilda")
    for number in range(5):
        post(discussion, author=member, body=f"Remark number {number} of many.")
    return member


@pytest.fixture
def expert(make_member: Callable[..., Member]) -> Member:
    return make_member("Xenia", expertise="hydrology", expert_until=timezone.localdate())


@pytest.fixture
def former(make_member: Callable[..., Member]) -> Member:
    """Was an expert until yesterday."""
    yesterday = timezone.localdate() - timedelta(days=1)
    return make_member("Frida", expertise="hydrology", expert_until=yesterday)


@pytest.mark.parametrize("writers", MAY)
@pytest.mark.parametrize("person", PEOPLE)
def test_those_write_who_may_and_the_others_read_who_may(
    person: str,
    writers: str,
    discussion: Discussion,
    lena: Member,
    request: pytest.FixtureRequest,
    as_member: AsMember,
) -> None:
    member = request.getfixturevalue(person)
    Discussion.objects.update(writers=writers)
    client, address = as_member(member), discussion.article.get_absolute_url()
    page = client.get(address).content.decode()
    answer = client.post(f"{address}comments/", {"body": "My word on the tram."})
    if person in MAY[Writers(writers)]:
        assert 'id="compose"' in page
        assert answer.status_code == 303
    else:
        assert 'id="compose"' not in page
        assert SENTENCES[Writers(writers)] in page
        assert "Log in to comment" not in page
        assert answer.status_code == 403
        assert "My word on the tram.</textarea>" in answer.content.decode()
        assert SENTENCES[Writers(writers)] in answer.content.decode()
        assert not Comment.objects.filter(author=member, body="My word on the tram.").exists()


@pytest.mark.parametrize("door", ["{tram}", "{tram}passages/p-1/", "/comments/{pk}/quote/"])
def test_the_sentence_stands_wherever_one_could_write(
    door: str, adas_comment: Comment, nora: Member, as_member: AsMember
) -> None:
    Discussion.objects.update(writers=Writers.EXPERTS)
    address = door.format(
        tram=adas_comment.discussion.article.get_absolute_url(), pk=adas_comment.pk
    )
    page = as_member(nora).get(address).content.decode()
    assert f"{SENTENCES[Writers.EXPERTS]} You can read everything." in page
    assert "<textarea" not in page
    assert 'value="0"' not in page


def test_who_may_not_write_is_not_asked_to_reply(
    adas_comment: Comment, nora: Member, bob: Member, as_member: AsMember
) -> None:
    address = adas_comment.discussion.article.get_absolute_url()
    reply = f"/comments/{adas_comment.pk}/reply/"
    thread = f"/comments/{adas_comment.pk}/thread/"
    Discussion.objects.update(writers=Writers.ESTABLISHED)
    Member.objects.filter(pk=bob.pk).update(date_joined=timezone.now() - timedelta(days=99))
    for place in (address, thread):
        assert reply not in as_member(nora).get(place).content.decode()
        assert reply in as_member(bob).get(place).content.decode()
    asked = as_member(nora).get(reply, headers={"X-Fragment": "1"})
    assert asked.status_code == 403  # then our script goes to the page
    assert SENTENCES[Writers.ESTABLISHED] in as_member(nora).get(reply).content.decode()


def test_a_newcomer_reads_from_when_on_they_may_write(
    discussion: Discussion, nora: Member, as_member: AsMember
) -> None:
    Discussion.objects.update(writers=Writers.ESTABLISHED)
    Member.objects.filter(pk=nora.pk).update(date_joined=timezone.now() - timedelta(days=29))
    page = as_member(nora).get(discussion.article.get_absolute_url()).content.decode()
    tomorrow = timezone.now() + timedelta(days=1)
    assert f"You can from {tomorrow.day} {tomorrow:%B %Y} at" in page


def test_guests_read_who_may_write_before_they_log_in(discussion: Discussion) -> None:
    address = discussion.article.get_absolute_url()
    assert "Something to add?" in Client().get(address).content.decode()
    with transaction.atomic():
        Discussion.objects.update(writers=Writers.STAFF)
        Change.objects.note()
    page = Client().get(address).content.decode()
    assert SENTENCES[Writers.STAFF] in page
    assert "Log in to comment" in page


def test_an_article_says_otherwise_than_its_section(discussion: Discussion, nora: Member) -> None:
    SectionTerms.objects.create(section=discussion.article.section, writers=Writers.STAFF)
    here = Discussion.objects.get(pk=discussion.pk)
    with pytest.raises(ValidationError) as refused:
        post(here, author=nora, body="May I?")
    assert refused.value.code == "not_admitted"
    Discussion.objects.update(writers=Writers.EVERYONE)
    post(Discussion.objects.get(pk=discussion.pk), author=nora, body="I may.")


def test_who_has_written_already_mends_it(adas_comment: Comment, ada: Member) -> None:
    Discussion.objects.update(writers=Writers.STAFF)
    comment = Comment.objects.get(pk=adas_comment.pk)
    edit(comment, by=ada, body="I took the later tram on its second night.", version=1)
    with pytest.raises(ValidationError):
        post(comment.discussion, author=ada, body="And another thing.")


def test_a_site_says_who_is_established(
    discussion: Discussion, nora: Member, settings: Any
) -> None:
    Discussion.objects.update(writers=Writers.ESTABLISHED)
    settings.ESTABLISHED_COMMENTS = 1
    here = Discussion.objects.get(pk=discussion.pk)
    assert "for 30 days or have 1 published comment." in here.why_not(nora)
    Discussion.objects.update(writers=Writers.EVERYONE)
    post(Discussion.objects.get(pk=discussion.pk), author=nora, body="My first.")
    Discussion.objects.update(writers=Writers.ESTABLISHED)
    post(Discussion.objects.get(pk=discussion.pk), author=nora, body="My second one.")
