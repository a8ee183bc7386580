"""Every address of the site, and who gets in with what. An address that the table doesn't know
fails the test: whoever adds a door says here whom it opens for."""

from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from articles.models import Article, Tag
from forum.models import Comment, Discussion, Member, Status
from forum.posting import post

PEOPLE = ["anonymous", "bob", "ada", "mira"]
# For GET and for POST: what anonymous readers, a member (Bob), the author (Ada) and a moderator
# get. 302 for the first is the way to the log-in page.
READ = [200, 200, 200, 200]
NONE = [405, 405, 405, 405]
WRITE = [302, 200, 200, 200]
DESK = [302, 403, 403, 200]
KEPT_SHUT = [302, 403, 403, 403]
DOORS: dict[str, tuple[str, list[int], list[int]]] = {
    "front": ("/", READ, NONE),
    "feed": ("/feed.xml", READ, NONE),
    "search": ("/search/?q=tram", READ, NONE),
    "discussion_search": ("{article}search/?q=tram", READ, NONE),
    "section": ("/sections/cities/", READ, NONE),
    "tag": ("/tags/trams/", READ, NONE),
    "section_feed": ("/sections/cities/feed.xml", READ, NONE),
    "author": ("/authors/lena-horvat/", READ, NONE),
    "author_feed": ("/authors/lena-horvat/feed.xml", READ, NONE),
    "article": ("{article}", READ, NONE),
    "news": ("{article}news/?of={pk}", READ, NONE),
    "live": ("/live{article}", [404] * 4, NONE),  # forum.live answers before Django
    "corrections": ("{article}corrections/", READ, NONE),
    "article_feed": ("{article}feed.xml", READ, NONE),
    "new": ("{article}new/", READ, NONE),
    "visit": ("{article}visit/", [302, 302, 302, 302], [302, 400, 400, 400]),
    "discussions": ("/discussions/", [302, 200, 200, 200], NONE),
    "marks": ("{article}marks/", NONE, [303, 303, 303, 303]),
    "passage": ("{article}passages/p-1/", READ, NONE),
    "versions": ("{article}versions/", READ, NONE),
    "version": ("{article}versions/1/", READ, NONE),
    "version_changes": ("{article}versions/1/changes/", READ, NONE),
    "comments": ("{article}comments/", WRITE, [302, 422, 422, 422]),
    "preview": ("/comments/preview/", NONE, [403, 404, 404, 404]),
    "comment": ("/comments/{pk}/", [302, 302, 302, 302], NONE),
    "reply": ("/comments/{pk}/reply/", WRITE, NONE),
    "quote": ("/comments/{pk}/quote/", READ, NONE),
    "edit": ("/comments/{pk}/edit/", [302, 403, 200, 403], [302, 403, 422, 403]),
    "withdrawal": ("/comments/{pk}/withdrawal/", [302, 403, 200, 403], [302, 403, 303, 403]),
    "flag": ("/comments/{pk}/flag/", [302, 200, 403, 200], [302, 422, 403, 422]),
    "appeal": ("/comments/{pk}/appeal/", [302, 403, 404, 403], [302, 403, 404, 403]),
    "recommendation": (
        "/comments/{pk}/recommendation/",
        [302, 302, 302, 302],
        [302, 303, 403, 303],
    ),
    "pin": ("/comments/{pk}/pin/", [302, 403, 403, 302], [302, 403, 403, 303]),
    "pick": ("/comments/{pk}/pick/", [302, 403, 403, 302], [302, 403, 403, 303]),
    "quoted_by": ("/comments/{pk}/quotes/", READ, NONE),
    "thread": ("/comments/{pk}/thread/", READ, NONE),
    "history": ("/comments/{pk}/history/", READ, NONE),
    "source": ("/comments/{pk}/source/", READ, NONE),
    "follow_article": ("{article}following/", [302] * 4, [302, 303, 303, 303]),
    "follow_comment": ("/comments/{pk}/following/", [302] * 4, [302, 303, 303, 303]),
    "follow_member": ("/members/Ada/following/", [302, 302, 403, 302], [302, 303, 403, 303]),
    "follow_section": ("/sections/cities/following/", [302] * 4, [302, 303, 303, 303]),
    "followed": ("/accounts/following/", WRITE, [302, 404, 404, 404]),
    "people": ("{article}people/?begun=ad", WRITE, NONE),
    "member_by_number": ("/members/{author}/", [302] * 4, NONE),
    "member": ("/members/Ada/", READ, NONE),
    "member_feed": ("/members/Ada/feed.xml", READ, NONE),
    "mute": ("/members/Ada/mute/", [302, 200, 403, 200], [302, 303, 403, 303]),
    "answers_feed": ("/answers/{pk}/feed.xml", [404] * 4, NONE),
    "notifications": ("/notifications/", WRITE, [302, 400, 400, 400]),
    "unread": ("/notifications/unread/", WRITE, NONE),
    "seen": ("/notifications/seen/", NONE, [302, 200, 200, 200]),
    "picture": ("/pictures/{pk}/" + 64 * "0" + ".webp", [404] * 4, NONE),
    "quotes_help": ("/quotes/", READ, NONE),
    "moderation_log": ("/moderation-log/", READ, NONE),
    "highlight_log": ("/moderation-log/highlights/", READ, NONE),
    "house_rules": ("/rules/", READ, NONE),
    "health": ("/healthz", READ, NONE),
    "security": ("/.well-known/security.txt", READ, NONE),
    "account_signup_cancellation": ("/accounts/signup/cancellation/", NONE, [302] * 4),
    "account_language": ("/accounts/language/", [302, 200, 200, 200], [302, 302, 302, 302]),
    "account_time_zone": (
        "/accounts/time-zone/",
        [302, 200, 200, 200],
        [302, 302, 302, 302],
    ),
    "account": ("/accounts/", [302, 200, 200, 200], NONE),
    "preferences": ("/accounts/notifications/", WRITE, [302, 422, 422, 422]),
    "mutes": ("/accounts/mutes/", WRITE, [302, 404, 404, 404]),
    "account_feeds": ("/accounts/feeds/", WRITE, [302, 303, 303, 303]),
    "bounces": ("/bounces/", NONE, [404] * 4),  # without BOUNCE_SECRET
    "mail_again": ("/mail-again/{pk}/", [404] * 4, [404] * 4),
    "unsubscription": ("/unsubscriptions/{pk}/", [404] * 4, [404] * 4),
    # For those who have shown just now who they are; here nobody has.
    "account_data": ("/accounts/data/", [302] * 4, [302] * 4),
    "account_closing": ("/accounts/closing/", [302] * 4, [302] * 4),
    "queue": ("/admin/queue/", DESK, NONE),
    "queue_decisions": ("/admin/queue/decisions/", NONE, [302, 403, 403, 404]),
    "queue_batches": ("/admin/queue/batches/", NONE, [302, 403, 403, 303]),
    "queue_undoings": ("/admin/queue/undoings/", NONE, [302, 403, 403, 303]),
    "queue_counts": ("/admin/queue/counts/", DESK, NONE),
    "queue_claims": ("/admin/queue/claims/", NONE, [302, 403, 403, 404]),
    "queue_sanctions": ("/admin/queue/sanctions/", NONE, [302, 403, 403, 404]),
    "queue_liftings": ("/admin/queue/liftings/", NONE, [302, 403, 403, 404]),
    "queue_appeals": ("/admin/queue/appeals/", DESK, NONE),
    "queue_appeal": ("/admin/queue/appeals/{pk}/", NONE, [302, 403, 403, 404]),
    "queue_figures": ("/admin/queue/figures/", DESK, NONE),
    "queue_notes": ("/admin/queue/notes/", NONE, [302, 403, 403, 404]),
    "corrections_desk": ("/admin/corrections/", [302, 403, 403, 403], NONE),
    "corrections_answers": (
        "/admin/corrections{article}",
        NONE,
        [302, 403, 403, 403],
    ),
    "corrections_answer": ("/admin/corrections/answers/{pk}/", NONE, [302, 403, 403, 403]),
    "corrections_taking_back": (
        "/admin/corrections/answers/{pk}/taking-back/",
        NONE,
        [302, 403, 403, 403],
    ),
    "moved": ("/from/?url=https://nowhere.example/", [404] * 4, NONE),
    "imported_comments": ("/accounts/imported-comments/", WRITE, [302, 404, 404, 404]),
    "imported_comments_revocation": (
        "/accounts/imported-comments/{pk}/revocation/",
        NONE,
        [302, 404, 404, 404],
    ),
    "imports": ("/admin/imports/", KEPT_SHUT, KEPT_SHUT),
    "import_redirects": ("/admin/imports/redirects/", KEPT_SHUT, NONE),
    "import_batch": ("/admin/imports/1000000/", KEPT_SHUT, NONE),
    "import_line": ("/admin/imports/1000000/lines/1/", KEPT_SHUT, NONE),
    "import_application": ("/admin/imports/1000000/application/", NONE, KEPT_SHUT),
    "import_undoing": ("/admin/imports/1000000/undoing/", KEPT_SHUT, KEPT_SHUT),
    "import_discarding": ("/admin/imports/1000000/discarding/", NONE, KEPT_SHUT),
}
# What an editor gets where that isn't what a member gets.
EDITOR = {
    "corrections_desk": (200, 405),
    "corrections_answers": (405, 422),
    "corrections_answer": (405, 404),
    "corrections_taking_back": (405, 404),
    "pin": (302, 303),
    "pick": (302, 303),
    "imports": (200, 422),
    "import_redirects": (200, 405),
    "import_batch": (404, 405),
    "import_line": (404, 405),
    "import_application": (405, 404),
    "import_undoing": (404, 404),
    "import_discarding": (405, 404),
}
ADMIN = {
    "index": [302, 302, 302, 200],
    "forum_comment_changelist": [302, 302, 302, 200],
    "forum_decision_changelist": [302, 302, 302, 200],
    "forum_flag_changelist": [302, 302, 302, 200],
    "forum_highlight_changelist": [302, 302, 302, 200],
    "forum_authoraccount_changelist": [302, 302, 302, 403],
    "forum_rule_changelist": [302, 302, 302, 200],
    "forum_rule_add": [302, 302, 302, 200],
    "forum_sectionterms_changelist": [302, 302, 302, 200],
    "forum_discussion_changelist": [302, 302, 302, 200],
    "forum_member_changelist": [302, 302, 302, 200],
    "forum_mail_changelist": [302, 302, 302, 403],
    "forum_refusedaddress_changelist": [302, 302, 302, 403],
    "forum_reason_changelist": [302, 302, 302, 200],
    "forum_sanction_changelist": [302, 302, 302, 200],
    "articles_article_changelist": [302, 302, 302, 200],
    "articles_section_changelist": [302, 302, 302, 403],
    "articles_tag_changelist": [302, 302, 302, 403],
    "articles_author_changelist": [302, 302, 302, 403],
    "articles_picture_changelist": [302, 302, 302, 403],
    "auth_group_changelist": [302, 302, 302, 403],
}


