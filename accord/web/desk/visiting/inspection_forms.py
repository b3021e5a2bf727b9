"""The forms of an inspection. They check the shape of what was typed; its sense, the rules and the deeds check."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import Optional

from accord.casework.desk.inspections import InspectionFacts
from accord.casework.desk.measurements import Place, Reading
from accord.casework.refusals import N_
from accord.records.person import Person
from accord.rules.desk.measurements import UNITS, Quantity, Unit
from accord.rules.desk.rounds import Attending
from accord.rules.vocabulary import Discipline, InspectionKind, Rating
from accord.web.desk.forms import REQUIRED, DeskForm, Longest, stripped
from accord.web.desk.visiting.fields import (
    AmountField,
    CountField,
    DayField,
    OneOf,
    SeveralOf,
    Within,
    offered,
    revision_in,
)
from accord.web.desk.visiting.names import person_name
from accord.web.language import gettext

CHOOSE = N_("Choose …")
MOST_FOLLOW_UPS = 999
"""Ours: three a year since the beginning are about forty."""


class InspectionForm(DeskForm):
    """What is said of an inspection as a whole."""

    discipline = OneOf(N_("Discipline"), [REQUIRED])
    kind = OneOf(N_("Kind"), [REQUIRED])
    ordinal = CountField(
        N_("Number of the follow-up"),
        [Optional(), Within(1, MOST_FOLLOW_UPS)],
        description=N_("Left empty, it is the next one of this factory and discipline."),
    )
    inspected_on = DayField(N_("Day of the inspection"), [REQUIRED])
    engineers = SeveralOf(N_("Engineers"), coerce=int, description=N_("They made the inspection and write its report."))
    visit = HiddenField()
    revision = HiddenField()

    def __init__(self, of: Sequence[Discipline], people: Sequence[Person], *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.people = {person.id: person for person in people}
        self.discipline.choices = offered(of)
        self.kind.choices = offered(InspectionKind)
        self.engineers.choices = [(person.id, person_name(person)) for person in people]

    def facts(self) -> InspectionFacts:
        """Return what was typed."""
        kind = InspectionKind(self.kind.data)
        return InspectionFacts(
            discipline=Discipline(self.discipline.data),
            kind=kind,
            inspected_on=self.inspected_on.day,
            engineers=tuple(self.people[id_] for id_ in self.engineers.data or ()),
            ordinal=self.ordinal.data if kind is InspectionKind.FOLLOW_UP else None,
        )

    @property
    def opened_at(self) -> int:
        """The revision with which the form was opened."""
        return revision_in(self.revision.data)


class AttendeeForm(DeskForm):
    """Somebody who attended."""

    name = StringField(N_("Name"), [REQUIRED, Longest(120)], filters=[stripped])
    position = StringField(N_("Position"), [Optional(), Longest(120)], filters=[stripped])
    attends_for = OneOf(N_("Came for"), [REQUIRED])

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.attends_for.choices = offered(Attending)

    def typed(self) -> dict[str, Any]:
        """Return what was typed."""
        attends_for = Attending(self.attends_for.data)
        return {"name": self.name.data, "position": self.position.data, "attends_for": attends_for}


class BuildingForm(DeskForm):
    """What was found of a building as a whole."""

    rating = OneOf(N_("Structural rating"), [Optional()])
    limits_loads = BooleanField(
        N_("Loads must be reduced"), description=N_("With an amber rating: a load limit holds from now on.")
    )
    use = StringField(N_("Used for"), [Optional(), Longest(200)], filters=[stripped])
    height_m = AmountField(N_("Height in metres"), [Optional(), Within(1, 300)])
    shown = HiddenField()

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.rating.choices = offered(Rating, nothing=N_("not rated"))

    @property
    def chosen_rating(self) -> Rating | None:
        """The rating, or None."""
        return Rating(self.rating.data) if self.rating.data else None


class MeasurementForm(DeskForm):
    """A measured value."""

    quantity = OneOf(N_("What was measured"), [REQUIRED])
    number = AmountField(N_("Value"), [REQUIRED])
    unit = OneOf(N_("Unit"), [REQUIRED])
    place = OneOf(N_("Building, floor or zone"), [Optional()])
    where = StringField(
        N_("Place in words"), [Optional(), Longest(200)], description=N_("Grid, column, machine."), filters=[stripped]
    )
    method = StringField(
        N_("Method"),
        [REQUIRED, Longest(200)],
        description=N_("How it was measured: cores, scales, thermal camera …"),
        filters=[stripped],
    )
    shown = HiddenField()

    def __init__(self, places: Sequence[tuple[Place, str]], *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.places = {place.key: place for place, _ in places}
        self.quantity.choices = offered(Quantity)
        self.unit.choices = [
            (unit.value, gettext("without unit") if unit is Unit.NONE else unit.value) for unit in Unit
        ]
        self.place.choices = [("", gettext(CHOOSE)), *((place.key, name) for place, name in places)]

    def reading(self) -> Reading:
        """Return what was typed."""
        return Reading(
            quantity=Quantity(self.quantity.data),
            unit=Unit(self.unit.data),
            number=self.number.number,
            method=self.method.data or "",
            place=self.places.get(self.place.data),
            where=self.where.data,
        )


def units_in_words() -> list[tuple[str, str]]:
    """Return the units of each quantity, for the script that offers only these."""
    return [(quantity.value, " ".join(units)) for quantity, units in UNITS.items()]
