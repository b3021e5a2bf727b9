"""Writes the register of a simulated programme: company groups, factories, and the buildings they occupy."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from accord.casework.simulation.days import WorkDays
from accord.casework.simulation.dice import Dice, Weighted
from accord.casework.simulation.lives import BuildingHere, FloorHere
from accord.casework.simulation.names import FactoryNames, building_name, company_group_name, floor_use, tower_name
from accord.casework.simulation.plan import FactoryPlan, Site
from accord.casework.simulation.rows import Rows
from accord.casework.simulation.words import Area, TwoTongues, floor_named, words
from accord.records.factory import Building, CompanyGroup, Factory, Floor, Occupant, Zone
from accord.rules.vocabulary import Coverage
from accord.rules.words.bangla import digits

GROUPED_SHARE, FACTORIES_PER_GROUP = 0.3, 3.6
BUILDINGS = Weighted({1: 70, 2: 22, 3: 8})
STOREYS = Weighted({1: 5, 2: 8, 3: 10, 4: 14, 5: 18, 6: 18, 7: 11, 8: 8, 9: 5, 10: 3})
CONSTRUCTIONS = Weighted(
    {
        "Reinforced concrete frame": 70,
        "Reinforced concrete flat plate": 16,
        "Steel frame": 8,
        "Reinforced concrete frame, light steel shed on the roof": 6,
    }
)
OTHERS_SHARE, OTHERS_SHARE_IN_TOWERS, LOAD_KNOWN_SHARE = 0.06, 0.4, 0.85
ZONES = {
    "Fabric store": "কাপড়ের গুদাম",
    "Substation and generator room": "সাবস্টেশন ও জেনারেটর কক্ষ",
    "Boiler house": "বয়লার ঘর",
}
STORE = "Fabric store"
"""Ours, all of these; the zones lie on the ground floor."""

STOREYS_OF_TOWER = 6


@dataclass(frozen=True)
class FactoryHere:
    """A factory on record, with the buildings it uses."""

    plan: FactoryPlan
    id: int
    buildings: Sequence[BuildingHere]


@dataclass(slots=True)
class Register:
    """Writes sites one after another."""

    rows: Rows
    seed: int
    days: WorkDays
    groups: Weighted[int] | None = None
    names: FactoryNames = field(default_factory=FactoryNames)

    def write_groups(self, factories: int) -> None:
        """Write the company groups of a programme of this size; a few of them are large."""
        number = round(factories * GROUPED_SHARE / FACTORIES_PER_GROUP)
        ids = [self.rows.add(CompanyGroup, name=company_group_name(place)) for place in range(number)]
        self.groups = Weighted({id_: 1 / (place + 1) ** 0.5 for place, id_ in enumerate(ids)}) if ids else None

    def write_site(self, site: Site, coverages: Sequence[Coverage]) -> list[FactoryHere]:
        """Write the factories of a site with the coverage each has on the anchor date, and their buildings."""
        dice = Dice(self.seed, "site", site.factories[0].number)
        area = dice.weighted(words().areas)
        common = []
        if len(site.factories) > 1:
            name = tower_name(dice.pick(words().factory_words), area.town)
            common = [self._building(name, site.factories[0], town=area.town[0], dice=dice, is_tower=True)]
        return [
            self._factory(plan, coverage, area=area, common=common, dice=dice)
            for plan, coverage in zip(site.factories, coverages, strict=True)
        ]

    def _factory(
        self, plan: FactoryPlan, coverage: Coverage, *, area: Area, common: list[BuildingHere], dice: Dice
    ) -> FactoryHere:
        number = dice.weighted(BUILDINGS)
        own = [
            self._building(building_name(place, area.town), plan, town=area.town[0], dice=dice)
            for place in range(1, number + 1 - len(common))
        ]
        buildings = common + own
        trade = dice.pick(words().trades)
        name = self.names.next(dice.pick(words().factory_words), trade)
        plot, road = dice.between(1, 240), dice.between(1, 40)
        id_ = self.rows.add(
            Factory,
            number=plan.number,
            name=name[0],
            name_bn=name[1],
            address=", ".join([f"Plot {plot}", f"Demo Road {road}", *_place(area, 0)]),
            address_bn=", ".join([f"প্লট {digits(str(plot))}", f"ডেমো সড়ক {digits(str(road))}", *_place(area, 1)]),
            district=area.district[0],
            upazila=area.upazila[0],
            latitude_degrees=round(area.latitude + dice.uniform(-0.012, 0.012), 5),
            longitude_degrees=round(area.longitude + dice.uniform(-0.012, 0.012), 5),
            # Fifteen characters like a real one, and never one: a real one has the year after the country.
            os_id=f"BDDEMO{plan.number:09d}",
            production=trade.production,
            workers=plan.workers,
            workers_women=round(plan.workers * dice.uniform(0.42, 0.76)),
            coverage=coverage,
            summary=f"Invented factory. Place: {area.town[0]}, {area.upazila[0]}. Workers: {plan.workers:,}.",
            summary_bn=f"কল্পিত কারখানা। অবস্থান: {area.town[1]}, {area.upazila[1]}। শ্রমিক: {_grouped(plan.workers)} জন।",
            company_group_id=dice.weighted(self.groups) if self.groups and dice.chance(GROUPED_SHARE) else None,
        )
        for building in buildings:
            self._move_in(building, id_, plan)
        return FactoryHere(plan, id_, buildings)

    def _building(
        self, name: TwoTongues, plan: FactoryPlan, *, town: str, dice: Dice, is_tower: bool = False
    ) -> BuildingHere:
        storeys = STOREYS_OF_TOWER if is_tower else dice.weighted(STOREYS)
        others_since = plan.listed - dice.between(400, 2500)
        id_ = self.rows.add(
            Building,
            name=name[0],
            name_bn=name[1],
            storeys=storeys,
            construction=dice.weighted(CONSTRUCTIONS),
            year_built=self.days.date(plan.listed - 2600).year - dice.between(0, 18),
            landlord="Sim Tower Properties" if is_tower else None,
        )
        if dice.chance(OTHERS_SHARE_IN_TOWERS if is_tower else OTHERS_SHARE):
            other, use = dice.pick(words().others)
            other = other.format(town=town)
            self._occupy(id_, since=others_since, other_name=other, other_use=use)
        return BuildingHere(id_, name, self._floors(id_, storeys, dice))

    def _floors(self, building_id: int, storeys: int, dice: Dice) -> list[FloorHere]:
        is_known = dice.chance(LOAD_KNOWN_SHARE)
        floors = []
        for level in range(storeys + 1):
            load = {0: 3.0, storeys: 1.0}.get(level, 2.0) if is_known else None
            name, name_bn = _floor_name(level, storeys)
            said = {"level": level, "name": name, "name_bn": name_bn, "allowable_load_kpa": load}
            id_ = self.rows.add(Floor, building_id=building_id, **said)
            floors.append(FloorHere(id_, level, name=name, zones={}))
        for zone, zone_bn in ZONES.items():
            of_zone = {"name": zone, "name_bn": zone_bn, "allowable_load_kpa": 3.0 if zone == STORE else None}
            floors[0].zones[zone] = self.rows.add(Zone, floor_id=floors[0].id, **of_zone)
        return floors

    def _move_in(self, building: BuildingHere, factory_id: int, plan: FactoryPlan) -> None:
        is_closed = plan.leaves_as is Coverage.CLOSED
        until = self.days.worked(plan.left) if is_closed and plan.left is not None else None
        self._occupy(building.id, since=plan.listed - 330, until=until, factory_id=factory_id)

    def _occupy(
        self,
        building_id: int,
        *,
        since: int,
        until: int | None = None,
        factory_id: int | None = None,
        other_name: str | None = None,
        other_use: str | None = None,
    ) -> None:
        self.rows.add(
            Occupant,
            building_id=building_id,
            factory_id=factory_id,
            other_name=other_name,
            other_use=other_use,
            from_on=self.days.date(since),
            to_on=None if until is None else self.days.date(until),
        )


def _floor_name(level: int, roof: int) -> TwoTongues:
    english, bangla = floor_named(level, roof)
    if level == roof:
        return english, bangla
    use, use_bn = floor_use(level, roof)
    return f"{english}, {use}", f"{bangla}, {use_bn}"


def _place(area: Area, tongue: int) -> list[str]:
    # A town can bear the name of its sub-district.
    return list(dict.fromkeys([area.town[tongue], area.upazila[tongue], area.district[tongue]]))


def _grouped(number: int) -> str:
    return digits(f"{number:,}")