@pytest.fixture(autouse=True)
def tagged(article: Article) -> None:
    article.tags.add(Tag.objects.called("trams"))


@pytest.fixture
def open_for(
    request: pytest.FixtureRequest, as_member: Callable[[Member], Client]
) -> Callable[[str], Client]:
    def open_browser(person: str) -> Client:
        if person == "anonymous":
            return Client()
        return as_member(request.getfixturevalue(person))

    return open_browser


def our_patterns() -> Iterator[URLPattern]:
    for pattern in get_resolver().url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern


def test_every_address_of_ours_is_in_the_table() -> None:
    assert {pattern.name for pattern in our_patterns()} == DOORS.keys()
    others = [p for p in get_resolver().url_patterns if isinstance(p, URLResolver)]
    assert sorted(str(resolver.pattern) for resolver in others) == ["accounts/", "admin/"]


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("name", DOORS)
def test_a_door_opens_for_those_whom_the_table_names(
    name: str, person: str, adas_comment: Comment, open_for: Callable[[str], Client]
) -> None:
    pattern, reading, writing = DOORS[name]
    address = pattern.format(
        article=adas_comment.discussion.article.get_absolute_url(),
        pk=adas_comment.pk,
        author=adas_comment.author_id,
    )
    column = PEOPLE.index(person)
    client = open_for(person)
    assert client.get(address).status_code == reading[column]
    answer = client.post(address)
    assert answer.status_code == writing[column]
    if writing[column] == 302:
        assert answer["Location"].startswith("/accounts/")


