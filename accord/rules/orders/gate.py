"""The notice that hangs at the gates of a building under an order: what it says, as it was said. Source: DOMAIN 6.

It says only what may be public: the allow-list of section 8 holds for it, whoever asks for it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from accord.rules.public.disclosed_order import OrderDisclosed
from accord.rules.vocabulary import ORDER_ENDS, OrderKind, OrderStep

ISSUED_BY = ORDER_ENDS | {
    OrderStep.RAISED,
    OrderStep.DETERMINED,
    OrderStep.JOINED,
    OrderStep.RE_ENTERED,
    OrderStep.EASED,
}
"""The steps with which a new notice is hung up."""

SEEN_ON_SITE = frozenset({OrderStep.VERIFIED, OrderStep.WORKS_VERIFIED, OrderStep.VACATED})
"""The steps of which an engineer tells the day on which the place was seen."""


@dataclass(frozen=True)
class Said:
    """A text in English and, where somebody wrote it, in Bangla."""

    en: str
    bn: str | None = None


@dataclass(frozen=True)
class GateNotice:
    """What a notice says."""

    order: int | None
    """None: the public knows the order by its key alone."""
    key: str
    """The public key of the order."""
    version: int | None
    """1: the first that was hung up because of the order; None: the one that the public may read."""
    step: OrderStep
    kind: OrderKind
    """As it stood with this step."""
    is_determined: bool
    building: Said
    places: tuple[Said, ...]
    """Floors and zones; none: the whole building."""
    factories: tuple[Said, ...]
    reasons: tuple[Said, ...]
    """Of the first cause, and of the latest where one joined."""
    limit_kpa: float | None
    since: date
    issued_on: date
    seen_on: date | None = None
    """When an engineer last saw the works, or the place, on site."""
    is_by_panel: bool = False
    """Whether the Review Panel agreed of one mind."""
    still_open: int = 0
    """How many of the hazards that called for the order were not corrected when it was lifted."""

    @property
    def has_ended(self) -> bool:
        """Whether nothing is forbidden by the order any more, or everything for ever."""
        return self.step in ORDER_ENDS


def published_notice(order: OrderDisclosed, factories: Sequence[Said], *, as_of: date) -> GateNotice | None:
    """Return the notice that must hang there by what the public may read of the order; None: it is not public by then.

    Of the Review Panel and of what was before its determination the public reads nothing here.
    """
    steps = sorted((step for step in order.steps if step.happened_on <= as_of), key=lambda step: step.happened_on)
    issuing = [each for each in steps if each.step in ISSUED_BY]
    if order.determined_on > as_of:
        return None
    seen = [each.happened_on for each in steps if each.step in SEEN_ON_SITE]
    both = zip(order.places, order.places_bn, strict=True)
    return GateNotice(
        order=None,
        key=order.key,
        version=None,
        step=issuing[-1].step,
        kind=order.kind,
        is_determined=True,
        building=Said(order.building, order.building_bn),
        places=tuple(Said(english, bangla) for english, bangla in both),
        factories=tuple(factories),
        reasons=(Said(order.because, order.because_bn),),
        limit_kpa=order.limit_kpa if order.kind is OrderKind.LOAD_REDUCTION else None,
        since=order.determined_on,
        issued_on=issuing[-1].happened_on,
        seen_on=seen[-1] if seen else None,
    )


def as_details(notice: GateNotice) -> dict[str, Any]:
    """Return the notice in plain words and numbers, to be kept."""
    return {
        "order": notice.order,
        "key": notice.key,
        "version": notice.version,
        "step": notice.step.value,
        "kind": notice.kind.value,
        "is_determined": notice.is_determined,
        "building": _plain(notice.building),
        "places": [_plain(each) for each in notice.places],
        "factories": [_plain(each) for each in notice.factories],
        "reasons": [_plain(each) for each in notice.reasons],
        "limit_kpa": notice.limit_kpa,
        "since": notice.since.isoformat(),
        "issued_on": notice.issued_on.isoformat(),
        "seen_on": notice.seen_on.isoformat() if notice.seen_on else None,
        "is_by_panel": notice.is_by_panel,
        "still_open": notice.still_open,
    }


def from_details(kept: Mapping[str, Any]) -> GateNotice:
    """Return the notice as it was kept."""
    return GateNotice(
        order=kept["order"],
        key=kept["key"],
        version=kept["version"],
        step=OrderStep(kept["step"]),
        kind=OrderKind(kept["kind"]),
        is_determined=kept["is_determined"],
        building=Said(*kept["building"]),
        places=_said(kept["places"]),
        factories=_said(kept["factories"]),
        reasons=_said(kept["reasons"]),
        limit_kpa=kept["limit_kpa"],
        since=date.fromisoformat(kept["since"]),
        issued_on=date.fromisoformat(kept["issued_on"]),
        seen_on=date.fromisoformat(kept["seen_on"]) if kept["seen_on"] else None,
        is_by_panel=kept["is_by_panel"],
        still_open=kept.get("still_open", 0),  # unknown of notices that were kept before it was asked
    )


def _plain(said: Said) -> list[str | None]:
    return [said.en, said.bn]


def _said(kept: list[list[Any]]) -> tuple[Said, ...]:
    return tuple(Said(*each) for each in kept)
