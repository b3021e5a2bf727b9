"""The words for what happened around a hazard: steps of reports and plans, waits on papers, photos, accidents."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from accord.casework.desk.hazard_steps import Accident
from accord.casework.desk.hazard_story import HazardStory
from accord.records.cap import CapStep
from accord.records.inspection import ReportStep
from accord.records.paperwork import HazardWait
from accord.records.photo import Photo
from accord.rules.desk.reports import ReportState
from accord.rules.moments import Moment
from accord.rules.vocabulary import CapState, PhotoOf, Source
from accord.web.filters import number, plain, visit, word
from accord.web.language import gettext, ngettext


@dataclass(frozen=True)
class StepTold:
    """One step in words: on which day, when it was recorded, by whom."""

    on: date
    recorded_at: datetime
    what: str
    actor: str
    words: str | None = None
    mark: str = "note"
    visit: str | None = None
    inspection_id: int | None = None
    is_imported: bool = False


def steps_told(story: HazardStory, moment: Moment) -> Iterator[StepTold]:
    """Yield each step that the story holds."""
    yield from _of_reports(story.steps.reports)
    yield from _of_plans(story.steps.plans)
    yield from _of_waits(story.waits, moment)
    yield from _of_photos(story.photos)
    yield from _of_accidents(story.steps.accidents)


def _of_reports(steps: Sequence[ReportStep]) -> Iterator[StepTold]:
    former: dict[int, ReportState] = {}
    for step in steps:
        inspection = step.report.inspection
        revision = step.report.number
        said = _report_said(step, former.get(step.report_id))
        yield StepTold(
            on=step.happened_on,
            recorded_at=step.recorded_at,
            what=gettext("%(said)s (revision %(number)s)", said=said, number=plain(revision)) if revision else said,
            words=_report_words(step, former.get(step.report_id)),
            actor=step.actor,
            visit=visit(inspection.kind, inspection.ordinal),
            inspection_id=inspection.id,
        )
        former[step.report_id] = step.state


def _report_said(step: ReportStep, former: ReportState | None) -> str:
    match step.state:
        case ReportState.DRAFT if former is not None:
            return gettext("report sent back")
        case ReportState.DRAFT if step.report.number:
            return gettext("report revised: a new draft was begun")
        case ReportState.DRAFT:
            return gettext("report drafted")
        case ReportState.FOR_CHECKING:
            return gettext("report handed in to be checked")
        case ReportState.CHECKED:
            return gettext("report checked by a second engineer")
        case ReportState.APPROVED:
            return gettext("report approved by the chief safety officer")
        case ReportState.ISSUED:
            return gettext("report issued to the parties")


def _report_words(step: ReportStep, former: ReportState | None) -> str | None:
    begins_revision = step.state is ReportState.DRAFT and former is None
    return step.report.why_revised if begins_revision else step.remark


def _of_plans(steps: Sequence[CapStep]) -> Iterator[StepTold]:
    former: dict[int, CapState] = {}
    for step in steps:
        before = former.get(step.version_id)
        former[step.version_id] = step.state
        # That a version was begun says nothing of this hazard: its line does.
        if step.state is CapState.DRAFT and before is None:
            continue
        yield StepTold(
            on=step.happened_on,
            recorded_at=step.recorded_at,
            what=_plan_said(step),
            words=step.remark,
            actor=step.actor,
            is_imported=step.source is Source.IMPORTED,
        )


def _plan_said(step: CapStep) -> str:
    version = plain(step.version.number)
    match step.state:
        case CapState.DRAFT:
            return gettext("plan, version %(number)s: sent back", number=version)
        case CapState.SUBMITTED:
            return gettext("plan, version %(number)s: handed in", number=version)
        case CapState.TECHNICALLY_APPROVED:
            return gettext("plan, version %(number)s: technically approved", number=version)
        case CapState.FINANCE_PLAN_AGREED:
            return gettext("plan, version %(number)s: finance agreed", number=version)
        case CapState.TAKEN_BACK:
            return gettext("plan, version %(number)s: taken back", number=version)


def _of_waits(waits: Sequence[HazardWait], moment: Moment) -> Iterator[StepTold]:
    for wait in waits:
        paper = word(wait.document.kind)
        yield StepTold(
            on=wait.from_on,
            recorded_at=wait.recorded_at,
            what=gettext("waits on a document: %(paper)s", paper=paper),
            actor=wait.actor,
        )
        if wait.to_on is not None and wait.to_on <= moment.today:
            yield StepTold(
                on=wait.to_on,
                recorded_at=wait.end_recorded_at or wait.recorded_at,
                what=gettext("waits no longer on the document: %(paper)s", paper=paper),
                actor="",
            )


def _of_photos(photos: Sequence[Photo]) -> Iterator[StepTold]:
    """Yield the photos that came with no claim and no verdict, those of one day and person together."""
    apart = [photo for photo in photos if photo.event_id is None]
    # The instant stands behind the day and the person, or one who takes photos all day would be told of one by one.
    ordered = sorted(apart, key=lambda each: (each.taken_on, each.actor, each.shows, each.recorded_at))
    for (taken_on, actor, shows), together in groupby(
        ordered, key=lambda each: (each.taken_on, each.actor, each.shows)
    ):
        taken = list(together)
        if shows is PhotoOf.HAZARD:
            said = ngettext(
                "%(count)s photo taken of what was found", "%(count)s photos taken of what was found", len(taken)
            )
        else:
            said = ngettext(
                "%(count)s photo taken of the correction", "%(count)s photos taken of the correction", len(taken)
            )
        yield StepTold(
            on=taken_on, recorded_at=taken[0].recorded_at, what=said % {"count": number(len(taken))}, actor=actor
        )


def _of_accidents(accidents: Sequence[Accident]) -> Iterator[StepTold]:
    for accident in accidents:
        incident = accident.incident
        kind = word(incident.kind)
        if accident.is_linked:
            said = gettext("accident that it had to do with: %(kind)s", kind=kind)
        else:
            said = gettext("accident in the same building: %(kind)s", kind=kind)
        hurt = [
            gettext("%(label)s: %(count)s", label=label, count=number(count))
            for label, count in ((gettext("injured"), incident.injured), (gettext("dead"), incident.dead))
            if count is not None
        ]
        yield StepTold(
            on=incident.happened_on,
            recorded_at=incident.recorded_at,
            what=" · ".join([said, *hurt]),
            words=incident.cause,
            actor=incident.actor,
            mark="moved",
        )