@pytest.mark.parametrize("name", DOORS)
def test_an_editor_gets_in_where_members_do_and_at_the_corrections_desk(
    name: str, adas_comment: Comment, edith: Member, as_member: Callable[[Member], Client]
) -> None:
    pattern, *of_members = DOORS[name]
    expected = EDITOR.get(name) or tuple(column[PEOPLE.index("bob")] for column in of_members)
    address = pattern.format(
        article=adas_comment.discussion.article.get_absolute_url(),
        pk=adas_comment.pk,
        author=adas_comment.author_id,
    )
    client = as_member(edith)
    assert (client.get(address).status_code, client.post(address).status_code) == expected


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("name", ADMIN)
def test_the_desk_opens_for_moderators_only(
    name: str, person: str, adas_comment: Comment, open_for: Callable[[str], Client]
) -> None:
    answer = open_for(person).get(reverse(f"admin:{name}"))
    assert answer.status_code == ADMIN[name][PEOPLE.index(person)]


@pytest.mark.parametrize(
    "door",
    [
        "",
        "reply/",
        "quote/",
        "edit/",
        "withdrawal/",
        "flag/",
        "quotes/",
        "history/",
        "source/",
    ],
)
def test_what_one_may_not_read_is_not_there(
    door: str,
    discussion: Discussion,
    ada: Member,
    bob: Member,
    as_member: Callable[[Member], Client],
) -> None:
    discussion.mode = Discussion.Mode.PREMODERATED
    waiting = post(discussion, author=ada, body="May I?")
    for client in (Client(), as_member(bob)):
        answer = client.get(f"/comments/{waiting.pk}/{door}")
        goes_to_log_in = answer.status_code == 302 and "/accounts/login/" in answer["Location"]
        assert answer.status_code == 404 or goes_to_log_in
    assert as_member(ada).get(f"/comments/{waiting.pk}/source/").status_code == 200


