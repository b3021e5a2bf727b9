"""Every letter and notice with invented words, so that whoever knows the language and the field can read them all.

Nothing of it is kept, and nothing of the records is in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from accord.casework.escalation.letters.samples import sample_letters
from accord.casework.orders.letters import Audience, Written, render, write_letter
from accord.gateways.formats import format_date
from accord.gateways.language import Language
from accord.records.factory import Building, Factory, Floor
from accord.records.order import OrderEvent, OrderFactory, OrderPlace, SafetyOrder
from accord.rules.moments import Moment
from accord.rules.notices import OF_PROTOCOL, Letter
from accord.rules.orders.gate import ISSUED_BY, GateNotice, Said
from accord.rules.vocabulary import OrderKind, OrderStep

OF_NO_ORDER = frozenset({Letter.CLOCKWORK_IS_BACK, Letter.DIGEST}) | OF_PROTOCOL
TO_THE_PANEL = "panel_referral"
BECAUSE: Mapping[OrderKind, Said] = {
    OrderKind.EVACUATION: Said(
        "Column C3 on the ground floor is cracked through; the crack has grown by 2 mm in a week.",
        "নিচতলার C3 কলামে ফাটল এপার-ওপার হয়ে গেছে; এক সপ্তাহে তা ২ মিমি বেড়েছে।",
    ),
    OrderKind.LOAD_REDUCTION: Said(
        "A load of 3.4 kPa was measured where 2 kPa is allowed.",
        "যেখানে ২ kPa ভার অনুমোদিত, সেখানে ৩.৪ kPa ভার মাপা হয়েছে।",
    ),
    OrderKind.BOILER_SHUTDOWN: Said(
        "The safety valve of the boiler does not open.",
        "বয়লারের সেফটি ভাল্‌ভ খোলে না।",
    ),
}
BUILDING = Said("Invented Building", "কাল্পনিক ভবন")
FACTORY, NUMBER = Said("Invented Garments Ltd.", "কাল্পনিক গার্মেন্টস লিমিটেড"), 99999
FLOOR = Said("3rd floor, sewing", "৩য় ফ্লোর, সেলাই")
LIMIT_KPA = 2.0
ORDER = 999


@dataclass(frozen=True)
class Sample:
    """What a letter says to these audiences, all of them in the same words."""

    audiences: Sequence[Audience]
    written: Written


def samples_of(letter: Letter, kind: OrderKind, *, moment: Moment) -> Sequence[Sample]:
    """Return what the letter says of an invented order of the kind, to each audience that is told something else."""
    if letter in OF_PROTOCOL:
        by_words: dict[Written, list[Audience]] = {}
        for audience, written in sample_letters(letter, moment=moment):
            by_words.setdefault(written, []).append(audience)
        return [Sample(audiences, written) for written, audiences in by_words.items()]
    if letter in OF_NO_ORDER:
        return [Sample((Audience.PROGRAMME,), _of_no_order(letter, moment))]
    order = _order(kind, moment)
    said: dict[Written, list[Audience]] = {}
    for audience in Audience:
        if (audience.value == "panel") == (letter.value == TO_THE_PANEL):
            said.setdefault(_written(order, letter, audience, moment), []).append(audience)
    return [Sample(audiences, written) for written, audiences in said.items()]


def gate_sample(kind: OrderKind, step: OrderStep, *, moment: Moment) -> GateNotice | None:
    """Return the notice that would be hung up with the step of an invented order; None: no notice is."""
    if step not in ISSUED_BY:
        return None
    is_load = kind is OrderKind.LOAD_REDUCTION
    return GateNotice(
        order=ORDER,
        key="invented",
        version=1,
        step=step,
        kind=kind,
        is_determined=step is not OrderStep.RAISED,
        building=BUILDING,
        places=(FLOOR,) if is_load else (),
        factories=(Said(f"{FACTORY.en} ({NUMBER})", f"{FACTORY.bn} ({NUMBER})"),),
        reasons=(BECAUSE[kind],),
        limit_kpa=LIMIT_KPA if is_load else None,
        since=moment.today - timedelta(days=9),
        issued_on=moment.today,
        seen_on=moment.today - timedelta(days=1),
        is_by_panel=kind is OrderKind.EVACUATION,
    )


def _written(order: SafetyOrder, letter: Letter, audience: Audience, moment: Moment) -> Written:
    return write_letter(
        order,
        letter,
        audience=audience,
        moment=moment,
        silent=((FACTORY.en, "factory"), ("Invented Estates", "landlord")),
        late=("Empty the tank on the roof.",),
    )


def _order(kind: OrderKind, moment: Moment) -> SafetyOrder:
    is_load = kind is OrderKind.LOAD_REDUCTION
    because = BECAUSE[kind]
    floor = Floor(level=3, name=FLOOR.en, name_bn=FLOOR.bn)
    order = SafetyOrder(
        id=ORDER,
        kind=kind,
        raised_as=kind,
        building=Building(name=BUILDING.en, name_bn=BUILDING.bn),
        because=because.en,
        because_bn=because.bn,
        limit_kpa=LIMIT_KPA if is_load else None,
    )
    order.places = [OrderPlace(floor=floor)] if is_load else []
    order.factories = [OrderFactory(factory=Factory(number=NUMBER, name=FACTORY.en, name_bn=FACTORY.bn))]
    order.steps = [
        OrderEvent(step=step, happened_on=moment.today - timedelta(days=9), actor="-", recorded_at=moment.now)
        for step in (OrderStep.RAISED, OrderStep.DETERMINED)
    ]
    return order


def _of_no_order(letter: Letter, moment: Moment) -> Written:
    said = {}
    for language in Language:
        words = {
            "since": "10:00",
            "until": "12:30",
            "open_orders": "3",
            "reminders": "4",
            "orders": "3",
            "overtaken": "2",
            "today": format_date(moment.today, language),
            "lines": ["2 claims wait for you", "1 report is to be checked"],
            "desk": "https://accord.example/desk",
            "account": "https://accord.example/desk/account",
        }
        said[language] = render(letter, language, **words)
    (subject, body), (subject_bn, body_bn) = said[Language.EN], said[Language.BN]
    return Written(subject, subject_bn, body, body_bn, None)
