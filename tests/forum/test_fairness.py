"""What those are told on whom moderators decide, what they can do, and what everybody reads."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from forum import appealing, moderating
from forum.flagging import flag
from forum.models import Appeal, Comment, Discussion, Member, Notification
from forum.posting import post, withdraw

Open = Callable[[Member], Client]


@pytest.fixture
def max_(make_member: Callable[..., Member], mira: Member) -> Member:
    """Moderates, too."""
    member = make_member("Max", is_staff=True)
    member.groups.set(mira.groups.all())
    return member


@pytest.fixture
def removed(adas_comment: Comment, mira: Member) -> Comment:
    """Mira has removed what Ada said."""
    moderating.remove(adas_comment, by=mira, reason="Has nothing to do with trams")
    return adas_comment


def news(as_member: Open, member: Member) -> str:
    page = as_member(member).get("/notifications/").content.decode()
    return page.partition("<main")[2].partition("</main>")[0]


def test_the_author_reads_what_was_decided_on_which_words_and_why(
    removed: Comment, as_member: Open
) -> None:
    page = news(as_member, removed.author)
    assert "A moderator removed your comment" in page
    assert removed.text in page
    assert "Has nothing to do with trams" in page
    assert f'href="/comments/{removed.pk}/appeal/"' in page
    assert "Mira" not in page


def test_the_way_to_an_appeal_stands_at_the_comment_for_its_author_alone(
    bobs_answer: Comment, removed: Comment, mira: Member, as_member: Open
) -> None:
    article = removed.discussion.article.get_absolute_url()
    link = f'<a href="/comments/{removed.pk}/appeal/">'
    for member, is_led in ((removed.author, True), (bobs_answer.author, False), (mira, False)):
        page = as_member(member).get(article).content.decode()
        assert (link in page) is is_led
    appeal = as_member(removed.author).get(f"/comments/{removed.pk}/appeal/")
    assert link not in appeal.content.decode()


def test_the_reason_stands_there_again_when_bringing_it_back_was_undone(
    removed: Comment, mira: Member, as_member: Open
) -> None:
    article = removed.discussion.article.get_absolute_url()
    restored = moderating.restore(removed, by=mira)
    assert (
        "Has nothing to do with trams"
        not in as_member(removed.author).get(article).content.decode()
    )
    moderating.undo(restored, by=mira)
    assert "Has nothing to do with trams" in as_member(removed.author).get(article).content.decode()


def test_a_rejected_author_is_told_too_and_an_approved_one_just_sees_it(
    discussion: Discussion, nora: Member, mira: Member, as_member: Open
) -> None:
    discussion.mode = Discussion.Mode.PREMODERATED
    first = post(discussion, author=nora, body="One.")
    second = post(discussion, author=nora, body="Two.")
    moderating.approve(first, by=mira)
    assert "A moderator" not in news(as_member, nora)
    moderating.reject(second, by=mira, reason="Spam")
    assert "decided not to publish your comment" in news(as_member, nora)


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        ("approve", "Your report was read, and the comment stands"),
        ("remove", "what you reported was taken away"),
    ],
)
def test_a_reporter_learns_the_outcome_but_reads_no_removed_words(
    verb: str, said: str, adas_comment: Comment, bob: Member, mira: Member, as_member: Open
) -> None:
    flag(adas_comment, by=bob, reason="abuse")
    getattr(moderating, verb)(adas_comment, by=mira, reason="As it happens")
    page = news(as_member, bob)
    assert said in page
    assert adas_comment.text not in page


def test_what_nobody_has_read_is_gone_with_an_undone_decision(
    adas_comment: Comment, bob: Member, mira: Member
) -> None:
    flag(adas_comment, by=bob, reason="abuse")
    moderating.undo(moderating.remove(adas_comment, by=mira, reason="Spam"), by=mira)
    assert not Notification.objects.exclude(member=mira).exists()


def test_who_has_read_it_is_told_that_it_was_undone(
    adas_comment: Comment, ada: Member, bob: Member, mira: Member, as_member: Open
) -> None:
    flag(adas_comment, by=bob, reason="abuse")
    decision = moderating.remove(adas_comment, by=mira, reason="Spam")
    Notification.objects.filter(member=ada).mark_read()
    moderating.undo(decision, by=mira)
    assert "Your comment can be read again" in news(as_member, ada)
    assert "taken away" not in news(as_member, bob)


def test_three_reports_tell_the_author_that_the_comment_is_hidden(
    adas_comment: Comment, make_member: Callable[..., Member], mira: Member, as_member: Open
) -> None:
    for name in ("Paul", "Rosa", "Tom"):
        flag(adas_comment, by=make_member(name), reason="abuse")
    assert "it is hidden until a moderator has looked" in news(as_member, adas_comment.author)
    moderating.approve(adas_comment, by=mira)
    assert "Your comment can be read again" in news(as_member, adas_comment.author)


def test_of_an_article_in_draft_nothing_is_told(removed: Comment, as_member: Open) -> None:
    article = removed.discussion.article
    article.status = article.Status.DRAFT
    article.save()
    assert "A moderator removed" not in news(as_member, removed.author)


def test_ada_appeals_once_and_another_moderator_brings_the_comment_back(
    removed: Comment, ada: Member, mira: Member, max_: Member, as_member: Open
) -> None:
    address = f"/comments/{removed.pk}/appeal/"
    assert "Has nothing to do with trams" in as_member(ada).get(address).content.decode()
    assert as_member(ada).post(address, {"text": "It has."}).status_code == 303
    assert "will answer" in as_member(ada).get(address).content.decode()
    assert as_member(ada).post(address, {"text": "Again!"}).status_code == 409
    queue = "/admin/queue/appeals/"
    assert "It has." not in as_member(mira).get(queue).content.decode()
    page = as_member(max_).get(queue).content.decode()
    assert "It has." in page
    assert removed.text in page
    assert 'Appeals <b id="desk-appeals">1</b>' in page
    form = {"verdict": "grant", "words": "You are right, it has."}
    answer = as_member(max_).post(f"{queue}{Appeal.objects.get().pk}/", form)
    assert answer["Location"] == queue
    removed.refresh_from_db()
    assert removed.is_published
    assert "You are right, it has." in news(as_member, ada)
    assert "You are right, it has." in as_member(ada).get(address).content.decode()


def test_a_denied_appeal_is_final_and_explained(
    removed: Comment, ada: Member, max_: Member, as_member: Open
) -> None:
    appeal = appealing.appeal(removed, by=ada, text="It has.")
    appealing.answer(appeal, by=max_, is_granted=False, words="It was about ships.")
    removed.refresh_from_db()
    assert removed.status == "removed"
    page = news(as_member, ada)
    assert "Your appeal was answered, and the decision stays" in page
    assert "It was about ships." in page
    with pytest.raises(ValidationError, match="nothing to appeal"):
        appealing.appeal(removed, by=ada, text="But…")
    with pytest.raises(ValidationError, match="Max has answered this"):
        appealing.answer(appeal, by=max_, is_granted=True, words="On second thoughts")


def test_nobody_answers_an_appeal_against_themselves(
    removed: Comment, ada: Member, mira: Member, max_: Member, as_member: Open
) -> None:
    appeal = appealing.appeal(removed, by=ada, text="It has.")
    with pytest.raises(PermissionDenied):
        appealing.answer(appeal, by=mira, is_granted=False, words="No.")
    address = f"/admin/queue/appeals/{appeal.pk}/"
    form = {"verdict": "deny", "words": "No."}
    assert as_member(mira).post(address, form).status_code == 403
    assert as_member(max_).post(address, {"verdict": "deny"}).status_code == 422
    assert as_member(max_).post(address, form).status_code == 303


def test_nobody_appeals_for_others_or_against_what_they_did_themselves(
    bobs_answer: Comment, removed: Comment, bob: Member, ada: Member
) -> None:
    with pytest.raises(PermissionDenied):
        appealing.appeal(removed, by=bob, text="It has.")
    withdraw(bobs_answer, by=bob)
    with pytest.raises(ValidationError, match="nothing to appeal"):
        appealing.appeal(bobs_answer, by=bob, text="I didn't mean it.")
    assert appealing.appeal(removed, by=ada, text="It has.")


def test_an_appeal_is_over_when_the_decision_is_undone(
    removed: Comment, ada: Member, mira: Member, max_: Member
) -> None:
    appeal = appealing.appeal(removed, by=ada, text="It has.")
    moderating.undo(appeal.decision, by=mira)
    assert not Appeal.objects.open().exists()
    with pytest.raises(ValidationError, match="This is over"):
        appealing.answer(appeal, by=max_, is_granted=True, words="Yes.")


def test_everybody_reads_what_was_done_and_why_but_no_words_and_no_names(
    bobs_answer: Comment, removed: Comment, bob: Member, mira: Member
) -> None:
    moderating.approve(bobs_answer, by=mira, reason="Approved in silence")
    withdraw(bobs_answer, by=bob)
    moderating.restore(removed, by=mira, reason="It has after all")
    page = Client().get("/moderation-log/").content.decode()
    for said in (
        "Removed",
        "Restored",
        "Has nothing to do with trams",
        "It has after all",
        "The tram that came back",
        "by a moderator",
    ):
        assert said in page
    for hidden in (removed.text, "Mira", "Ada", "Approved in silence", "Withdrawn"):
        assert hidden not in page


def test_the_log_says_what_was_taken_back(adas_comment: Comment, mira: Member) -> None:
    moderating.undo(moderating.remove(adas_comment, by=mira, reason="Spam"), by=mira)
    page = Client().get("/moderation-log/").content.decode()
    assert "Taken back: removed" in page
    assert "taken back later" in page


def test_a_site_names_its_moderators_or_has_no_log(removed: Comment, settings: object) -> None:
    settings.MODERATION_LOG_NAMES = True  # type: ignore[attr-defined]
    assert "by <bdi>Mira</bdi>" in Client().get("/moderation-log/").content.decode()
    settings.MODERATION_LOG = False  # type: ignore[attr-defined]
    assert Client().get("/moderation-log/").status_code == 404
    assert "/moderation-log/" not in Client().get("/rules/").content.decode()


def test_the_log_of_an_article_in_draft_is_not_shown(removed: Comment) -> None:
    article = removed.discussion.article
    article.status = article.Status.DRAFT
    article.save()
    assert "nothing to do with trams" not in Client().get("/moderation-log/").content.decode()
