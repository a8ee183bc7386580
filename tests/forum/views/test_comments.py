import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Article
from forum import limits
from forum.models import Comment, Discussion, Member, Quote
from forum.posting import post
from tests.conftest import PASSWORD

Open = Callable[[Member], Client]


@pytest.fixture
def address(article: Article) -> str:
    return reverse("comments", args=[article.slug])


def test_posting_leads_to_the_new_comment(address: str, ada: Member, as_member: Open) -> None:
    answer = as_member(ada).post(address, {"body": "Hello.", "parent": "", "token": "t"})
    comment = Comment.objects.get()
    assert answer.status_code == 303
    assert answer["Location"].endswith(f"#comment-{comment.pk}")


def test_a_script_gets_the_new_comment_alone(address: str, ada: Member, as_member: Open) -> None:
    answer = as_member(ada).post(address, {"body": "Hello."}, headers={"X-Fragment": "1"})
    assert answer.status_code == 201
    assert "<html" not in answer.content.decode()
    assert f'id="comment-{Comment.objects.get().pk}"' in answer.content.decode()


def test_an_answer_is_put_under_what_it_answers(
    adas_comment: Comment, bob: Member, as_member: Open, address: str
) -> None:
    as_member(bob).post(address, {"body": "So did I.", "parent": adas_comment.pk})
    assert Comment.objects.get(author=bob).parent == adas_comment


@pytest.mark.parametrize(
    ("body", "status"),
    [("", 422), ("   ", 422), ("> Nobody had counted who missed it.", 422), ("é" * 10_001, 413)],
)
@pytest.mark.parametrize("fragment", ["", "1"])
def test_what_is_refused_is_still_in_the_box(
    body: str, status: int, fragment: str, address: str, ada: Member, as_member: Open
) -> None:
    answer = as_member(ada).post(address, {"body": body}, headers={"X-Fragment": fragment})
    assert answer.status_code == status
    assert body.replace(">", "&gt;") in answer.content.decode()
    assert not Comment.objects.exists()


def test_a_closed_discussion_refuses_and_keeps_the_text(
    discussion: Discussion, ada: Member, as_member: Open, address: str
) -> None:
    discussion.mode = Discussion.Mode.CLOSED
    discussion.save()
    answer = as_member(ada).post(address, {"body": "One more thing."})
    assert answer.status_code == 403
    assert "One more thing." in answer.content.decode()


def test_an_answer_to_what_is_not_there_keeps_the_text(
    address: str, ada: Member, as_member: Open
) -> None:
    for nobody in ("999999", "9" * 30):
        answer = as_member(ada).post(address, {"body": "So did I.", "parent": nobody})
        assert answer.status_code in (409, 422)
        assert "So did I." in answer.content.decode()
    assert not Comment.objects.exists()


def test_an_answer_stays_in_its_own_discussion(
    make_article: Callable[..., Article], adas_comment: Comment, bob: Member, as_member: Open
) -> None:
    other = make_article("Another piece\n\nIts first sentence. Its second.\n", source="other.txt")
    address = reverse("comments", args=[other.slug])
    answer = as_member(bob).post(address, {"body": "So did I.", "parent": adas_comment.pk})
    assert answer.status_code == 409
    assert not Comment.objects.filter(author=bob).exists()


def test_guests_log_in_and_find_their_words_in_the_composer(address: str, ada: Member) -> None:
    client = Client()
    answer = client.post(address, {"body": "What I meant to say.", "parent": ""})
    assert answer.status_code == 302
    page = client.post(answer["Location"], {"login": ada.email, "password": PASSWORD}, follow=True)
    assert page.redirect_chain[-1][0] == address
    assert "What I meant to say." in page.content.decode()
    assert not Comment.objects.exists()


def test_words_kept_for_one_article_do_not_turn_up_under_another(
    address: str, ada: Member, make_article: Callable[..., Article]
) -> None:
    client = Client()
    client.post(address, {"body": "About the tram."})
    client.force_login(ada, backend="django.contrib.auth.backends.ModelBackend")
    other = make_article("Another piece\n\nIts first sentence. Its second.\n", source="other.txt")
    assert (
        "About the tram." not in client.get(reverse("comments", args=[other.slug])).content.decode()
    )
    assert "About the tram." in client.get(address).content.decode()


