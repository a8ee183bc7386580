from collections import Counter

import pytest

from articles.models import Article
from forum import sampling
from forum.counting import wrong_counts
from forum.models import (
    AuthorAccount,
    Comment,
    EditorsAnswer,
    Flag,
    Highlight,
    Member,
    Notification,
    Question,
    Quote,
    SourceChange,
    Status,
)
from forum.working import work_off


@pytest.mark.django_db
def test_the_sample_shows_everything_that_the_site_can_do() -> None:
    sampling.load()
    assert Article.objects.count() == 3
    assert Comment.objects.count() >= 60
    assert {status for (status,) in Comment.objects.values_list("status")} == set(Status)
    marks = Counter(Quote.objects.filter(revision=None).values_list("fidelity", flat=True))
    assert marks["verbatim"] > marks["shortened"] > marks["altered"] >= 3
    assert marks["unfound"] >= 2
    assert Comment.objects.exclude(edited_at=None).count() == 3
    assert list(wrong_counts()) == []
    assert Flag.objects.open().exists()
    work_off()
    misprint = SourceChange.objects.get()
    assert "€1,120 on trams" in misprint.exact
    assert "€1,210 on trams" in misprint.quote.exact
    assert Member.objects.filter(groups__name="moderators").count() == 1
    assert set(Comment.objects.values_list("role", flat=True)) == {"", "moderator"}
    assert Comment.objects.filter(expertise="power systems").count() == 1
    assert AuthorAccount.objects.count() == 3
    assert set(Highlight.objects.standing().values_list("kind", flat=True)) == {"pin", "pick"}
    assert EditorsAnswer.objects.get().corrected_in == misprint.article_version
    assert Question.objects.open().count() == 1
    unread = Notification.objects.unread().of_comments()
    told = set(unread.values_list("created_at"))
    assert told <= set(Comment.objects.values_list("posted_at"))
    assert len(told) >= 20
    written = list(Comment.objects.order_by("discussion", "pk").values_list("posted_at", flat=True))
    assert written[0] < written[1]
