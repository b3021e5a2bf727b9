"""What waits for a person and is not urgent, in words: how much of what, and never of whom.

The first page of the desk and the letters that tell of it ask here. No order is in it, no complaint, no name and no
number of a factory: letters are read by others too.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from accord.casework.desk import now
from accord.casework.desk.visitors import Visitor
from accord.casework.escalation import waiting as stages
from accord.casework.orders.on_call import gaps_ahead
from accord.gateways.formats import format_date, format_number
from accord.gateways.language import Language, translator
from accord.rules.desk.actions import Action
from accord.rules.desk.reports import ReportState
from accord.rules.moments import Moment


@dataclass(frozen=True)
class Waits:
    """So much of something waits; `words` are those for one and for many, without the number, which stands before."""

    count: int
    words: tuple[str, str]
    more: tuple[tuple[str, int | date], ...] = ()
    """Further numbers and days in the words, by name."""
    is_late: bool = False
    """Whether it waits too long."""

    def words_said(self, language: Language) -> str:
        """Return the words without the number that stands before them."""
        one, many = self.words
        words = translator(language).ngettext(one, many, self.count)
        told = {name: _told(each, language) for name, each in self.more}
        return words % told if told else words

    def said(self, language: Language) -> str:
        """Return it as a line."""
        count = format_number(self.count, language)
        # In Bangla what is counted follows its number with a word of its own.
        return f"{f'{count}টি' if language is Language.BN else count} {self.words_said(language)}"


def _told(value: int | date, language: Language) -> str:
    return format_number(value, language) if isinstance(value, int) else format_date(value, language)


Asks = Callable[[Session, Visitor, Moment], Waits]


def waiting_for(session: Session, who: Visitor, *, moment: Moment) -> list[Waits]:
    """Return what waits for somebody, the most pressing first; nothing of which there is none."""
    found = (ask(session, who, moment) for action, ask in ASKED if who.may_at_all(action))
    return [each for each in found if each.count]


def ngettext(one: str, many: str) -> tuple[str, str]:
    """Mark both forms of a sentence for the translators; they are translated when they are said."""
    return one, many


def claims(session: Session, who: Visitor, moment: Moment) -> Waits:
    """Return how many claims wait to be verified, and since when."""
    found = now.claims_waiting(session, who, moment=moment)
    days = (moment.today - found.oldest_on).days if found.oldest_on else 0
    words = ngettext(
        "claim waits to be verified, the oldest for %(days)s days",
        "claims wait to be verified, the oldest for %(days)s days",
    )
    # How many are of high risk, only the first page of the desk says.
    return Waits(found.count, words, (("days", days), ("grave", found.grave)), is_late=found.is_late)


def reports_to_check(session: Session, who: Visitor, _moment: Moment) -> Waits:
    """Return how many reports of colleagues wait to be checked."""
    words = ngettext("report of a colleague waits to be checked", "reports of colleagues wait to be checked")
    return Waits(now.reports_to_check(session, who), words)


def reports_to_approve(session: Session, _who: Visitor, _moment: Moment) -> Waits:
    """Return how many checked reports wait for approval."""
    words = ngettext("checked report waits for approval", "checked reports wait for approval")
    return Waits(now.reports_in(session, ReportState.CHECKED), words)


def plans(session: Session, _who: Visitor, _moment: Moment) -> Waits:
    """Return how many plans wait for approval."""
    return Waits(now.plans_to_approve(session), ngettext("plan waits for approval", "plans wait for approval"))


def withdrawals(session: Session, _who: Visitor, _moment: Moment) -> Waits:
    """Return how many hazards are proposed to be withdrawn."""
    words = ngettext("hazard is proposed to be withdrawn", "hazards are proposed to be withdrawn")
    return Waits(now.withdrawals_to_decide(session), words)


def recognitions(session: Session, _who: Visitor, _moment: Moment) -> Waits:
    """Return how many factories wait for their letter of recognition."""
    words = ngettext("factory waits for its letter of recognition", "factories wait for their letter of recognition")
    return Waits(now.factories_to_recognise(session), words)


def doubtful_recognitions(session: Session, _who: Visitor, _moment: Moment) -> Waits:
    """Return how many letters of recognition something speaks against."""
    words = ngettext(
        "letter of recognition is to be looked at: something speaks against it",
        "letters of recognition are to be looked at: something speaks against them",
    )
    count = now.recognitions_to_look_at(session)
    return Waits(count, words, is_late=count > 0)


def photos(session: Session, _who: Visitor, _moment: Moment) -> Waits:
    """Return how many photos nobody has looked at."""
    words = ngettext(
        "photo waits to be looked at for faces and names", "photos wait to be looked at for faces and names"
    )
    return Waits(now.photos_to_clear(session), words)


def _visits(session: Session, who: Visitor, moment: Moment) -> Waits:
    words = ngettext("visit of yours is planned within a week", "visits of yours are planned within a week")
    return Waits(len(now.own_visits(session, who, moment=moment)), words)


def due(session: Session, who: Visitor, moment: Moment) -> Waits:
    """Return how many factories are due for a visit."""
    words = ngettext(
        "factory was not visited for over %(months)s months",
        "factories were not visited for over %(months)s months",
    )
    count = now.factories_due(session, who, moment=moment)
    months = now.rhythm_months(session, moment=moment)
    return Waits(count, words, (("months", months),), is_late=count > 0)


def without_date(session: Session, who: Visitor, _moment: Moment) -> Waits:
    """Return how many hazards have no agreed date."""
    words = ngettext(
        "hazard has no agreed date: plan its correction", "hazards have no agreed date: plan their correction"
    )
    return Waits(sum(count for _, count in now.hazards_without_date(session, who)), words)


def _late(session: Session, who: Visitor, moment: Moment) -> Waits:
    words = ngettext("hazard is past its agreed date", "hazards are past their agreed date")
    if who.sight(Action.READ_HAZARD).everywhere:
        return Waits(0, words)  # of those who see all factories it is nobody's own
    _, late = now.open_hazards(session, who, moment=moment)
    return Waits(late, words)


def stage_proposals(session: Session, _who: Visitor, _moment: Moment) -> Waits:
    """Return how many proposals on stages wait for a decision."""
    words = ngettext("proposal on a stage waits for a decision", "proposals on stages wait for a decision")
    return Waits(stages.proposals_to_decide(session), words)


def stage_drafts(session: Session, who: Visitor, moment: Moment) -> Waits:
    """Return how many drafts of ineligibility this visitor may sign."""
    words = ngettext(
        "draft of ineligibility waits for its second signature",
        "drafts of ineligibility wait for their second signature",
    )
    return Waits(len(stages.drafts_to_sign(session, who, today=moment.today)), words)


def requests(session: Session, who: Visitor, moment: Moment) -> Waits:
    """Return how many requests of factories this visitor may answer, and by when."""
    found = stages.requests_to_answer(session, who)
    due_on = found[0].answer_due_on if found else moment.today
    words = ngettext(
        "request of a factory waits for your answer, due on %(day)s",
        "requests of factories wait for your answer, the first due on %(day)s",
    )
    return Waits(len(found), words, (("day", due_on),), is_late=due_on < moment.today)


def _gaps(session: Session, _who: Visitor, moment: Moment) -> Waits:
    words = ngettext(
        "gap in the rota of the next two weeks",
        "gaps in the rota of the next two weeks",
    )
    return Waits(len(gaps_ahead(session, moment=moment)), words)


ASKED: tuple[tuple[Action, Asks], ...] = (
    (Action.KEEP_ROTA, _gaps),
    (Action.VERIFY_CORRECTION, claims),
    (Action.CHECK_REPORT, reports_to_check),
    (Action.APPROVE_REPORT, reports_to_approve),
    (Action.APPROVE_PLAN, plans),
    (Action.DECIDE_STAGE, stage_drafts),
    (Action.DECIDE_STAGE, stage_proposals),
    (Action.ANSWER_REQUEST, requests),
    (Action.DECIDE_WITHDRAWAL, withdrawals),
    (Action.RECOGNISE_FACTORY, doubtful_recognitions),
    (Action.RECOGNISE_FACTORY, recognitions),
    (Action.CLEAR_PHOTO, photos),
    (Action.RECORD_INSPECTION, _visits),
    (Action.PLAN_VISIT, due),
    (Action.WRITE_PLAN, without_date),
    (Action.READ_HAZARD, _late),
)
"""What is asked of whom."""