def test_a_session_that_ends_while_one_writes_loses_nothing(
    adas_comment: Comment, ada: Member, bob: Member
) -> None:
    for person, door, field in ((ada, "edit", "body"), (bob, "flag", "note")):
        client = Client()
        address = f"{adas_comment.get_absolute_url()}{door}/"
        typed = {field: "Typed for an hour.", "version": "1", "reason": "abuse"}
        answer = client.post(address, typed)
        credentials = {"login": person.email, "password": PASSWORD}
        page = client.post(answer["Location"], credentials, follow=True)
        assert page.redirect_chain[-1][0] == address
        assert "Typed for an hour." in page.content.decode()


def test_whoever_logs_in_to_recommend_is_led_to_the_comment(
    adas_comment: Comment, bob: Member
) -> None:
    client = Client()
    answer = client.post(f"{adas_comment.get_absolute_url()}recommendation/")
    credentials = {"login": bob.email, "password": PASSWORD}
    page = client.post(answer["Location"], credentials, follow=True)
    assert page.status_code == 200
    assert page.redirect_chain[-1][0].endswith(f"#comment-{adas_comment.pk}")


def test_sentences_that_are_not_there_are_not_quoted(
    address: str, ada: Member, as_member: Open
) -> None:
    many = {"passage": 1, "sentence": ["99", "x", "9" * 5000, "-1"]}
    assert as_member(ada).get(address, many).context["form"].initial["body"] == ""


def test_what_was_typed_survives_an_expired_form(address: str, ada: Member) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada, backend="django.contrib.auth.backends.ModelBackend")
    ours = {"Origin": "http://testserver"}
    answer = client.post(address, {"body": "Typed for an hour."}, headers=ours)
    assert answer.status_code == 403
    assert "Typed for an hour." in answer.content.decode()


def test_more_fields_than_the_form_has_change_nothing(
    address: str, ada: Member, bob: Member, as_member: Open
) -> None:
    more = {
        "author": bob.pk,
        "status": "removed",
        "discussion": 999,
        "created_at": "2001-01-01",
        "html": "<script>",
        "version": 7,
    }
    as_member(ada).post(address, {"body": "Hello.", **more})
    comment = Comment.objects.get()
    assert (comment.author, comment.status, comment.version) == (ada, "published", 1)
    assert "script" not in comment.html


def test_too_many_comments_are_refused_with_a_time_and_nothing_is_lost(
    address: str, ada: Member, bob: Member, as_member: Open
) -> None:
    client = as_member(ada)
    most = limits.COMMENTS[0].count
    for number in range(most):
        assert client.post(address, {"body": f"Number {number}."}).status_code == 303
    answer = client.post(address, {"body": "One too many."})
    assert answer.status_code == 429
    assert "One too many." in answer.content.decode()
    assert "try again in" in answer.content.decode()
    assert as_member(bob).post(address, {"body": "Hello."}).status_code == 303


def test_picked_sentences_stand_in_the_composer_as_quotes(
    address: str, ada: Member, as_member: Open
) -> None:
    page = as_member(ada).get(address, {"passage": 1, "sentence": 1}).content.decode()
    assert "&gt; Nobody had counted who missed it." in page
    assert "(#p-1)" in page
    assert "The last tram left" not in page.split("<textarea")[1]


def test_a_quote_taken_from_a_passage_is_verbatim(
    address: str, ada: Member, as_member: Open
) -> None:
    client = as_member(ada)
    box = client.get(address, {"passage": 2}).context["form"].initial["body"]
    client.post(address, {"body": f"{box}\n\nIndeed."})
    quote = Quote.objects.get()
    assert (quote.fidelity, quote.passages) == ("verbatim", [2])


def test_quoting_a_comment_names_its_author(
    adas_comment: Comment, bob: Member, as_member: Open
) -> None:
    address = reverse("reply", args=[adas_comment.pk]) + "?quote=1"
    page = as_member(bob).get(address).content.decode()
    assert "&gt; I took the later tram on its first night." in page
    assert f"[Ada](/comments/{adas_comment.pk}/)" in page


def test_a_preview_shows_the_marks_and_stores_nothing(
    article: Article, ada: Member, as_member: Open
) -> None:
    body = "> Nobody had counted who missed it.\n\nNobody at all?"
    answer = as_member(ada).post(reverse("preview"), {"body": body, "article": article.slug})
    assert 'data-fidelity="verbatim"' in answer.content.decode()
    assert not Comment.objects.exists()


