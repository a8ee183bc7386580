"""What an article's readers asked about its facts, and what its editors answered."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forum import corrections
from forum.models import Comment, EditorsAnswer
from forum.views.finding import find_article
from forum.views.storable import storable

MOST = 200  # answers, the newest, and passages that wait for one


@storable(of_article=True)
@require_safe
def of_article(request: HttpRequest, slug: str) -> HttpResponse:
    article = find_article(request, slug)
    answers = EditorsAnswer.objects.public().filter(version__article=article)
    published = Comment.objects.published().visible_to(request.user).select_related("author")
    rows = list(
        answers.select_related("version__article", "corrected_in", "by")
        .prefetch_related(corrections.comments_of(published))
        .order_by("-pk")[:MOST]
    )
    waiting = corrections.waiting(request.user, article.slug)
    context = {
        "article": article,
        "answers": [
            {
                "answer": corrections.shown(row),
                "number": number,
                "is_changed": number != row.passage,
                "words": corrections.words_of(row.version, row.passage),
                "comments": row.asked,
            }
            for number, row in corrections.placed(rows, article.current)
        ],
        "asked": corrections.asked(list(waiting)[:MOST], waiting, request.user),
    }
    return render(request, "articles/corrections.html", context)
