"""What an open page asks for when something has changed."""

import pytest
from django.test import Client

from articles.models import Article
from forum import moderating, posting
from forum.models import Comment, Discussion, Member, Status

PASSAGE = "I took the later tram"


def news(article: Article, *comments: Comment, client: Client | None = None) -> str:
    ids = ",".join(str(comment.pk) for comment in comments)
    address = f"{article.get_absolute_url()}news/?of={ids}&at=1"
    answer = (client or Client()).get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_new_answer_comes_with_its_place(bobs_answer: Comment, adas_comment: Comment) -> None:
    html = news(bobs_answer.discussion.article, bobs_answer)
    place = f'data-comment="{bobs_answer.pk}" data-above="{adas_comment.pk}" data-replies="1"'
    assert f"<li {place}>" in html
    assert "So did I." in html
    assert 'data-comment-count="2"' in html


def test_an_answer_names_all_that_it_stands_below(
    bobs_answer: Comment, adas_comment: Comment, ada: Member, nora: Member
) -> None:
    discussion = adas_comment.discussion
    back = posting.post(discussion, author=ada, body="Did you?", to=bobs_answer)
    posting.post(discussion, author=ada, body="Beside it.", to=adas_comment)
    deep = posting.post(discussion, author=nora, body="He did.", to=back)
    above = f"{back.pk} {bobs_answer.pk} {adas_comment.pk}"
    assert f'data-above="{above}" data-replies="4"' in news(discussion.article, deep)


def test_it_names_nothing_that_has_no_place_for_the_reader(
    bobs_answer: Comment, adas_comment: Comment, ada: Member, nora: Member, as_member: type[Client]
) -> None:
    discussion = adas_comment.discussion
    deep = posting.post(discussion, author=nora, body="He did.", to=bobs_answer)
    Comment.objects.filter(pk=bobs_answer.pk).update(status=Status.WAITING)
    assert f'data-above="{adas_comment.pk}"' in news(discussion.article, deep)
    assert f'data-above="{bobs_answer.pk} {adas_comment.pk}"' in news(
        discussion.article, deep, client=as_member(bobs_answer.author)
    )


def test_what_it_quotes_comes_with_it(adas_comment: Comment, bob: Member) -> None:
    body = f"> {PASSAGE}\n\nMe too."
    answer = posting.post(adas_comment.discussion, author=bob, body=body, to=adas_comment)
    html = news(adas_comment.discussion.article, answer)
    assert f'data-comment="{adas_comment.pk}"' in html


def test_the_passages_that_it_quotes_come_with_their_marks(
    discussion: Discussion, ada: Member
) -> None:
    passage = discussion.article.current.body.passages[2]
    comment = posting.post(discussion, author=ada, body=f"> {passage.text}\n\nQuite.")
    html = news(discussion.article, comment)
    assert f'id="{passage.id}"' in html
    assert 'data-comments="1"' in html


def test_of_a_removed_comment_its_place_is_left_and_its_marks_are_gone(
    discussion: Discussion, ada: Member, mira: Member
) -> None:
    passage = discussion.article.current.body.passages[2]
    comment = posting.post(discussion, author=ada, body=f"> {passage.text}\n\nQuite.")
    moderating.remove(comment, by=mira, reason="Off topic.")
    html = news(discussion.article, comment)
    assert "comment-tombstone" in html
    assert "Quite." not in html
    assert f'id="{passage.id}"' in html
    assert "data-comments=" not in html


def test_a_waiting_comment_comes_to_nobody_but_its_author_and_moderators(
    discussion: Discussion, ada: Member, mira: Member, as_member: type[Client]
) -> None:
    Discussion.objects.update(mode=Discussion.Mode.PREMODERATED)
    discussion.refresh_from_db()
    comment = posting.post(discussion, author=ada, body="Read me first.")
    article = discussion.article
    assert "Read me first." not in news(article, comment)
    assert f'data-comment="{comment.pk}"' not in news(article, comment)
    assert "Read me first." in news(article, comment, client=as_member(ada))
    assert "Read me first." in news(article, comment, client=as_member(mira))


def test_comments_of_other_articles_are_not_given_away(
    adas_comment: Comment, make_article: type[Article]
) -> None:
    other = make_article("Otherwise\n\nA paragraph of its own.\n", "other.txt")
    assert "later tram" not in news(other, adas_comment)


@pytest.mark.parametrize("ids", ["", "x", ",,", "9" * 40, "1,2,zwei"])
def test_odd_ids_are_passed_over(article: Article, ids: str) -> None:
    assert Client().get(f"{article.get_absolute_url()}news/", {"of": ids}).status_code == 200


def test_all_guests_share_one_answer(adas_comment: Comment) -> None:
    address = f"{adas_comment.discussion.article.get_absolute_url()}news/?of={adas_comment.pk}"
    assert Client().get(address).headers["Cache-Control"].startswith("public")


@pytest.mark.parametrize("number", [1, 30])
def test_however_many_are_asked_for_it_takes_few_queries(
    discussion: Discussion,
    ada: Member,
    number: int,
    django_assert_max_num_queries: type,
) -> None:
    comments = [
        posting.post(discussion, author=ada, body=f"The {count}th word on it.")
        for count in range(number)
    ]
    news(discussion.article, *comments)
    with django_assert_max_num_queries(13):
        news(discussion.article, *comments)


@pytest.mark.parametrize("depth", [2, 30])
def test_however_deep_an_answer_stands_it_takes_few_queries(
    adas_comment: Comment, bob: Member, depth: int, django_assert_max_num_queries: type
) -> None:
    answer = adas_comment
    for level in range(depth):
        answer = posting.post(
            adas_comment.discussion, author=bob, body=f"Level {level}.", to=answer
        )
    with django_assert_max_num_queries(15):
        news(adas_comment.discussion.article, answer)
