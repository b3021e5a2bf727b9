"""What the letters of orders say, in both languages, from templates/letters/<letter>/{en,bn}.txt.

The first line of a template is the subject. Texts of people pass the same filter as what is public: no telephone
number, no trace of a complaint, whoever reads them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from accord.gateways.formats import format_date
from accord.gateways.language import Language
from accord.paths import templates_folder
from accord.records.order import OrderPlace, SafetyOrder
from accord.rules.factories.loads import kg_per_square_foot
from accord.rules.moments import Moment
from accord.rules.notices import Letter
from accord.rules.orders.words import PanelOutcome, RecipientKind
from accord.rules.public.public_text import public_text
from accord.rules.vocabulary import OrderStep
from accord.rules.words.bangla import digits

_BLANKS = re.compile(r"\n{3,}")

LONGEST_SHORT = 160
"""What a text message or WhatsApp shows without opening it."""

HAS_SHORT = frozenset({Letter.RAISED, Letter.DETERMINED, Letter.LIFTED, Letter.CORRECTION, Letter.PANEL_REFERRAL})


class Audience(StrEnum):
    """Who is told the same in the same words."""

    FACTORY = "factory"
    INSIDE = "inside"
    """Who is in the building and no factory, and who owns it."""
    SIGNATORY = "signatory"
    LABOUR = "labour"
    STATE = "state"
    PROGRAMME = "programme"
    PANEL = "panel"


_AUDIENCES = {
    RecipientKind.FACTORY: Audience.FACTORY,
    RecipientKind.SAFETY_COMMITTEE: Audience.FACTORY,
    RecipientKind.OCCUPANT: Audience.INSIDE,
    RecipientKind.LANDLORD: Audience.INSIDE,
    RecipientKind.SIGNATORY: Audience.SIGNATORY,
    RecipientKind.LABOUR_SIGNATORIES: Audience.LABOUR,
    RecipientKind.INSPECTOR_GENERAL: Audience.STATE,
    RecipientKind.CHIEF_SAFETY_OFFICER: Audience.PROGRAMME,
    RecipientKind.ON_CALL: Audience.PROGRAMME,
    RecipientKind.STEERING_COMMITTEE: Audience.PROGRAMME,
    RecipientKind.REVIEW_PANEL: Audience.PANEL,
}


@dataclass(frozen=True)
class Written:
    """A letter in both languages."""

    subject: str
    subject_bn: str
    body: str
    body_bn: str
    short_bn: str | None


@dataclass(frozen=True)
class PackageSaid:
    """What the letter of a referral says of the package that goes with it."""

    sha256: str
    size_bytes: int
    address: str | None
    """Where it is given to the secretariat once it has signed in; None where nobody told the site's address."""


@dataclass(frozen=True)
class PanelSaid:
    """What a letter says of a determination of the Review Panel."""

    outcome: PanelOutcome
    is_unanimous: bool
    agreed: Sequence[str]
    against: Sequence[str]


@dataclass(frozen=True)
class OrderInWords:
    """What a template says of an order, in one language."""

    id: str
    kind: str
    building: str
    places: str | None
    """None: the whole building."""
    factories: Sequence[str]
    because: str
    limit_kpa: str | None
    limit_kg: str | None
    """The same in whole kilograms on a square foot, rounded down."""
    raised_on: str
    is_determined: bool


def audience_of(kind: RecipientKind) -> Audience:
    """Return in whose words somebody is told."""
    return _AUDIENCES[kind]


def write_letter(
    order: SafetyOrder,
    letter: Letter,
    *,
    audience: Audience,
    moment: Moment,
    note: object = None,
    note_bn: object = None,
    silent: object = (),
    late: object = (),
    package: PackageSaid | None = None,
    panel: PanelSaid | None = None,
) -> Written:
    """Return what a letter of the order says to an audience."""
    more = {"audience": audience.value, "silent": silent, "late": late, "panel": panel, "package": package}
    notes = {Language.EN: note, Language.BN: note_bn or note}
    said = {}
    for language in Language:
        words = notes[language]
        told = {
            "order": order_in_words(order, language),
            "today": format_date(moment.today, language),
            "note": public_text(str(words)) if words else None,
            "package_size": _number(f"{-(-package.size_bytes // 1024)}", language) if package else None,
        }
        said[language] = render(letter, language, **told, **more)
    (subject, body), (subject_bn, body_bn) = said[Language.EN], said[Language.BN]
    return Written(subject[:300], subject_bn[:300], body, body_bn, _short(order, letter))


def render(letter: Letter, language: Language, **told: object) -> tuple[str, str]:
    """Return the subject and the body of a letter."""
    text = _environment().get_template(f"{letter.value}/{language.value}.txt").render(**told)
    subject, _, body = text.strip().partition("\n")
    return subject.strip(), _BLANKS.sub("\n\n", body.strip()) + "\n"


def order_in_words(order: SafetyOrder, language: Language) -> OrderInWords:
    """Return what there is to say of an order in one language; what no one wrote in Bangla stands in English."""
    is_bn = language is Language.BN
    building, because = order.building, (order.because_bn if is_bn else None) or order.because
    raised_on = next(event.happened_on for event in order.steps if event.step is OrderStep.RAISED)
    limit = None if order.limit_kpa is None else f"{order.limit_kpa:g}"
    return OrderInWords(
        id=str(order.id),
        kind=order.kind.value,
        building=(building.name_bn if is_bn else None) or building.name,
        places=_places(order, language),
        factories=_factories(order, language),
        because=public_text(because),
        limit_kpa=None if limit is None else _number(limit, language),
        limit_kg=None if order.limit_kpa is None else _number(f"{kg_per_square_foot(order.limit_kpa)}", language),
        raised_on=_day(raised_on, language),
        is_determined=any(event.step is OrderStep.DETERMINED for event in order.steps),
    )


def _short(order: SafetyOrder, letter: Letter) -> str | None:
    if letter not in HAS_SHORT:
        return None
    template = _environment().get_template(f"{letter.value}/short_bn.txt")
    building = order.building.name_bn or order.building.name
    told = {"kind": order.kind.value, "limit_kpa": order.limit_kpa and digits(f"{order.limit_kpa:g}")}
    text = template.render(building=building, **told).strip()
    if (over := len(text) - LONGEST_SHORT) > 0:
        # Everything that must be done is said; of a long name its beginning.
        cut = building[: max(len(building) - over - 1, 8)].rstrip() + "…"
        text = template.render(building=cut, **told).strip()
    return text


def _places(order: SafetyOrder, language: Language) -> str | None:
    return "; ".join(_place(each, language) for each in order.places) or None


def _place(place: OrderPlace, language: Language) -> str:
    floor, zone = place.floor, place.zone
    is_bn = language is Language.BN
    name = (floor.name_bn if is_bn else None) or floor.name
    if name is None:
        name = f"লেভেল {digits(str(floor.level))}" if is_bn else f"level {floor.level}"
    if zone is None:
        return name
    return f"{name}, {(zone.name_bn if is_bn else None) or zone.name}"


def _factories(order: SafetyOrder, language: Language) -> list[str]:
    found = sorted((link.factory for link in order.factories), key=lambda each: each.number)
    is_bn = language is Language.BN
    return [f"{(each.name_bn if is_bn else None) or each.name or ''} ({each.number})".strip() for each in found]


def _number(text: str, language: Language) -> str:
    return digits(text) if language is Language.BN else text


def _day(day: date, language: Language) -> str:
    return format_date(day, language)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(templates_folder() / "letters"),
        autoescape=False,  # noqa: S701  plain text: an ampersand in a name must read as one
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
