"""Loads a simulated programme into an empty installation, and marks that installation as a demonstration."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from accord.casework import journal
from accord.casework.disclosure import DEMONSTRATION
from accord.casework.orders.retelling import retell
from accord.casework.refusals import Refused
from accord.casework.simulation.cast import Cast
from accord.casework.simulation.days import WorkDays
from accord.casework.simulation.dice import Dice
from accord.casework.simulation.editions import Freezer
from accord.casework.simulation.factory_life import Staff, factory_life
from accord.casework.simulation.lives import FactoryLife
from accord.casework.simulation.orders import order_life
from accord.casework.simulation.plan import FIRST_NUMBER, Site, sites_planned
from accord.casework.simulation.register import FactoryHere, Register
from accord.casework.simulation.rows import Rows
from accord.casework.simulation.sourcing import RECORDED_BY, Market, write_brands, write_supply
from accord.casework.simulation.writing import Writer
from accord.records.factory import Factory
from accord.records.hazard import Hazard
from accord.records.journal import Fact
from accord.records.order import SafetyOrder
from accord.rules.moments import Moment
from accord.rules.vocabulary import Discipline

MOST_FACTORIES = 99_999 - FIRST_NUMBER + 1
"""A factory number has at most five digits."""

FIRST_ANCHOR = date(2000, 1, 1)
"""An earlier programme would have buildings older than reinforced concrete in the country."""

FACTORIES_AT_ONCE = 25
"""So many factories are held in memory until their rows are written and their editions frozen."""

FACTORIES_PER_ENGINEER = 60


class SimulationRefused(Refused):
    """Invented data is never put beside real data, nor dated after today."""


@dataclass(frozen=True)
class Simulated:
    """What was written: the factories' numbers, the anchor date, and how many rows by table."""

    first_number: int
    last_number: int
    anchor: date
    rows: Mapping[str, int]


def simulate(session: Session, factories: int, *, seed: int, moment: Moment, anchor: date | None = None) -> Simulated:
    """Write this many invented factories with their history up to the anchor date (default: today), and editions.

    The same seed, number and anchor give the same database to the last byte: the journal's line and the editions
    are dated with the first instant of the anchor date too. Raises SimulationRefused where a factory or a hazard is
    on record already.
    """
    anchor = anchor or moment.today
    _ask(session, factories, anchor=anchor, moment=moment)
    programme = _Programme(session, factories, seed=seed, days=WorkDays(anchor, moment.zone))
    programme.write()
    programme.rows.close()
    # Closed before the clock of an order is asked: it is told in words of the database.
    for order in session.scalars(select(SafetyOrder).order_by(SafetyOrder.id)).all():
        retell(session, order, until=programme.moment)
    session.merge(Fact(name=DEMONSTRATION, value="yes"))
    counts = dict(sorted(programme.rows.counts.items()))
    journal.note(
        session,
        "simulated a programme",
        "programme",
        actor=RECORDED_BY,
        moment=programme.moment,
        details={"seed": seed, "anchor": anchor.isoformat(), "rows": counts},
    )
    return Simulated(FIRST_NUMBER, FIRST_NUMBER + factories - 1, anchor=anchor, rows=counts)


def _ask(session: Session, factories: int, *, anchor: date, moment: Moment) -> None:
    if session.scalar(select(exists().where(Factory.id.is_not(None)) | exists().where(Hazard.id.is_not(None)))):
        msg = "factories are on record here already: a programme is simulated in an empty installation only"
        raise SimulationRefused(msg)
    if not 1 <= factories <= MOST_FACTORIES:
        msg = f"a simulated programme has from 1 to {MOST_FACTORIES} factories"
        raise SimulationRefused(msg)
    if anchor > moment.today:
        msg = f"the simulated programme cannot end on {anchor}: that day is still to come"
        raise SimulationRefused(msg)
    if anchor < FIRST_ANCHOR:
        msg = f"the simulated programme cannot end on {anchor}: the first day possible is {FIRST_ANCHOR}"
        raise SimulationRefused(msg)


class _Programme:
    """A programme while it is written."""

    def __init__(self, session: Session, factories: int, *, seed: int, days: WorkDays) -> None:
        self.session, self.factories, self.seed, self.days = session, factories, seed, days
        self.moment = Moment(days.end, days.zone)
        self.rows = Rows(session)
        self.staff = staff_for(factories)
        self.register = Register(self.rows, seed, days)
        self.cast = Cast(self.rows, days)
        self.writer = Writer(self.rows, self.staff, cast=self.cast, seed=seed, days=days)
        self.freezer = Freezer(session, self.rows, writer=self.writer, days=days, moment=self.moment)
        self.market = Market.of(factories)
        self.brands: list[int] = []
        self._waiting: list[tuple[FactoryHere, FactoryLife, list[int]]] = []

    def write(self) -> None:
        """Write everything, site by site."""
        self.cast.write_staff(self.staff)
        self.register.write_groups(self.factories)
        self.brands = write_brands(self.rows, self.market, Dice(self.seed, "brands"))
        for site in sites_planned(self.factories, Dice(self.seed, "plan"), days=self.days):
            self._write_site(site)
            if len(self._waiting) >= FACTORIES_AT_ONCE:
                self._freeze()
        self._freeze()

    def _write_site(self, site: Site) -> None:
        supplies = [
            self.market.supply(plan, Dice(self.seed, "supply", plan.number), days=self.days) for plan in site.factories
        ]
        every = self.register.write_site(site, [supply.coverages[-1][0] for supply in supplies])
        for here, supply in zip(every, supplies, strict=True):
            self.cast.write_manager(here.plan, here.id)
            write_supply(self.rows, here, supply, brands=self.brands, days=self.days)
        self._live(every)

    def _live(self, every: list[FactoryHere]) -> None:
        first, *others = every
        dice = Dice(self.seed, "life", first.plan.number)
        life = factory_life(
            first.plan,
            first.buildings,
            shared=(),
            has_neighbour=bool(others),
            staff=self.staff,
            days=self.days,
            dice=dice,
        )
        order = order_life(first.plan, life, first.buildings, days=self.days, dice=dice)
        self.writer.write_life(first, life)
        if order is not None:
            self.writer.write_order(order, every)
        self._waiting.append((first, life, [other.plan.number for other in others]))
        shared = [hazard for hazard in life.hazards if hazard.is_shared]
        for other in others:
            dice = Dice(self.seed, "life", other.plan.number)
            life = factory_life(
                other.plan,
                other.buildings,
                shared=shared,
                has_neighbour=False,
                staff=self.staff,
                days=self.days,
                dice=dice,
            )
            order_life(other.plan, life, other.buildings, days=self.days, dice=dice)
            for hazard in shared:
                self.writer.link(other, hazard)
            self.writer.write_life(other, life)
            self._waiting.append((other, life, [first.plan.number]))

    def _freeze(self) -> None:
        self.rows.write()
        for here, life, neighbours in self._waiting:
            self.freezer.freeze(here, life, neighbours=neighbours)
        self._waiting.clear()
        self.rows.write()
        self.session.expunge_all()


def staff_for(factories: int) -> Staff:
    """Return the engineers of a programme of this size, two of each discipline at least; they bear no names."""
    number = max(2, round(factories / FACTORIES_PER_ENGINEER))
    engineers = {
        discipline: tuple(f"Sim {discipline} engineer {place}" for place in range(1, number + 1))
        for discipline in Discipline
    }
    return Staff(engineers, "Sim chief safety officer")
