from collections.abc import Callable

import pytest

from articles.models import Article
from forum.models import Discussion, Member
from tests.forum.living import live_in


@pytest.fixture
def lived_in(
    article: Article, ada: Member, bob: Member, mira: Member, edith: Member, rule: Callable
) -> Discussion:
    """The discussion of a site that people have lived in."""
    live_in(article, ada, bob, mira, edith, rule)
    return Discussion.objects.get(article=article)
