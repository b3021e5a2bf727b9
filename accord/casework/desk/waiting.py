"""What waits for a person and is not urgent, in words: how much of what, and never of whom.

No order is in it, no complaint, no name and no number of a factory: letters are read by others too.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from accord.casework.desk import now
from accord.casework.desk.visitors import Visitor
from accord.casework.orders.on_call import gaps_ahead
from accord.gateways.formats import format_number
from accord.gateways.language import Language, translator
from accord.rules.desk.actions import Action
from accord.rules.desk.reports import ReportState
from accord.rules.moments import Moment


@dataclass(frozen=True)
class Waits:
    """So much of something waits; `words` are those for one and for many, without the number, which stands before."""

    count: int
    words: tuple[str, str]
    more: tuple[tuple[str, int], ...] = ()
    """Further numbers in the words, by name."""

    def said(self, language: Language) -> str:
        """Return it as a line."""
        one, many = self.words
        words = translator(language).ngettext(one, many, self.count)
        numbers = {name: format_number(number, language) for name, number in self.more}
        count = format_number(self.count, language)
        # In Bangla what is counted follows its number with a word of its own.
        return f"{f'{count}টি' if language is Language.BN else count} {words % numbers if numbers else words}"


Asks = Callable[[Session, Visitor, Moment], Waits]


def waiting_for(session: Session, who: Visitor, *, moment: Moment) -> list[Waits]:
    """Return what waits for somebody, the most pressing first; nothing of which there is none."""
    found = (ask(session, who, moment) for action, ask in ASKED if who.may_at_all(action))
    return [each for each in found if each.count]


def ngettext(one: str, many: str) -> tuple[str, str]:
    """Mark both forms of a sentence for the translators; they are translated when they are said."""
    return one, many


def _claims(session: Session, who: Visitor, moment: Moment) -> Waits:
    claims = now.claims_waiting(session, who, moment=moment)
    days = (moment.today - claims.oldest_on).days if claims.oldest_on else 0
    words = ngettext(
        "claim waits to be verified, the oldest for %(days)s days",
        "claims wait to be verified, the oldest for %(days)s days",
    )
    return Waits(claims.count, words, (("days", days),))


def _reports_to_check(session: Session, who: Visitor, _moment: Moment) -> Waits:
    words = ngettext("report of a colleague waits to be checked", "reports of colleagues wait to be checked")
    return Waits(now.reports_to_check(session, who), words)


def _reports_to_approve(session: Session, _who: Visitor, _moment: Moment) -> Waits:
    words = ngettext("checked report waits for approval", "checked reports wait for approval")
    return Waits(now.reports_in(session, ReportState.CHECKED), words)


def _plans(session: Session, _who: Visitor, _moment: Moment) -> Waits:
    return Waits(now.plans_to_approve(session), ngettext("plan waits for approval", "plans wait for approval"))


def _withdrawals(session: Session, _who: Visitor, _moment: Moment) -> Waits:
    words = ngettext("hazard is proposed to be withdrawn", "hazards are proposed to be withdrawn")
    return Waits(now.withdrawals_to_decide(session), words)


def _recognitions(session: Session, _who: Visitor, _moment: Moment) -> Waits:
    words = ngettext("factory waits for its letter of recognition", "factories wait for their letter of recognition")
    return Waits(now.factories_to_recognise(session), words)


def _doubtful_recognitions(session: Session, _who: Visitor, _moment: Moment) -> Waits:
    words = ngettext(
        "letter of recognition is to be looked at: something speaks against it",
        "letters of recognition are to be looked at: something speaks against them",
    )
    return Waits(now.recognitions_to_look_at(session), words)


def _photos(session: Session, _who: Visitor, _moment: Moment) -> Waits:
    words = ngettext(
        "photo waits to be looked at for faces and names", "photos wait to be looked at for faces and names"
    )
    return Waits(now.photos_to_clear(session), words)


def _visits(session: Session, who: Visitor, moment: Moment) -> Waits:
    words = ngettext("visit of yours is planned within a week", "visits of yours are planned within a week")
    return Waits(len(now.own_visits(session, who, moment=moment)), words)


def _due(session: Session, who: Visitor, moment: Moment) -> Waits:
    words = ngettext(
        "factory was not visited for over %(months)s months",
        "factories were not visited for over %(months)s months",
    )
    count = now.factories_due(session, who, moment=moment)
    return Waits(count, words, (("months", now.rhythm_months(session, moment=moment)),))


def _without_date(session: Session, who: Visitor, _moment: Moment) -> Waits:
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


def _gaps(session: Session, _who: Visitor, moment: Moment) -> Waits:
    words = ngettext(
        "gap in the rota of the next two weeks",
        "gaps in the rota of the next two weeks",
    )
    return Waits(len(gaps_ahead(session, moment=moment)), words)


ASKED: tuple[tuple[Action, Asks], ...] = (
    (Action.KEEP_ROTA, _gaps),
    (Action.VERIFY_CORRECTION, _claims),
    (Action.CHECK_REPORT, _reports_to_check),
    (Action.APPROVE_REPORT, _reports_to_approve),
    (Action.APPROVE_PLAN, _plans),
    (Action.DECIDE_WITHDRAWAL, _withdrawals),
    (Action.RECOGNISE_FACTORY, _doubtful_recognitions),
    (Action.RECOGNISE_FACTORY, _recognitions),
    (Action.CLEAR_PHOTO, _photos),
    (Action.RECORD_INSPECTION, _visits),
    (Action.PLAN_VISIT, _due),
    (Action.WRITE_PLAN, _without_date),
    (Action.READ_HAZARD, _late),
)
"""What is asked of whom; the first page of the desk asks the same."""
