"""What providers post, in the forms that their documentation gives."""

import json
from typing import Any

import pytest

from forum.bounces import Kind, Report, confirmation, read

ADDRESS = "ada@example.org"


def amazon(message: dict[str, Any]) -> dict[str, Any]:
    return {"Type": "Notification", "MessageId": "1", "Message": json.dumps(message)}


OURS_HARD = {"reports": [{"address": "Ada@Example.org", "kind": "hard", "said": "550\n no such\0"}]}
POSTMARK = {"RecordType": "Bounce", "Email": ADDRESS, "Details": "smtp;550", "Description": "No."}
SES = {"bouncedRecipients": [{"emailAddress": ADDRESS, "diagnosticCode": "550 5.1.1"}]}
MAILGUN = {"recipient": ADDRESS, "delivery-status": {"code": 550, "message": "No such user"}}
UNDERSTOOD = {
    "ours": (OURS_HARD, Report(ADDRESS, Kind.HARD, "550 no such")),
    "our complaint": (
        {"reports": [{"address": ADDRESS, "kind": "complaint"}]},
        Report(ADDRESS, Kind.COMPLAINT, ""),
    ),
    "Postmark's": (POSTMARK | {"Type": "HardBounce"}, Report(ADDRESS, Kind.HARD, "smtp;550")),
    "Postmark's soft": (POSTMARK | {"Type": "Transient"}, Report(ADDRESS, Kind.SOFT, "smtp;550")),
    "Postmark's complaint": (
        {"RecordType": "SpamComplaint", "Email": ADDRESS, "Details": ""},
        Report(ADDRESS, Kind.COMPLAINT, ""),
    ),
    "Mailgun's": (
        {"event-data": MAILGUN | {"event": "failed", "severity": "permanent"}},
        Report(ADDRESS, Kind.HARD, "No such user"),
    ),
    "Mailgun's soft": (
        {"event-data": MAILGUN | {"event": "failed", "severity": "temporary"}},
        Report(ADDRESS, Kind.SOFT, "No such user"),
    ),
    "Mailgun's complaint": (
        {"event-data": {"event": "complained", "recipient": ADDRESS}},
        Report(ADDRESS, Kind.COMPLAINT, ""),
    ),
    "Amazon's": (
        amazon({"notificationType": "Bounce", "bounce": SES | {"bounceType": "Permanent"}}),
        Report(ADDRESS, Kind.HARD, "550 5.1.1"),
    ),
    "Amazon's soft": (
        amazon({"eventType": "Bounce", "bounce": SES | {"bounceType": "Transient"}}),
        Report(ADDRESS, Kind.SOFT, "550 5.1.1"),
    ),
    "Amazon's complaint": (
        amazon(
            {
                "notificationType": "Complaint",
                "complaint": {"complainedRecipients": [{"emailAddress": ADDRESS}]},
            }
        ),
        Report(ADDRESS, Kind.COMPLAINT, ""),
    ),
}


@pytest.mark.parametrize("name", UNDERSTOOD)
def test_what_providers_post_is_understood(name: str) -> None:
    posted, report = UNDERSTOOD[name]
    assert read(posted) == [report]


@pytest.mark.parametrize(
    "posted",
    [
        *(None, [], "x", 7, {}, {"reports": 7}, {"reports": [7, None, {"kind": "hard"}]}),
        {"reports": [{"address": ["a"], "kind": "hard"}]},
        {"reports": [{"address": ADDRESS, "kind": ["hard"]}]},
        {"reports": [{"address": "a\ud800@example.org", "kind": "hard"}]},
        {"reports": [{"address": ADDRESS, "kind": "delivered"}]},
        POSTMARK | {"Type": "AutoResponder"},
        {"RecordType": "Open", "Email": ADDRESS},
        {"event-data": {"event": "delivered", "recipient": ADDRESS}},
        {"event-data": [1]},
        {"Type": "Notification", "Message": "{"},
        {"Type": "Notification", "Message": {"notificationType": "Bounce"}},
        amazon({"notificationType": "Delivery"}),
        amazon({"notificationType": "Bounce", "bounce": {"bouncedRecipients": ADDRESS}}),
    ],
)
def test_what_is_not_understood_is_no_report(posted: Any) -> None:
    assert read(posted) == []


def test_more_than_anybody_posts_is_not_read() -> None:
    many = [{"address": ADDRESS, "kind": "hard"}] * 5000
    assert len(read({"reports": many})) == 1000


def test_amazon_wants_an_address_to_be_opened_first() -> None:
    asked = {"Type": "SubscriptionConfirmation", "SubscribeURL": "https://sns.example/"}
    assert confirmation(asked) == "https://sns.example/"
    assert confirmation(UNDERSTOOD["Amazon's"][0]) == confirmation(None) == ""
