from django.urls import include, path, register_converter
from django.views.decorators.http import require_safe

from forum import converters, feeds
from forum.admin.site import desk
from forum.views import (
    account,
    appeals,
    article,
    comment,
    comments,
    deciding,
    figures,
    history,
    lists,
    live,
    log,
    marks,
    members,
    notifications,
    pages,
    queue,
    quoted,
    sanctions,
    search,
    service,
    thread,
    versions,
    visits,
)
from forum.views.storable import storable

register_converter(converters.Key, "id")
register_converter(converters.Passage, "passage")
register_converter(converters.UnicodeSlug, "uslug")

articles_feed = storable()(require_safe(feeds.Articles()))
comments_feed = storable(of_article=True)(require_safe(feeds.Comments()))

urlpatterns = [
    path("", lists.front, name="front"),
    path("discussions/", lists.discussions, name="discussions"),
    path("feed.xml", articles_feed, name="feed"),
    path("search/", search.search, name="search"),
    path("sections/<uslug:slug>/", lists.section, name="section"),
    path("authors/<uslug:slug>/", lists.author, name="author"),
    path("articles/<uslug:slug>/", article.article, name="article"),
    path("articles/<uslug:slug>/news/", live.news, name="news"),
    path("live/articles/<uslug:slug>/", live.live, name="live"),
    path("articles/<uslug:slug>/feed.xml", comments_feed, name="article_feed"),
    path("articles/<uslug:slug>/search/", search.discussion_search, name="discussion_search"),
    path("articles/<uslug:slug>/new/", visits.new, name="new"),
    path("articles/<uslug:slug>/visit/", visits.visit, name="visit"),
    path("articles/<uslug:slug>/marks/", marks.marks, name="marks"),
    path("articles/<uslug:slug>/passages/<passage:number>/", article.passage, name="passage"),
    path("articles/<uslug:slug>/versions/", versions.versions, name="versions"),
    path("articles/<uslug:slug>/versions/<id:number>/", versions.version, name="version"),
    path(
        "articles/<uslug:slug>/versions/<id:number>/changes/",
        versions.changes,
        name="version_changes",
    ),
    path("articles/<uslug:slug>/comments/", comments.comments, name="comments"),
    path("comments/preview/", comments.preview, name="preview"),
    path("comments/<id:pk>/", comment.comment, name="comment"),
    path("comments/<id:pk>/reply/", comment.reply, name="reply"),
    path("comments/<id:pk>/quote/", comment.quote, name="quote"),
    path("comments/<id:pk>/edit/", comment.edit, name="edit"),
    path("comments/<id:pk>/withdrawal/", comment.withdrawal, name="withdrawal"),
    path("comments/<id:pk>/flag/", comment.flag, name="flag"),
    path("comments/<id:pk>/appeal/", appeals.appeal, name="appeal"),
    path("comments/<id:pk>/recommendation/", comment.recommendation, name="recommendation"),
    path("comments/<id:pk>/quotes/", quoted.quoted_by, name="quoted_by"),
    path("comments/<id:pk>/thread/", thread.thread, name="thread"),
    path("comments/<id:pk>/history/", history.history, name="history"),
    path("comments/<id:pk>/source/", history.source, name="source"),
    path("members/<str:name>/", members.member, name="member"),
    path("notifications/", notifications.notifications, name="notifications"),
    path("quotes/", pages.quotes, name="quotes_help"),
    path("moderation-log/", log.log, name="moderation_log"),
    path("rules/", pages.rules, name="house_rules"),
    path("healthz", service.health, name="health"),
    path(".well-known/security.txt", service.security, name="security"),
    path("accounts/", account.account, name="account"),
    path(
        "accounts/signup/cancellation/",
        account.signup_cancellation,
        name="account_signup_cancellation",
    ),
    path("accounts/", include("allauth.urls")),
    path("admin/queue/", queue.queue, name="queue"),
    path("admin/queue/decisions/", deciding.decisions, name="queue_decisions"),
    path("admin/queue/batches/", deciding.batches, name="queue_batches"),
    path("admin/queue/undoings/", deciding.undoings, name="queue_undoings"),
    path("admin/queue/claims/", deciding.claims, name="queue_claims"),
    path("admin/queue/sanctions/", sanctions.sanctions, name="queue_sanctions"),
    path("admin/queue/liftings/", sanctions.liftings, name="queue_liftings"),
    path("admin/queue/appeals/", appeals.appeals, name="queue_appeals"),
    path("admin/queue/appeals/<id:pk>/", appeals.answer, name="queue_appeal"),
    path("admin/queue/figures/", figures.figures, name="queue_figures"),
    path("admin/queue/notes/", sanctions.notes, name="queue_notes"),
    path("admin/", desk().urls),
]
handler500 = "forum.views.errors.server_error"
