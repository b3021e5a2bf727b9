"""The coverage of a factory, changed by the administrator from a day on and with a reason."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from accord.casework.coverage import coverage_on, set_coverage
from accord.casework.desk.endings import require_ready
from accord.casework.desk.revisions import ChangedMeanwhile, Meanwhile
from accord.casework.journal import note
from accord.casework.refusals import N_, Told
from accord.records.factory import Factory
from accord.rules.factories.endings import ENDINGS
from accord.rules.moments import Moment
from accord.rules.vocabulary import Coverage


class SameCoverage(Told):
    """The factory has this coverage on that day already."""

    sentence = N_("The factory has this coverage on that day already.")


class NeedsBangla(Told):
    """A factory is to leave the programme, and those who work there could not read why."""

    sentence = N_("Write the reason in Bangla too: whoever works there reads it.")


class CoverageToCome(Told):
    """A day that is still to come."""

    sentence = N_("Record a change of coverage when it is so, not before its day.")


@dataclass(frozen=True)
class CoverageWanted:
    """A coverage that holds from a day on, and why."""

    coverage: Coverage
    from_on: date
    reason: str
    reason_bn: str | None = None


def change_coverage(
    session: Session, factory: Factory, wanted: CoverageWanted, *, opened_at: int, actor: str, moment: Moment
) -> None:
    """Record a coverage; raises SameCoverage, CoverageToCome, and ChangedMeanwhile where somebody else was faster.

    A factory is closed, or handed over, once its check list is met (EndingOpen), with a reason in both languages.
    The factory must have been read for update. Figures of days before, as they were known before, stay as they were.
    """
    if wanted.from_on > moment.today:
        raise CoverageToCome
    before = coverage_on(factory, wanted.from_on)
    if (turn := len(factory.coverage_changes)) != opened_at:
        stands = coverage_on(factory, moment.today)
        raise ChangedMeanwhile((Meanwhile("coverage", stands=stands, typed=wanted.coverage),), revision=turn)
    if before is wanted.coverage:
        raise SameCoverage
    require_ready(session, factory, wanted.coverage, moment=moment)
    if wanted.coverage in ENDINGS and not (wanted.reason_bn or "").strip():
        raise NeedsBangla
    set_coverage(
        factory,
        wanted.coverage,
        from_on=wanted.from_on,
        actor=actor,
        moment=moment,
        reason=wanted.reason,
        reason_bn=wanted.reason_bn,
    )
    session.flush()
    details = {
        "from": before.value if before else None,
        "to": wanted.coverage.value,
        "from_on": wanted.from_on.isoformat(),
        "reason": wanted.reason,
    }
    subject = f"factory {factory.number}"
    note(session, "changed the coverage", subject, actor=actor, moment=moment, details=details)
