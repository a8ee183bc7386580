"""Which comments a page holds, and that every comment is on the one that its link leads to."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from articles.models import Article
from forum import counting
from forum.models import Comment, Discussion, Member, Status
from forum.moderating import remove, restore
from forum.ordering import ORDERS
from forum.posting import post, withdraw
from forum.recommending import recommend, take_back
from forum.threads import PAGE
from forum.watching import watcher

Say = Callable[..., Comment]


@pytest.fixture
def say(discussion: Discussion, ada: Member, bob: Member) -> Say:
    """Ada says something on the article, or Bob answers."""

    def say(words: str, to: Comment | None = None) -> Comment:
        return post(discussion, author=bob if to else ada, body=words, to=to)

    return say


def page_of(discussion: Discussion, **query: object) -> str:
    answer = Client().get(discussion.article.get_absolute_url(), query)
    assert answer.status_code == 200
    return answer.content.decode()


def shown(page: str) -> list[str]:
    """The numbers of the comments on a page, from its top."""
    return [part.partition('"')[0] for part in page.split('data-comment-id="')[1:]]


@pytest.fixture
def long(discussion: Discussion, say: Say) -> list[Comment]:
    """A hundred and twenty remarks that nobody answered."""
    return [say(f"Remark {number}.") for number in range(120)]


def test_a_long_discussion_is_walked_from_page_to_page_and_back(
    discussion: Discussion, long: list[Comment]
) -> None:
    for order in ORDERS:
        address, seen = f"?order={order}", []
        while address:
            page = (
                Client().get(f"{discussion.article.get_absolute_url()}{address}").content.decode()
            )
            seen += shown(page)
            links = [
                part.partition('"')[0] for part in page.split('<a class="button-quiet" href="?')
            ]
            labels = [part for part in ("Previous", "Further") if f">{part} comments<" in page]
            address = f"?{links[-1]}".replace("&amp;", "&") if "Further" in labels else ""
        assert sorted(map(int, seen)) == sorted(comment.pk for comment in long), order


@pytest.mark.parametrize("order", ORDERS)
def test_a_permalink_shows_its_comment_in_whatever_order_one_reads(
    order: str, discussion: Discussion, long: list[Comment], say: Say
) -> None:
    answer = say("An answer far down.", to=long[-1])
    client = Client()
    client.cookies["order"] = order
    for target in (long[0], long[60], long[-1], answer):
        page = client.get(target.get_absolute_url(), follow=True)
        assert str(target.pk) in shown(page.content.decode())
        assert page.redirect_chain[-1][0].endswith(f"#{target.anchor}")


def test_an_old_address_of_a_page_still_begins_with_its_thread(
    discussion: Discussion, long: list[Comment]
) -> None:
    assert shown(page_of(discussion, start=long[30].pk))[0] == str(long[30].pk)


def test_of_a_long_thread_the_first_replies_are_shown_and_the_rest_is_counted(
    discussion: Discussion, say: Say, long: list[Comment]
) -> None:
    replies = [say(f"Reply {number}.", to=long[0]) for number in range(25)]
    page = page_of(discussion)
    assert str(replies[9].pk) in shown(page)
    assert str(replies[10].pk) not in shown(page)
    assert f'href="/comments/{long[0].pk}/thread/">15 more replies</a>' in page
    thread = Client().get(f"/comments/{long[0].pk}/thread/").content.decode()
    assert shown(thread) == [str(comment.pk) for comment in (long[0], *replies)]
    fragment = Client().get(
        f"/comments/{long[0].pk}/thread/?replies=20", headers={"X-Fragment": "1"}
    )
    assert len(shown(fragment.content.decode())) == 21
    assert "5 more replies" in fragment.content.decode()


def test_where_a_page_has_room_a_thread_shows_more_of_itself(
    discussion: Discussion, say: Say
) -> None:
    root = say("The only remark.")
    for number in range(30):
        say(f"Reply {number}.", to=root)
    assert len(shown(page_of(discussion))) == 31


def test_a_reply_that_its_page_does_not_hold_is_there_when_one_follows_its_link(
    discussion: Discussion, say: Say, long: list[Comment]
) -> None:
    above = say("The first reply.", to=long[0])
    for number in range(30):
        say(f"Reply {number}.", to=long[0])
    late = say("An answer to the first reply.", to=above)
    page = Client().get(late.get_absolute_url(), follow=True)
    assert page.redirect_chain[-1][0].endswith(f"?at={late.pk}#{late.anchor}")
    found = shown(page.content.decode())
    assert found.index(str(late.pk)) == found.index(str(above.pk)) + 1


def test_deep_answers_go_on_in_a_page_of_their_own_that_leads_back(
    discussion: Discussion, say: Say
) -> None:
    chain = [say("The beginning.")]
    for number in range(1, 40):
        chain.append(say(f"Answer {number}.", to=chain[-1]))
    page = page_of(discussion)
    assert str(chain[10].pk) in shown(page)
    assert str(chain[11].pk) not in shown(page)
    address = f"/comments/{chain[10].pk}/thread/"
    assert f'href="{address}">Continue this thread' in page
    branch = Client().get(address).content.decode()
    assert shown(branch) == [str(comment.pk) for comment in chain[10:]]
    assert "Answer 9." in branch  # a line for each of those above
    assert f'href="{chain[10].get_absolute_url()}">Back to the discussion' in branch
    deepest = Client().get(chain[-1].get_absolute_url(), follow=True).content.decode()
    assert shown(deepest)[-1] == str(chain[-1].pk)
    assert "in reply to <bdi>Bob</bdi>" in deepest


def test_a_thread_of_hundreds_comes_in_pages_in_reading_order(
    discussion: Discussion, say: Say
) -> None:
    root = say("The beginning.")
    first = say("The first reply.", to=root)
    others = [say(f"Reply {number}.", to=root) for number in range(PAGE + 20)]
    late = say("A late answer to the first reply.", to=first)
    address = f"/comments/{root.pk}/thread/"
    one = Client().get(address).content.decode()
    assert shown(one)[:3] == [str(comment.pk) for comment in (root, first, late)]
    assert len(shown(one)) == PAGE
    start = others[PAGE - 3].pk
    assert f'href="?start={start}"' in one
    two = Client().get(address, {"start": start}).content.decode()
    assert [*shown(one), *shown(two)] == [
        str(comment.pk) for comment in (root, first, late, *others)
    ]
    assert 'href="?"' in two


def test_the_most_recommended_and_most_discussed_threads_come_first(
    discussion: Discussion, say: Say, bob: Member, nora: Member
) -> None:
    plain, discussed, recommended = say("Plain."), say("Discussed."), say("Recommended.")
    say("An answer.", to=discussed)
    say("Another answer.", to=discussed)
    for reader in (bob, nora):
        recommend(recommended, by=reader)
    assert shown(page_of(discussion, order="recommended"))[0] == str(recommended.pk)
    assert shown(page_of(discussion, order="discussed"))[0] == str(discussed.pk)
    assert shown(page_of(discussion, order="newest"))[0] == str(recommended.pk)
    assert shown(page_of(discussion))[0] == str(plain.pk)
    for reader in (bob, nora):
        take_back(recommended, by=reader)
    assert shown(page_of(discussion, order="recommended"))[-1] == str(plain.pk)


def test_the_chosen_order_is_remembered(discussion: Discussion, say: Say) -> None:
    first, second = say("First."), say("Second.")
    client = Client()
    client.cookies["order"] = "newest"
    page = client.get(discussion.article.get_absolute_url()).content.decode()
    assert shown(page) == [str(second.pk), str(first.pk)]
    client.cookies["order"] = "nonsense"
    page = client.get(discussion.article.get_absolute_url()).content.decode()
    assert shown(page) == [str(first.pk), str(second.pk)]


def test_what_was_removed_leaves_its_place_only_where_somebody_answered(
    discussion: Discussion, say: Say, ada: Member, mira: Member, as_member: Callable[..., Client]
) -> None:
    answered, alone = say("Answered."), say("Alone.")
    say("The answer.", to=answered)
    for comment in (answered, alone):
        remove(comment, by=mira, reason="Off topic")
    page = page_of(discussion)
    assert page.count("Removed by a moderator") == 1
    assert "The answer." in page
    address = discussion.article.get_absolute_url()
    for concerned in (ada, mira):
        assert "Alone." in as_member(concerned).get(address).content.decode()
    told = Client().get(alone.get_absolute_url(), follow=True).content.decode()
    assert told.count("Removed by a moderator") == 2  # whoever follows its link is told


def test_counts_follow_whatever_happens(
    discussion: Discussion, say: Say, ada: Member, bob: Member, mira: Member, nora: Member
) -> None:
    root = say("A remark.")
    answers = [say(f"Answer {number}.", to=root) for number in range(3)]
    recommend(root, by=nora)
    recommend(root, by=nora)
    remove(answers[0], by=mira, reason="Off topic")
    withdraw(answers[1], by=bob)
    restore(answers[0], by=mira)
    discussion.mode = Discussion.Mode.PREMODERATED
    discussion.save(update_fields=["mode"])
    post(discussion, author=nora, body="May I?")
    discussion.refresh_from_db()
    root.refresh_from_db()
    assert (discussion.comment_count, root.reply_count, root.recommendation_count) == (3, 2, 1)
    assert list(counting.wrong_counts()) == []


def test_wrong_counts_are_told_and_mended(
    discussion: Discussion, say: Say, capsys: pytest.CaptureFixture[str]
) -> None:
    root = say("A remark.")
    Comment.objects.filter(pk=root.pk).update(reply_count=7)
    with pytest.raises(CommandError):
        call_command("check_counts")
    assert "reply_count is 7, not 0" in capsys.readouterr().out
    call_command("check_counts", mend=True)
    call_command("check_counts")
    assert "All counts are right." in capsys.readouterr().out


def test_a_page_costs_the_same_queries_wherever_it_is(
    discussion: Discussion,
    long: list[Comment],
    say: Say,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for one, other in pairwise(long[:10]):
        say("An answer.", to=one)
        say("Another answer.", to=other)
    for query in ({}, {"start": long[60].pk}, {"order": "discussed"}, {"at": long[90].pk}):
        with django_assert_max_num_queries(18):
            page_of(discussion, **query)


def test_waiting_replies_are_not_counted_for_others(
    discussion: Discussion, say: Say, nora: Member
) -> None:
    root = say("A remark.")
    discussion.mode = Discussion.Mode.PREMODERATED
    discussion.save(update_fields=["mode"])
    post(discussion, author=nora, body="May I?", to=root)
    page = page_of(discussion)
    assert "more repl" not in page
    assert shown(page) == [str(root.pk)]
    assert Comment.objects.filter(status=Status.WAITING).exists()


def test_what_one_member_says_in_a_discussion_is_read_by_itself(
    discussion: Discussion,
    say: Say,
    bob: Member,
    mira: Member,
    make_article: Callable[..., Article],
) -> None:
    elsewhere = make_article("A tram that went away\n\nIt left.\n", "away.txt").discussion
    remarks = [say(f"Remark {number}.") for number in range(32)]
    answer = say("An answer.", remarks[0])
    removed = say("Buy watches.")
    remove(removed, by=mira, reason="Spam")
    post(elsewhere, author=bob, body="Elsewhere.")
    post(elsewhere, author=mira, body="Elsewhere too.")

    first = page_of(discussion, by="ada")
    assert shown(first) == [str(remark.pk) for remark in remarks[:1:-1]]
    assert "Show all" in first
    second = page_of(discussion, by="Ada", before=remarks[2].pk)
    assert shown(second) == [str(remarks[1].pk), str(remarks[0].pk)]
    assert f"?by=Ada&amp;before={remarks[2].pk}#discussion" in first
    assert shown(page_of(discussion, by="Bob")) == [str(answer.pk)]
    assert "Nothing to read here yet" in page_of(discussion, by="Mira")


@pytest.mark.parametrize("name", ["Nobody", "", "\x00", "a" * 500])
def test_what_nobody_of_that_name_says_is_not_there(
    name: str, discussion: Discussion, adas_comment: Comment
) -> None:
    address = discussion.article.get_absolute_url()
    assert Client().get(address, {"by": name}).status_code == 404
    assert Client().get(address, {"by": "Ada"}).status_code == 200


@pytest.mark.parametrize("number", [1, 30])
def test_what_one_member_says_costs_the_same_few_queries(
    number: int,
    discussion: Discussion,
    say: Say,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for index in range(number):
        say(f"> Nobody had counted who missed it.\n\nRemark {index}.")
    watcher.look()
    with django_assert_max_num_queries(14):
        assert len(shown(page_of(discussion, by="Ada"))) == number


def test_ones_page_leads_to_what_one_says_in_each_discussion(adas_comment: Comment) -> None:
    article = adas_comment.discussion.article
    page = Client().get("/members/Ada/").content.decode()
    assert f'href="{article.get_absolute_url()}?by=Ada#discussion"' in page
