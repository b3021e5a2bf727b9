"""What a notice at a gate says to workers: a few short sentences, in Bangla first, each with its English beneath.

Written to be read aloud to somebody who does not read. Source: DOMAIN.md sections 6 and 9.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accord.casework.refusals import N_
from accord.gateways.formats import format_date, format_decimal, format_number, format_plain
from accord.gateways.language import Language, translator
from accord.rules.factories.loads import kg_per_square_foot, psf_of_kpa
from accord.rules.orders.gate import GateNotice
from accord.rules.vocabulary import OrderKind, OrderStep


@dataclass(frozen=True)
class Both:
    """A sentence in both languages."""

    bn: str
    en: str


@dataclass(frozen=True)
class Picture:
    """A drawing of ours, and what it shows."""

    file: str
    means: str


@dataclass(frozen=True)
class GateWords:
    """The sentences of a notice."""

    banner: Both
    """What has happened with this notice."""
    headline: Both
    demands: tuple[Both, ...]
    by_whom: Both
    rights: tuple[Both, ...]
    picture: Picture
    look: str
    """“danger” or “sound”: never said by it alone."""


HEADLINES: Mapping[OrderKind, str] = {
    OrderKind.EVACUATION: N_("Do not enter"),
    OrderKind.LOAD_REDUCTION: N_("Take load off"),
    OrderKind.BOILER_SHUTDOWN: N_("Boiler off"),
}
BANNERS: Mapping[OrderStep, str] = {
    OrderStep.RAISED: N_("As a precaution, at once"),
    OrderStep.DETERMINED: N_("The order is in force"),
    OrderStep.JOINED: N_("A further danger was found"),
    OrderStep.RE_ENTERED: N_("The order was not followed: the danger is what it was"),
    OrderStep.EASED: N_("The evacuation has become a load reduction"),
    OrderStep.LIFTED: N_("The order is lifted"),
    OrderStep.ANNULLED: N_("Correction: the order is annulled"),
    OrderStep.VACATED: N_("The order has ended: vacated for good"),
}
DEMANDS: Mapping[OrderKind, Sequence[str]] = {
    OrderKind.EVACUATION: (
        N_("If you are inside, leave now."),
        N_("Do not go in, not even for work, goods or pay."),
    ),
    OrderKind.LOAD_REDUCTION: (
        N_("Bring nothing new up. Do not pile goods in one place."),
        N_("If you see a crack or hear the building creak, everybody leaves at once."),
    ),
    OrderKind.BOILER_SHUTDOWN: (
        N_("Do not fire the boiler."),
        N_("Stay out of the boiler room, and away from it."),
    ),
}
LIMIT = N_("No more than %(kg)s kg on each square foot of floor (%(kpa)s kPa, %(psf)s psf).")
NO_LIMIT = N_("Take the heaviest goods down first, and empty the tanks on the roof.")

LIFTED = N_("Order lifted")
# Never that the danger is over: an order can be lifted while something of it is still to be corrected.
SEEN = N_("An engineer of the Accord saw the works on site on %(day)s.")
STILL_OPEN = N_(
    "Still to be corrected of what was found here: %(count)s. The factory owes it, and it is looked at again."
)
BY_PANEL = N_("The Review Panel of engineers agrees of one mind.")
AGAIN = N_("If you see a crack or another danger again: leave the place, and call.")

TAKEN_BACK = N_("Notice taken back")
SORRY = N_("The notice before this one was a mistake and is taken back. We are sorry for the alarm.")
# Never more than that: an order of another kind may stand on the same building, and be known to nobody but them.
FREE_AGAIN: Mapping[OrderKind, str] = {
    OrderKind.EVACUATION: N_("You may go in again, unless another notice at this gate forbids it."),
    OrderKind.LOAD_REDUCTION: N_("Work may go on within the load plan, unless another notice at this gate forbids it."),
    OrderKind.BOILER_SHUTDOWN: N_("The boiler may run again, unless another notice at this gate forbids it."),
}

GONE = N_("This place was vacated for good; an engineer of the Accord saw it on %(day)s.")
NOT_AGAIN = N_("No factory may work here again before it was inspected anew.")

BY_ENGINEER = N_(
    "The Accord, as a precaution; its chief safety officer has not decided yet. Not an order of the state."
)
BY_OFFICER = N_("The chief safety officer of the Accord. It is not an order of the state and takes the place of none.")

REFUSE = N_("You may refuse unsafe work.")
INCOME = N_("While work has to stop, your employment and your regular income go on, for up to six months.")
OWED = N_("The income of the time when work had to stop is owed to you, for up to six months.")
NO_REPRISAL = N_("Nobody may be dismissed, threatened or harassed for this.")

STOP = {
    OrderKind.EVACUATION: Picture("orders/no-entry.svg", N_("A person on the way in, crossed out")),
    OrderKind.LOAD_REDUCTION: Picture("orders/load-off.svg", N_("A floor that bends under boxes")),
    OrderKind.BOILER_SHUTDOWN: Picture("orders/boiler-off.svg", N_("A boiler with a flame, crossed out")),
}
DONE = Picture("orders/lifted.svg", N_("A tick in a circle"))


def words_of(notice: GateNotice) -> GateWords:
    """Return the sentences of the notice."""
    is_over = notice.step in (OrderStep.LIFTED, OrderStep.ANNULLED)
    is_decided = notice.is_determined or notice.has_ended
    return GateWords(
        banner=both(BANNERS[notice.step]),
        headline=both(_headline(notice)),
        demands=_demands(notice),
        by_whom=both(BY_OFFICER if is_decided else BY_ENGINEER),
        rights=(both(REFUSE), both(OWED if notice.has_ended else INCOME), both(NO_REPRISAL)),
        picture=DONE if is_over else _picture(notice),
        look="sound" if is_over else "danger",
    )


def both(message: str, **values: Both) -> Both:
    """Return a sentence in both languages, with the values put in."""
    said = {
        language: translator(language).gettext(message)
        % {name: getattr(value, language.value) for name, value in values.items()}
        for language in Language
    }
    return Both(bn=said[Language.BN], en=said[Language.EN])


def _headline(notice: GateNotice) -> str:
    match notice.step:
        case OrderStep.LIFTED:
            return LIFTED
        case OrderStep.ANNULLED:
            return TAKEN_BACK
        case OrderStep.VACATED:
            return HEADLINES[OrderKind.EVACUATION]
    return HEADLINES[notice.kind]


def _picture(notice: GateNotice) -> Picture:
    return STOP[OrderKind.EVACUATION if notice.step is OrderStep.VACATED else notice.kind]


def _demands(notice: GateNotice) -> tuple[Both, ...]:
    match notice.step:
        case OrderStep.LIFTED:
            panel = [both(BY_PANEL)] if notice.is_by_panel else []
            return both(FREE_AGAIN[notice.kind]), _dated(SEEN, notice), *panel, *_still_open(notice), both(AGAIN)
        case OrderStep.ANNULLED:
            return both(SORRY), both(FREE_AGAIN[notice.kind])
        case OrderStep.VACATED:
            return _dated(GONE, notice), both(NOT_AGAIN)
    demands = tuple(both(each) for each in DEMANDS[notice.kind])
    return (_limit(notice), *demands) if notice.kind is OrderKind.LOAD_REDUCTION else demands


def _dated(message: str, notice: GateNotice) -> Both:
    day = notice.seen_on or notice.issued_on
    return both(message, day=Both(*(format_date(day, each) for each in (Language.BN, Language.EN))))


def _still_open(notice: GateNotice) -> tuple[Both, ...]:
    if not notice.still_open:
        return ()
    counts = (format_number(notice.still_open, each) for each in (Language.BN, Language.EN))
    return (both(STILL_OPEN, count=Both(*counts)),)


def _limit(notice: GateNotice) -> Both:
    kpa = notice.limit_kpa
    if kpa is None:
        return both(NO_LIMIT)
    languages = (Language.BN, Language.EN)
    return both(
        LIMIT,
        kg=Both(*(format_number(kg_per_square_foot(kpa), each) for each in languages)),
        kpa=Both(*(format_decimal(kpa, each) for each in languages)),
        psf=Both(*(format_plain(psf_of_kpa(kpa), each) for each in languages)),
    )
