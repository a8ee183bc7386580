from forum.models.announced import Announced
from forum.models.answers_feed import AnswersFeed
from forum.models.appeal import Appeal
from forum.models.author_account import AuthorAccount
from forum.models.barred_address import BarredAddress
from forum.models.change import Change
from forum.models.claim import Claim
from forum.models.closing import Closing
from forum.models.comment import Comment, Status
from forum.models.decision import Decision
from forum.models.discussion import Discussion
from forum.models.editors_answer import EditorsAnswer
from forum.models.feed import Feed
from forum.models.flag import Flag
from forum.models.follow import Follow
from forum.models.highlight import MOST_PINS, Highlight
from forum.models.import_batch import ImportBatch
from forum.models.import_item import ImportItem
from forum.models.imported_author import AuthorshipClaim, ImportedAuthor
from forum.models.indexed import IndexedArticle, IndexedComment
from forum.models.kind import Action, Kind
from forum.models.mail import Mail
from forum.models.member import Member, Role
from forum.models.mute import Mute
from forum.models.note import Note
from forum.models.notification import Notification
from forum.models.origin import Origin
from forum.models.preference import Delivery, Preference
from forum.models.question import Question
from forum.models.quote import Fidelity, Quote, Standing, quotes_shown_to
from forum.models.reason import Reason, ReasonTranslation
from forum.models.recheck import Recheck
from forum.models.recommendation import Recommendation
from forum.models.refusals import Refusals
from forum.models.refused_address import RefusedAddress, SoftBounce
from forum.models.revision import Revision
from forum.models.rule import Rule, RuleSwitch, RuleVersion
from forum.models.sanction import Lifting, Sanction
from forum.models.source_change import SourceChange
from forum.models.telling import Telling
from forum.models.terms import SectionTerms
from forum.models.visit import Visit

__all__ = [
    "MOST_PINS",
    "Action",
    "Announced",
    "AnswersFeed",
    "Appeal",
    "AuthorAccount",
    "AuthorshipClaim",
    "BarredAddress",
    "Change",
    "Claim",
    "Closing",
    "Comment",
    "Decision",
    "Delivery",
    "Discussion",
    "EditorsAnswer",
    "Feed",
    "Fidelity",
    "Flag",
    "Follow",
    "Highlight",
    "ImportBatch",
    "ImportItem",
    "ImportedAuthor",
    "IndexedArticle",
    "IndexedComment",
    "Kind",
    "Lifting",
    "Mail",
    "Member",
    "Mute",
    "Note",
    "Notification",
    "Origin",
    "Preference",
    "Question",
    "Quote",
    "Reason",
    "ReasonTranslation",
    "Recheck",
    "Recommendation",
    "Refusals",
    "RefusedAddress",
    "Revision",
    "Role",
    "Rule",
    "RuleSwitch",
    "RuleVersion",
    "Sanction",
    "SectionTerms",
    "SoftBounce",
    "SourceChange",
    "Standing",
    "Status",
    "Telling",
    "Visit",
    "quotes_shown_to",
]
