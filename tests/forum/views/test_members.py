"""The page of a member."""

from django.test import Client

from forum.models import Discussion, Member
from forum.posting import post


def test_what_a_member_asked_the_editors_leads_to_the_answers_on_its_article(
    discussion: Discussion, ada: Member
) -> None:
    body = "> Nobody had counted who missed it.\n\nDid nobody?"
    post(discussion, author=ada, body=body, asks="fact")
    page = Client().get(ada.get_absolute_url()).content.decode()
    assert f'href="{discussion.article.get_absolute_url()}corrections/"' in page
