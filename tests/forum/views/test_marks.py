from collections.abc import Callable

import pytest
from django.test import Client

from articles.models import Article
from forum.models import Comment, Discussion, Member, Status
from forum.posting import post
from forum.watching import watcher

MISSED = "> Nobody had counted who missed it."
MARKED = '<mark data-depth="{}">Nobody had counted who missed it.</mark>'


@pytest.fixture
def quoted(discussion: Discussion, ada: Member) -> Article:
    """The article with a passage that Ada quotes."""
    post(discussion, author=ada, body=f"{MISSED}\n\nI had.")
    return discussion.article


def read(article: Article, client: Client | None = None) -> str:
    return (client or Client()).get(article.get_absolute_url()).content.decode()


def test_a_passage_says_how_many_comments_quote_it_and_leads_to_them(
    quoted: Article, bob: Member
) -> None:
    page = read(quoted)
    assert page.count('class="margin-mark"') == 1
    assert 'aria-label="1 comment quotes this paragraph"' in page
    assert f'href="{quoted.get_absolute_url()}passages/p-1/" data-comments="1"' in page
    assert 'title="Nobody had counted who missed it."' in page
    post(quoted.discussion, author=bob, body=f"{MISSED}\n\nSo had I.")
    assert 'aria-label="2 comments quote this paragraph"' in read(quoted)


def test_the_words_are_marked_deeper_when_more_people_quote_them(
    quoted: Article, bob: Member
) -> None:
    assert MARKED.format(1) in read(quoted)
    post(quoted.discussion, author=bob, body=f"{MISSED}\n\nSo had I.")
    assert MARKED.format(2) in read(quoted)


def test_a_removed_comment_takes_its_marks_along_and_brings_them_back(
    quoted: Article, mira: Member, as_member: Callable[[Member], Client]
) -> None:
    comment = quoted.discussion.comments.get()
    comment.become(Status.REMOVED, by=mira, reason="Off topic")
    for client in (Client(), as_member(mira)):
        page = read(quoted, client)
        assert "margin-mark" not in page
        assert "<mark" not in page
    comment.become(Status.PUBLISHED, by=mira)
    assert MARKED.format(1) in read(quoted)


def test_words_are_marked_and_nothing_in_them_is_taken_for_html(
    make_article: Callable[..., Article], ada: Member
) -> None:
    article = make_article("Tags\n\nBy Ada\n\nWrite <b>bold</b> & be bold.", "tags.txt")
    post(article.discussion, author=ada, body="> Write \\<b>bold\\</b> & be bold.\n\nOh.")
    assert ">Write &lt;b&gt;bold&lt;/b&gt; &amp; be bold.</mark>" in read(article)


def test_a_guest_hides_the_marks_in_all_articles_and_shows_them_again(quoted: Article) -> None:
    guest = Client(enforce_csrf_checks=True)
    assert "Hide marks" in read(quoted, guest)
    address = f"{quoted.get_absolute_url()}marks/"
    answer = guest.post(address, {"marks": "off"})
    assert (answer.status_code, answer["Location"]) == (303, quoted.get_absolute_url())
    page = read(quoted, guest)
    assert "<mark" not in page
    assert "Show marks" in page
    assert 'aria-label="1 comment quotes this paragraph"' in page
    assert MARKED.format(1) in read(quoted)
    guest.post(address, {"marks": "on"})
    assert MARKED.format(1) in read(quoted, guest)


def test_where_nothing_is_quoted_there_is_no_switch(adas_comment: Comment) -> None:
    assert "Hide marks" not in read(adas_comment.discussion.article)


def test_an_editor_turns_the_marks_of_an_article_off(
    quoted: Article, mira: Member, bob: Member, as_member: Callable[[Member], Client]
) -> None:
    post(quoted.discussion, author=bob, body=f"{MISSED}\n\nSo had I.")
    assert "most-quoted" in Client().get("/").content.decode()
    answer = as_member(mira).post(
        "/admin/forum/discussion/",
        {
            "form-TOTAL_FORMS": 1,
            "form-INITIAL_FORMS": 1,
            "form-0-article": quoted.pk,
            "form-0-mode": "open",
            "_save": "Save",
        },
    )
    assert answer.status_code == 302
    page = read(quoted)
    assert "<mark" not in page
    assert "Hide marks" not in page
    assert 'aria-label="2 comments quote this paragraph"' in page
    assert "most-quoted" not in Client().get("/").content.decode()


