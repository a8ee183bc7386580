from forum.models.appeal import Appeal
from forum.models.change import Change
from forum.models.claim import Claim
from forum.models.comment import Comment, Status
from forum.models.decision import Decision
from forum.models.discussion import Discussion
from forum.models.flag import Flag
from forum.models.indexed import IndexedArticle, IndexedComment
from forum.models.kind import Action, Kind
from forum.models.member import Member
from forum.models.note import Note
from forum.models.notification import Notification
from forum.models.quote import Fidelity, Quote, Standing, quotes_shown_to
from forum.models.reason import Reason
from forum.models.recheck import Recheck
from forum.models.recommendation import Recommendation
from forum.models.revision import Revision
from forum.models.rule import Rule, RuleSwitch, RuleVersion
from forum.models.sanction import Lifting, Sanction
from forum.models.source_change import SourceChange
from forum.models.terms import SectionTerms
from forum.models.visit import Visit

__all__ = [
    "Action",
    "Appeal",
    "Change",
    "Claim",
    "Comment",
    "Decision",
    "Discussion",
    "Fidelity",
    "Flag",
    "IndexedArticle",
    "IndexedComment",
    "Kind",
    "Lifting",
    "Member",
    "Note",
    "Notification",
    "Quote",
    "Reason",
    "Recheck",
    "Recommendation",
    "Revision",
    "Rule",
    "RuleSwitch",
    "RuleVersion",
    "Sanction",
    "SectionTerms",
    "SourceChange",
    "Standing",
    "Status",
    "Visit",
    "quotes_shown_to",
]
