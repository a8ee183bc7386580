"""Whatever readers could see otherwise is noted: in the process that does it and for all others."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.db.transaction import TransactionManagementError
from django.test import Client
from django.utils import timezone

from articles.models import Article, Author, Section
from forum import flagging, moderating, posting, recommending, sampling
from forum.models import Change, Comment, Discussion, Member
from forum.store import Page, Store, pages
from forum.watching import Watcher
from forum.working import work_off, work_once
from tests.conftest import TRAM, Clock
from tests.forum.test_importing import COMMENTS

TRAM_PAGE, LIST, OTHER_PAGE = "tram", "list", "other"
OF_THE_TRAM, EVERYTHING = {OTHER_PAGE}, set[str]()  # what is left
STORAGE = TRAM.replace("The tram that came back", "Storage").replace("Cities", "Energy")


@dataclass
class Scene:
    discussion: Discussion
    comment: Comment
    answer: Comment
    waiting: Comment
    ada: Member
    bob: Member
    mira: Member
    desk: Client
    make_article: Callable[..., Article]

    @property
    def article(self) -> Article:
        return self.discussion.article


@pytest.fixture
def scene(
    bobs_answer: Comment,
    ada: Member,
    bob: Member,
    mira: Member,
    make_member: Callable[..., Member],
    as_member: Callable[[Member], Client],
    make_article: Callable[..., Article],
) -> Scene:
    discussion = bobs_answer.discussion
    posting.post(discussion, author=bob, body="> Nobody had counted who missed it.\n\nI had.")
    discussion.mode = Discussion.Mode.PREMODERATED
    waiting = posting.post(discussion, author=bob, body="May I?")
    discussion.mode = Discussion.Mode.OPEN
    Author.objects.create(name="Nobody", slug="nobody")
    desk = as_member(make_member("Tove", is_staff=True, is_superuser=True))
    parent = bobs_answer.parent
    return Scene(discussion, parent, bobs_answer, waiting, ada, bob, mira, desk, make_article)


def keep_pages(stores: Iterable[Store], article: Article) -> None:
    for each in stores:
        for key, of in ((TRAM_PAGE, article.slug), (LIST, None), (OTHER_PAGE, "another-article")):
            each.put(key, Page(b"", "", [], []), each.begin(of))


def left_in(kept_in: Store) -> set[str]:
    return {key for key in (TRAM_PAGE, LIST, OTHER_PAGE) if kept_in.get(key)}


def submit(scene: Scene, address: str, **form: Any) -> None:
    answer = scene.desk.post(address, form)
    assert answer.status_code == 302, answer.content.decode()


def edit_article(scene: Scene, **facts: str) -> None:
    form = {"title": scene.article.title, "language": "en", "status": "published"} | facts
    counts = {"byline_set-TOTAL_FORMS": 0, "byline_set-INITIAL_FORMS": 0}
    submit(scene, f"/admin/articles/article/{scene.article.pk}/change/", **form, **counts)


def close_in_list(scene: Scene) -> None:
    submit(
        scene,
        "/admin/forum/discussion/",
        **{
            "form-TOTAL_FORMS": 1,
            "form-INITIAL_FORMS": 1,
            "form-0-article": scene.article.pk,
            "form-0-mode": "closed",
            "_save": "Save",
        },
    )


def edit_member(scene: Scene, **facts: str) -> None:
    form = {"name": "Ada", "email": scene.ada.email, "is_active": "on"} | facts
    submit(scene, f"/admin/forum/member/{scene.ada.pk}/change/", **form)


def delete_authors(scene: Scene) -> None:
    chosen = [author.pk for author in Author.objects.filter(name="Nobody")]
    form = {"action": "delete_selected", "_selected_action": chosen, "post": "yes"}
    submit(scene, "/admin/articles/author/", **form)


def delete_section(scene: Scene) -> None:
    section = Section.objects.create(name="Nothing", slug="nothing")
    submit(scene, f"/admin/articles/section/{section.pk}/delete/", post="yes")


def rename(scene: Scene, model: str, row: Any) -> None:
    submit(scene, f"/admin/articles/{model}/{row.pk}/change/", name="New", slug="new")


# Each act, and which pages it leaves.
ACTS: dict[str, tuple[Callable[[Scene], Any], set[str]]] = {
    "a comment is posted": (
        lambda s: posting.post(s.discussion, author=s.ada, body="Once more."),
        OF_THE_TRAM,
    ),
    "edited": (
        lambda s: posting.edit(s.comment, by=s.ada, body="I took it twice.", version=1),
        OF_THE_TRAM,
    ),
    "withdrawn": (lambda s: posting.withdraw(s.comment, by=s.ada), OF_THE_TRAM),
    "removed": (lambda s: moderating.remove(s.comment, by=s.mira, reason="Spam"), OF_THE_TRAM),
    "approved": (lambda s: moderating.approve(s.waiting, by=s.mira), OF_THE_TRAM),
    "recommended": (lambda s: recommending.recommend(s.comment, by=s.bob), OF_THE_TRAM),
    "no longer recommended": (lambda s: recommending.take_back(s.comment, by=s.bob), OF_THE_TRAM),
    "a piece is imported": (lambda s: s.make_article(STORAGE, "storage.txt"), EVERYTHING),
    "its next version": (lambda s: s.make_article(f"{TRAM}\nAnd more.\n"), EVERYTHING),
    "its comments": (lambda s: s.make_article(TRAM + COMMENTS), OF_THE_TRAM),
    "comments are rendered again": (lambda s: call_command("rerender", all=True), EVERYTHING),
    "a title is changed": (lambda s: edit_article(s, title="The tram"), EVERYTHING),
    "an article becomes a draft": (lambda s: edit_article(s, status="draft"), EVERYTHING),
    "discussions are closed": (close_in_list, EVERYTHING),
    "a section is renamed": (lambda s: rename(s, "section", s.article.section), EVERYTHING),
    "a section is deleted": (delete_section, EVERYTHING),
    "an author is renamed": (lambda s: rename(s, "author", s.article.bylines[0]), EVERYTHING),
    "authors are deleted": (delete_authors, EVERYTHING),
    "a member is renamed": (lambda s: edit_member(s, name="Ada L"), EVERYTHING),
    "a member becomes staff": (lambda s: edit_member(s, is_staff="on"), EVERYTHING),
}


@pytest.fixture
def elsewhere(clock: Clock) -> Store:
    """What another process keeps."""
    return Store()


@pytest.fixture
def watcher(elsewhere: Store) -> Watcher:
    """Tells the other process."""
    return Watcher(elsewhere)


@pytest.fixture
def both(clock: Clock, elsewhere: Store) -> tuple[Store, Store]:
    """Of this process and the other one."""
    pages.confirm(clock.now)
    return pages, elsewhere


@pytest.mark.parametrize("act", ACTS)
def test_every_process_forgets_what_an_act_changes(
    act: str,
    scene: Scene,
    both: tuple[Store, Store],
    watcher: Watcher,
    django_capture_on_commit_callbacks: Any,
) -> None:
    do, left = ACTS[act]
    watcher.look()
    keep_pages(both, scene.article)
    with django_capture_on_commit_callbacks(execute=True):
        do(scene)
    watcher.look()
    assert [left_in(each) for each in both] == [left, left]


def test_what_readers_do_not_see_is_no_change(
    scene: Scene,
    both: tuple[Store, Store],
    watcher: Watcher,
    django_capture_on_commit_callbacks: Any,
) -> None:
    watcher.look()
    keep_pages(both, scene.article)
    with django_capture_on_commit_callbacks(execute=True):
        flagging.flag(scene.comment, by=scene.bob, reason="spam")
        posting.edit(scene.comment, by=scene.ada, body=scene.comment.body, version=1)
        scene.make_article()
    watcher.look()
    assert [left_in(each) for each in both] == [{TRAM_PAGE, LIST, OTHER_PAGE}] * 2


def test_quotes_that_are_followed_to_a_new_version_change_their_discussion(
    scene: Scene,
    both: tuple[Store, Store],
    watcher: Watcher,
    django_capture_on_commit_callbacks: Any,
) -> None:
    scene.make_article(TRAM.replace("Nobody had", "Nobody has"))
    watcher.look()
    keep_pages(both, scene.article)
    with django_capture_on_commit_callbacks(execute=True):
        work_off()
    watcher.look()
    assert [left_in(each) for each in both] == [OF_THE_TRAM] * 2


def test_a_comment_that_goes_takes_its_words_out_of_other_discussions(
    scene: Scene,
    both: tuple[Store, Store],
    watcher: Watcher,
    django_capture_on_commit_callbacks: Any,
) -> None:
    other = scene.make_article(STORAGE, "storage.txt")
    link = f"— [Ada]({scene.comment.get_absolute_url()})"
    body = f"> {scene.comment.body}\n>\n> {link}\n\nThis holds here too."
    posting.post(other.discussion, author=scene.bob, body=body)
    watcher.look()
    keep_pages(both, other)
    with django_capture_on_commit_callbacks(execute=True):
        moderating.remove(scene.comment, by=scene.mira, reason="Private")
    watcher.look()
    assert [left_in(each) for each in both] == [{OTHER_PAGE}] * 2


@pytest.mark.django_db
def test_the_sample_is_noted(
    both: tuple[Store, Store], watcher: Watcher, django_capture_on_commit_callbacks: Any
) -> None:
    watcher.look()
    both[1].put(OTHER_PAGE, Page(b"", "", [], []), both[1].begin("another-article"))
    with django_capture_on_commit_callbacks(execute=True):
        sampling.load()
    watcher.look()
    assert left_in(both[1]) == set()


def test_an_act_that_is_rolled_back_has_changed_nothing(
    scene: Scene, both: tuple[Store, Store], watcher: Watcher
) -> None:
    watcher.look()
    keep_pages(both, scene.article)
    with transaction.atomic():
        posting.post(scene.discussion, author=scene.ada, body="Or rather not.")
        transaction.set_rollback(True)
    watcher.look()
    assert [left_in(each) for each in both] == [{TRAM_PAGE, LIST, OTHER_PAGE}] * 2


def test_a_change_outside_the_transaction_of_its_act_is_refused(committed_db: None) -> None:
    with pytest.raises(TransactionManagementError):
        Change.objects.note()
    with transaction.atomic():
        Change.objects.note()
    assert Change.objects.count() == 1


def test_changes_are_kept_for_a_day(discussion: Discussion) -> None:
    Change.objects.all().delete()
    now = timezone.now()
    for hours in (30, 24.5, 1):
        with time_machine.travel(now - timedelta(hours=hours)), transaction.atomic():
            Change.objects.note(discussion=discussion)
    work_once()
    assert Change.objects.count() == 1
    assert not Change.objects.sweep()
