"""What the page of recording hazards shows, worked out so that the template decides nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from accord.casework.desk.danger import DangerPreview
from accord.casework.desk.hazards import hazards_of, may_be_written, next_item
from accord.casework.desk.places import Neighbours, Places
from accord.records.hazard import Hazard
from accord.records.inspection import Inspection
from accord.rules.desk.places import Place, words_of_place
from accord.rules.figures.timelines import due_on, parse_timeline
from accord.rules.vocabulary import Category, Severity, Status
from accord.rules.words.standard_wording import StandardWording
from accord.web.filters import day
from accord.web.language import gettext, language


@dataclass(frozen=True)
class Logged:
    """A hazard that was recorded on this inspection."""

    id: int
    item: int
    words: str
    place: str
    category: Category | None
    severity: Severity | None
    timeline: str | None
    due_on: date | None
    is_taken_back: bool
    address: str
    photos_address: str


@dataclass(frozen=True)
class EntryPage:
    """All that the page shows beside its form."""

    inspection: Inspection
    is_open: bool
    places: Places
    logged: tuple[Logged, ...]
    next_item: int
    back: str
    found: tuple[StandardWording, ...] = ()
    asked: str = ""
    danger: DangerPreview | None = None

    @property
    def shared(self) -> Sequence[Neighbours]:
        """The buildings in which others are too."""
        return self.places.shared

    @property
    def count(self) -> int:
        """How many hazards stand on the inspection."""
        return sum(not each.is_taken_back for each in self.logged)


def page_of(
    session: Session,
    inspection: Inspection,
    places: Places,
    *,
    found: tuple[StandardWording, ...] = (),
    asked: str = "",
    danger: DangerPreview | None = None,
) -> EntryPage:
    """Return the page of an inspection."""
    everybody = {inspection.factory_id, *(each.id for shared in places.shared for each in shared.factories)}
    return EntryPage(
        inspection=inspection,
        is_open=may_be_written(session, inspection),
        places=places,
        logged=tuple(_logged(hazard, inspection) for hazard in hazards_of(session, inspection)),
        next_item=next_item(session, inspection, sorted(everybody)),
        back=url_for("inspections.show", inspection_id=inspection.id),
        found=found,
        asked=asked,
        danger=danger,
    )


def fingerprint(danger: DangerPreview) -> str:
    """Return a word for what was said of a danger: were it another one by now, it would have to be said again."""
    told = (*(each.number for each in danger.factories), *danger.others, *(kind.value for kind in danger.kinds))
    told += tuple(order.id for order in danger.joins)
    return f"{danger.building.id if danger.building else '-'}:{':'.join(str(each) for each in told)}"


def due_in_words(timeline: str | None, *, found_on: date) -> str:
    """Return by when a timeline wants the hazard corrected, or that it says no time."""
    until = due_on(found_on, parse_timeline(timeline or ""))
    return gettext("by %(day)s", day=day(until)) if until else gettext("no time is said")


def _logged(hazard: Hazard, inspection: Inspection) -> Logged:
    in_bangla = language() == "bn"
    return Logged(
        id=hazard.id,
        item=hazard.item,
        words=(hazard.observation_bn if in_bangla else None) or hazard.observation,
        place=words_of_place(_place(hazard), hazard.location)[in_bangla],
        category=hazard.category,
        severity=hazard.severity,
        timeline=hazard.recommended_timeline,
        due_on=due_on(inspection.inspected_on, parse_timeline(hazard.recommended_timeline or "")),
        is_taken_back=hazard.status is Status.WITHDRAWN,
        address=url_for("hazards.show", hazard_id=hazard.id),
        photos_address=url_for("photos.add", hazard_id=hazard.id),
    )


def _place(hazard: Hazard) -> Place | None:
    if hazard.building is None:
        return None
    return Place(
        hazard.building.id,
        hazard.building.name,
        hazard.building.name_bn,
        floor_id=hazard.floor_id,
        level=hazard.floor.level if hazard.floor else None,
        floor=hazard.floor.name if hazard.floor else None,
        zone_id=hazard.zone_id,
        zone=hazard.zone.name if hazard.zone else None,
    )
