"""The notice that hangs at the gates of a building under an order: what it says, as it was said. Source: DOMAIN 6.

It says only what may be public: the allow-list of section 8 holds for it, whoever asks for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Any

from accord.rules.vocabulary import ORDER_ENDS, OrderKind, OrderStep

ISSUED_BY = ORDER_ENDS | {
    OrderStep.RAISED,
    OrderStep.DETERMINED,
    OrderStep.JOINED,
    OrderStep.RE_ENTERED,
    OrderStep.EASED,
}
"""The steps with which a new notice is hung up."""

PUBLIC_FROM = OrderStep.DETERMINED

_KG_PER_SQUARE_FOOT = Decimal("9.4734")
"""Of 1 kPa: 1,000 N on a square metre, by 9.80665 m/s² and 10.7639 square feet."""


@dataclass(frozen=True)
class Said:
    """A text in English and, where somebody wrote it, in Bangla."""

    en: str
    bn: str | None = None


@dataclass(frozen=True)
class GateNotice:
    """What a notice says."""

    order: int
    key: str
    """The public key of the order."""
    version: int
    """1: the first that was hung up because of the order."""
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

    @property
    def has_ended(self) -> bool:
        """Whether nothing is forbidden by the order any more, or everything for ever."""
        return self.step in ORDER_ENDS


def kg_per_square_foot(load_kpa: float) -> int:
    """Return the load as it is told to whoever stacks: whole kilograms on a square foot, rounded down."""
    return int((Decimal(str(load_kpa)) * _KG_PER_SQUARE_FOOT).to_integral_value(ROUND_DOWN))


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
    )


def _plain(said: Said) -> list[str | None]:
    return [said.en, said.bn]


def _said(kept: list[list[Any]]) -> tuple[Said, ...]:
    return tuple(Said(*each) for each in kept)