def test_nobody_finds_secrets_of_others_at_the_desk(
    make_member: Callable[..., Member], as_member: Callable[[Member], Client]
) -> None:
    everything = as_member(make_member("Tove", is_staff=True, is_superuser=True))
    page = everything.get("/admin/").content.decode()
    for private in ("authenticator", "emailaddress", "usersession"):
        assert private not in page
    for address in ("/admin/mfa/authenticator/", "/admin/account/emailaddress/"):
        assert everything.get(address).status_code == 404


def test_no_permission_is_left_for_what_is_gone(db: None) -> None:
    permissions = Permission.objects.select_related("content_type")
    assert [each for each in permissions if each.content_type.model_class() is None] == []


@pytest.mark.parametrize("door", ["recommendation/", "flag/"])
def test_nobody_acts_on_what_is_not_public(
    door: str,
    adas_comment: Comment,
    bob: Member,
    mira: Member,
    as_member: Callable[[Member], Client],
) -> None:
    adas_comment.become(Status.REMOVED, by=mira, reason="Spam")
    address = f"/comments/{adas_comment.pk}/{door}"
    assert as_member(bob).post(address, {"reason": "spam"}).status_code == 404
    assert as_member(mira).post(address, {"reason": "spam"}).status_code == 403


def test_every_answer_carries_the_headers_that_protect_readers(adas_comment: Comment) -> None:
    article = adas_comment.discussion.article.get_absolute_url()
    etag = Client().get("/rules/").headers["ETag"]
    answers = [Client().get(address) for address in ("/", article, "/nothing-here/")]
    answers.append(Client(headers={"If-None-Match": etag}).get("/rules/"))
    assert [answer.status_code for answer in answers] == [200, 200, 404, 304]
    for answer in answers:
        headers = answer.headers
        policy = headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["X-Frame-Options"] == "DENY"
        assert "geolocation=()" in headers["Permissions-Policy"]


# What guests see of these may be kept for others.
FOR_ALL_GUESTS = [
    *("section_feed", "author_feed", "member_feed"),
    *("front", "feed", "section", "tag", "author", "article", "article_feed", "passage"),
    *("versions", "version", "version_changes", "quotes_help", "house_rules"),
    *("corrections", "news"),
]


@pytest.mark.parametrize("person", ["anonymous", "ada"])
@pytest.mark.parametrize("name", DOORS)
def test_only_what_every_guest_may_see_is_kept_by_others(
    name: str, person: str, adas_comment: Comment, open_for: Callable[[str], Client]
) -> None:
    article = adas_comment.discussion.article.get_absolute_url()
    address = DOORS[name][0].format(
        article=article, pk=adas_comment.pk, author=adas_comment.author_id
    )
    headers = open_for(person).get(address).headers
    if person == "anonymous" and name in FOR_ALL_GUESTS:
        assert headers["Cache-Control"] == "public, max-age=0, s-maxage=5"
        assert {"Accept-Encoding", "Cookie"} <= set(headers["Vary"].split(", "))
        assert headers["ETag"].startswith('"')
        assert "Set-Cookie" not in headers
    else:
        assert "public" not in headers["Cache-Control"]
        assert "private" in headers["Cache-Control"]
        assert not headers.keys() & {"ETag", "CDN-Cache-Control"}