def test_the_front_page_has_the_words_that_two_people_quote(quoted: Article, bob: Member) -> None:
    assert "most-quoted" not in Client().get("/").content.decode()
    post(quoted.discussion, author=bob, body=f"{MISSED}\n\nSo had I.")
    page = Client().get("/").content.decode()
    assert "“Nobody had counted who missed it.”</a> <b>quoted twice</b>" in page
    assert f'href="{quoted.get_absolute_url()}#p-1"' in page


def test_a_long_discussion_begins_with_the_words_most_quoted(
    quoted: Article, bob: Member, mira: Member
) -> None:
    for person in (bob, mira):
        post(quoted.discussion, author=person, body=f"{MISSED}\n\nSo had {person.name}.")
    assert "most-quoted" not in read(quoted)
    for number in range(17):
        post(quoted.discussion, author=bob, body=f"Remark number {number}.")
    assert "<b>quoted 3 times</b>" in read(quoted)


def test_lists_of_articles_cost_the_same_few_queries(
    quoted: Article,
    bob: Member,
    make_article: Callable[..., Article],
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    for number in range(12):
        other = make_article(
            f"Piece {number}\n\nBy Ada\n\nThe ferry waits for nobody.", f"{number}"
        )
        post(
            other.discussion, author=bob, body=f"> The ferry waits for nobody.\n\nThat is {number}."
        )
    Discussion.objects.update(quiet_days=30)
    watcher.look()
    with django_assert_max_num_queries(7):
        Client().get("/")


@pytest.fixture
def conversation(quoted: Article, ada: Member, bob: Member, nora: Member) -> Discussion:
    """A remark, Bob's answer that quotes the first passage, and what is said below that."""
    discussion = quoted.discussion
    remark = post(discussion, author=ada, body="A remark on the side.")
    answer = post(discussion, author=bob, body=f"{MISSED}\n\nBob had.", to=remark)
    reply = post(discussion, author=ada, body="A reply to Bob.", to=answer)
    post(discussion, author=bob, body="Bob replies to that.", to=reply)
    post(discussion, author=nora, body="Another answer to the remark.", to=remark)
    return discussion


def test_a_passages_page_has_the_comments_that_quote_it_with_their_answers(
    conversation: Discussion,
) -> None:
    page = Client().get(f"{conversation.article.get_absolute_url()}passages/p-1/").content.decode()
    for words in ("I had.", "Bob had.", "A reply to Bob.", "Bob replies to that."):
        assert words in page
    for words in ("A remark on the side.", "Another answer to the remark."):
        assert words not in page
    assert page.index("I had.") < page.index("Bob had.") < page.index("A reply to Bob.")
    page = page.partition('<template id="branch">')[0]
    assert page.count('<ol class="thread">') == page.count("</ol>") == 3


def test_a_passages_page_shows_nobody_what_they_may_not_read(
    conversation: Discussion, mira: Member, ada: Member, as_member: Callable[[Member], Client]
) -> None:
    address = f"{conversation.article.get_absolute_url()}passages/p-1/"
    bobs = conversation.comments.get(text="Bob had.")
    bobs.become(Status.REMOVED, by=mira, reason="Off topic")
    for client in (Client(), as_member(ada)):
        page = client.get(address).content.decode()
        assert "Bob had." not in page
        assert "A reply to Bob." not in page
    assert "Bob had." in as_member(mira).get(address).content.decode()


def test_what_many_quote_comes_in_pages(quoted: Article, bob: Member) -> None:
    for number in range(60):
        post(quoted.discussion, author=bob, body=f"{MISSED}\n\nRemark {number}.")
    address = f"{quoted.get_absolute_url()}passages/p-1/"
    first = Client().get(address).content.decode()
    assert "Remark 48." in first
    assert "Remark 49." not in first
    ids = list(quoted.discussion.comments.order_by("pk").values_list("pk", flat=True))
    assert f"?start={ids[50]}#quoting" in first
    second = Client().get(address, {"start": ids[50]}).content.decode()
    assert "Remark 48." not in second
    assert "Remark 59." in second
    assert f"?start={ids[0]}#quoting" in second


@pytest.mark.parametrize("number", [2, 40])
def test_a_passages_page_costs_the_same_few_queries(
    number: int,
    quoted: Article,
    bob: Member,
    as_member: Callable[[Member], Client],
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    said = quoted.discussion.comments.get()
    for index in range(number):
        said = post(quoted.discussion, author=bob, body=f"{MISSED}\n\nRemark {index}.", to=said)
    client = as_member(bob)
    with django_assert_max_num_queries(18):
        client.get(f"{quoted.get_absolute_url()}passages/p-1/")
