"""`manage.py rerender`."""

import io

from django.core.management import call_command

from forum.models import Comment


def rerender(**options: bool) -> str:
    out = io.StringIO()
    call_command("rerender", stdout=out, **options)
    return out.getvalue()


def test_what_an_older_renderer_wrote_is_written_again(adas_comment: Comment) -> None:
    html = adas_comment.html
    Comment.objects.update(html="<p>Old.</p>", text="Old.", renderer=0)
    assert rerender() == "1 comments rendered.\n"
    adas_comment.refresh_from_db()
    assert (adas_comment.html, adas_comment.text) == (
        html,
        "I took the later tram on its first night.",
    )


def test_what_is_up_to_date_is_left_alone(adas_comment: Comment) -> None:
    assert rerender() == "0 comments rendered.\n"
    assert rerender(all=True) == "1 comments rendered.\n"
