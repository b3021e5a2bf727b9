"""What the page of a hazard shows of requests: those that were made of it, and where one asks for the factory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from flask import url_for

from accord.casework.desk.things import thing_of_factory
from accord.casework.escalation.heard import requests_about
from accord.records.factory import Factory
from accord.records.hazard import Hazard
from accord.rules.escalation.words import RequestKind
from accord.rules.figures.progress import OPEN
from accord.web.access import Action
from accord.web.database import db
from accord.web.desk.escalating.request_forms import WORDINGS
from accord.web.desk.escalating.request_page import RequestShown, requests_shown
from accord.web.filters import named
from accord.web.language import gettext
from accord.web.signed_in import who
from accord.web.site import site

OF_A_HAZARD = (RequestKind.EXTENSION, RequestKind.WRONG_OBSERVATION)


@dataclass(frozen=True)
class WayToAsk:
    """Where one asks for a factory."""

    label: str
    address: str


@dataclass(frozen=True)
class HazardHearing:
    """The requests of a hazard that the visitor may read, and what they may ask."""

    requests: tuple[RequestShown, ...]
    ways: tuple[WayToAsk, ...]
    may_open: bool
    """Whether the visitor may open the requests."""


def hazard_hearing(hazard: Hazard, factories: Sequence[Factory]) -> HazardHearing:
    """Return what is shown: each factory of a shared building reads its own requests alone."""
    seen = [each for each in requests_about(db(), hazard) if _reads(each.factory)] if _may_read_any() else []
    return HazardHearing(
        tuple(requests_shown(db(), seen, who(), moment=site().moment)) if seen else (),
        tuple(_ways(hazard, factories)),
        may_open=who().may_at_all(Action.ASK_FOR_FACTORY),
    )


def _may_read_any() -> bool:
    sight = who().sight(Action.READ_STAGE)
    return sight.everywhere or bool(sight.factories)


def _reads(factory: Factory) -> bool:
    return who().may(Action.READ_STAGE, replace(thing_of_factory(factory), is_issued=False))


def _ways(hazard: Hazard, factories: Sequence[Factory]) -> Iterator[WayToAsk]:
    if hazard.status not in OPEN:
        return
    own = [each for each in factories if who().may(Action.ASK_FOR_FACTORY, thing_of_factory(each))]
    for factory in own:
        for kind in OF_A_HAZARD:
            label = gettext(WORDINGS[kind].title)
            yield WayToAsk(
                label if len(own) == 1 else f"{label} · {named(factory)}",
                url_for("requests.new", number=factory.number, kind=kind.value, hazard=hazard.id),
            )