def test_a_preview_without_script_is_part_of_the_composers_page(
    address: str, ada: Member, as_member: Open
) -> None:
    answer = as_member(ada).post(address, {"body": "*Well.*", "preview": "1"})
    assert "<em>Well.</em>" in answer.content.decode()
    assert not Comment.objects.exists()


def test_the_preview_offers_the_original_wording_where_a_quote_differs(
    address: str, ada: Member, as_member: Open
) -> None:
    body = (
        "> Somebody had counted who missed it.\n\n> In March […] a later one.\n\n"
        "> The last tram left the harbour\n\n> Trams fly.\n\nWell."
    )
    page = as_member(ada).post(address, {"body": body, "preview": "1"}).content.decode()
    offered = re.findall(r'name="restore" value="(\d)"', page)
    assert offered == ["0", "1"]


def test_a_quote_gets_its_original_wording_and_all_else_stays(
    address: str, ada: Member, as_member: Open
) -> None:
    quote = "> Somebody had counted who missed it.\n>\n> — [Trams](#p-1)"
    body = f"So:\n\n{quote}\n\n> Trams fly.\n\nWell."
    answer = as_member(ada).post(address, {"body": body, "restore": "0"})
    restored = body.replace("Somebody", "Nobody")
    assert answer.context["form"]["body"].value() == restored
    assert 'data-fidelity="verbatim"' in answer.content.decode()
    assert not Comment.objects.exists()


@pytest.mark.parametrize("ordinal", ["1", "7", "-1", "x", "9" * 5000, ""])
def test_a_quote_that_is_not_there_or_not_known_keeps_its_words(
    ordinal: str, address: str, ada: Member, as_member: Open
) -> None:
    body = "> Somebody had counted who missed it.\n\n> Trams fly.\n\nWell."
    answer = as_member(ada).post(address, {"body": body, "restore": ordinal})
    assert answer.status_code in (200, 422)
    assert answer.context["form"]["body"].value() == body


def test_a_comment_that_is_posted_offers_no_other_wording(
    address: str, ada: Member, as_member: Open
) -> None:
    as_member(ada).post(address, {"body": "> Somebody had counted who missed it.\n\nWho?"})
    page = as_member(ada).get(Comment.objects.get().get_absolute_url(), follow=True)
    assert 'data-fidelity="altered"' in page.content.decode()
    assert 'name="restore"' not in page.content.decode()


def test_picked_sentences_of_a_comment_stand_in_the_composer_as_quotes(
    discussion: Discussion, ada: Member, bob: Member, as_member: Open
) -> None:
    said = post(discussion, author=ada, body="One came.\n\nTwo went. Three *stayed*.\n\nWhy?")
    client = as_member(bob)
    page = client.get(f"{said.get_absolute_url()}quote/").content.decode()
    assert page.count('type="checkbox"') == 4
    reply = reverse("reply", args=[said.pk])
    box = client.get(reply, {"quote": 1, "sentence": [0, 1, 3]}).context["form"].initial["body"]
    name = f"\n>\n> — [Ada]({said.get_absolute_url()})\n\n"
    assert box == f"> One came.\n>\n> Two went.{name}> Why?{name}"
    client.post(address_of(said), {"body": f"{box}Hm.", "parent": said.pk})
    assert [quote.fidelity for quote in Quote.objects.all()] == ["verbatim", "verbatim"]


def test_guests_are_asked_to_log_in_before_they_quote_a_comment(adas_comment: Comment) -> None:
    address = f"{adas_comment.get_absolute_url()}quote/"
    page = Client().get(address).content.decode()
    assert adas_comment.text in page
    assert f'/accounts/login/?next={address}"' in page
    assert "checkbox" not in page


def test_what_is_not_published_can_not_be_quoted(
    adas_comment: Comment, ada: Member, bob: Member, mira: Member, as_member: Open
) -> None:
    adas_comment.become("removed", by=mira, reason="Spam")
    address = f"{adas_comment.get_absolute_url()}quote/"
    assert as_member(bob).get(address).status_code == 404
    assert as_member(ada).get(address).status_code == 403


def address_of(comment: Comment) -> str:
    return reverse("comments", args=[comment.discussion.article.slug])
