"""Which hazards of a factory are shown: those behind one figure, of one discipline, of one status."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from accord.rules.figures.progress import OPEN
from accord.rules.public.disclosure import HazardDisclosed
from accord.rules.vocabulary import Discipline, Origin, Status
from accord.web.filters import word
from accord.web.language import gettext
from accord.web.parameters import one_of


class Figure(StrEnum):
    """A figure of the page whose hazards can be shown."""

    INITIAL = "initial"
    VERIFIED = "verified"
    REPORTED = "reported"
    NEW = "new"
    NEW_VERIFIED = "new_verified"
    NEW_REPORTED = "new_reported"
    OVERDUE = "overdue"
    NO_DATE = "no_date"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"


_REPORTED = (Status.CORRECTED, Status.PENDING_VERIFICATION)

_BEHIND: Mapping[Figure, Callable[[HazardDisclosed], bool]] = {
    Figure.INITIAL: lambda hazard: _counts(hazard, Origin.INITIAL),
    Figure.VERIFIED: lambda hazard: hazard.origin is Origin.INITIAL and hazard.status is Status.CORRECTED,
    Figure.REPORTED: lambda hazard: hazard.origin is Origin.INITIAL and hazard.status in _REPORTED,
    Figure.NEW: lambda hazard: _counts(hazard, Origin.NEW),
    Figure.NEW_VERIFIED: lambda hazard: hazard.origin is Origin.NEW and hazard.status is Status.CORRECTED,
    Figure.NEW_REPORTED: lambda hazard: hazard.origin is Origin.NEW and hazard.status in _REPORTED,
    Figure.OVERDUE: lambda hazard: hazard.is_overdue,
    Figure.NO_DATE: lambda hazard: hazard.status in OPEN and hazard.due_on is None,
    Figure.REOPENED: lambda hazard: hazard.reopened_count > 0,
    Figure.WITHDRAWN: lambda hazard: hazard.status is Status.WITHDRAWN,
}
"""The rows behind each figure: the same questions that `accord.rules.figures.progress` counts by."""

_OF_ORIGIN = {Origin.INITIAL: Figure.INITIAL, Origin.NEW: Figure.NEW}

OFFERED = (Figure.OVERDUE, Figure.NO_DATE, Figure.REOPENED, Figure.NEW)
"""The figures that are offered as a choice of their own; the others are reached from where they stand."""


def _counts(hazard: HazardDisclosed, origin: Origin) -> bool:
    return hazard.origin is origin and hazard.status is not Status.WITHDRAWN


@dataclass(frozen=True)
class Choice:
    """What the reader asked to see; None stands for all."""

    discipline: Discipline | None = None
    status: Status | None = None
    show: Figure | None = None

    def picks(self, hazard: HazardDisclosed, *, is_unknown: bool = False) -> bool:
        """Return whether the hazard is among those asked for; `is_unknown`: its status was not known on the day."""
        if self.discipline not in (None, hazard.discipline):
            return False
        if is_unknown:
            # It counts among all, and in no figure that says what had become of it.
            return self.status is None and self.show in (None, _OF_ORIGIN[hazard.origin])
        return self.status in (None, hazard.status) and (self.show is None or _BEHIND[self.show](hazard))

    @property
    def is_all(self) -> bool:
        """Whether nothing was left out."""
        return self == Choice()

    @property
    def parameters(self) -> dict[str, str]:
        """The choice as parameters of an address."""
        named = {"discipline": self.discipline, "status": self.status, "show": self.show}
        return {name: value.value for name, value in named.items() if value}


@dataclass(frozen=True)
class Offer:
    """A choice that the reader can make, with the number of hazards it would show."""

    label: str
    count: int
    parameters: dict[str, str]
    is_current: bool


def asked_choice() -> Choice:
    """Return the choice that the address asks for."""
    return Choice(one_of("discipline", Discipline), one_of("status", Status), one_of("show", Figure))


def offers(
    hazards: Iterable[HazardDisclosed], choice: Choice, *, unknown: frozenset[str] = frozenset()
) -> list[list[Offer]]:
    """Return the choices by discipline, by status and by figure; those that would show nothing are left out.

    `unknown` are the keys of the hazards whose status was not known on the day.
    """
    every = list(hazards)

    def offer(label: str, changed: Choice) -> Offer:
        count = sum(changed.picks(hazard, is_unknown=hazard.key in unknown) for hazard in every)
        return Offer(label, count, changed.parameters, changed == choice)

    groups = [
        [
            offer(gettext("all disciplines"), replace(choice, discipline=None)),
            *(offer(word(discipline), replace(choice, discipline=discipline)) for discipline in Discipline),
        ],
        [
            offer(gettext("every status"), replace(choice, status=None)),
            *(offer(word(status), replace(choice, status=status)) for status in Status),
        ],
        [
            offer(gettext("all hazards"), replace(choice, show=None)),
            *(offer(figure_words(figure), replace(choice, show=figure)) for figure in _offered(choice)),
        ],
    ]
    return [[each for each in group if each.count or each.is_current] for group in groups]


def figure_words(figure: Figure) -> str:
    """Return the words for the hazards behind a figure."""
    return {
        Figure.INITIAL: gettext("initial hazards that count"),
        Figure.VERIFIED: gettext("initial hazards, verified"),
        Figure.REPORTED: gettext("initial hazards, reported or verified"),
        Figure.NEW: gettext("new hazards"),
        Figure.NEW_VERIFIED: gettext("new hazards, verified"),
        Figure.NEW_REPORTED: gettext("new hazards, reported or verified"),
        Figure.OVERDUE: gettext("overdue"),
        Figure.NO_DATE: gettext("no date"),
        Figure.REOPENED: gettext("reopened"),
        Figure.WITHDRAWN: gettext("withdrawn, not counted"),
    }[figure]


def _offered(choice: Choice) -> tuple[Figure, ...]:
    return OFFERED if choice.show is None or choice.show in OFFERED else (*OFFERED, choice.show)
