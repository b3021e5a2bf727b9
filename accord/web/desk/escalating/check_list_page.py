"""Everything the page of the check lists shows, worked out so that its template decides nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import current_app, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.desk.ending_facts import facts_of
from accord.casework.desk.ending_words import ASKED, SENTENCES, TITLES
from accord.casework.desk.endings import items_of
from accord.casework.desk.visitors import Visitor
from accord.records.cap import CapVersion
from accord.records.ending import EndingItem
from accord.records.factory import Factory, Signatory
from accord.records.hazard import HazardFactory
from accord.records.inspection import Inspection
from accord.rules.desk.actions import Action
from accord.rules.factories.endings import BY_HAND, ENDINGS, Check, Condition, Ending, check_list
from accord.rules.moments import Moment
from accord.rules.vocabulary import Discipline
from accord.web.filters import plain, word
from accord.web.language import gettext

MOST_SHOWN = 8
"""Of what one condition wants; the rest is a number."""


@dataclass(frozen=True)
class Missing:
    """One thing that a condition wants, in words, and where one does it."""

    words: str
    address: str | None


@dataclass(frozen=True)
class Line:
    """One condition."""

    condition: Condition
    sentence: str
    is_met: bool
    is_by_hand: bool
    asked: str | None
    missing: tuple[Missing, ...]
    more: int
    """How many more things it wants than are shown."""
    items: tuple[EndingItem, ...]
    """What is on file of it, the latest first."""


@dataclass(frozen=True)
class List:
    """The check list of one ending."""

    ending: Ending
    title: str
    lines: tuple[Line, ...]
    is_done: bool
    """Whether the factory has this coverage already."""

    @property
    def open_count(self) -> int:
        """How many conditions are open."""
        return sum(not line.is_met for line in self.lines)


@dataclass(frozen=True)
class CheckListPage:
    """Both check lists of a factory."""

    factory: Factory
    lists: tuple[List, ...]
    standing: tuple[EndingItem, ...]
    """What was not taken back."""


def check_list_page(session: Session, factory: Factory, *, who: Visitor, moment: Moment) -> CheckListPage:
    """Return both check lists as they stand now, in a fixed number of questions."""
    facts = facts_of(session, factory, moment=moment)
    items = items_of(session, factory)
    checks = {ending: check_list(ending, facts) for ending in Ending}
    things = _Things(session, factory, who, [each for found in checks.values() for each in found])
    return CheckListPage(
        factory,
        tuple(
            List(
                ending,
                TITLES[ending],
                tuple(_line(check, things, items) for check in found),
                is_done=ENDINGS.get(factory.coverage) is ending,
            )
            for ending, found in checks.items()
        ),
        tuple(item for item in items if item.taken_back_at is None),
    )


def buyers_missing(session: Session, factory: Factory, *, moment: Moment) -> Sequence[Signatory]:
    """Return the brands that buy from the factory and have not confirmed, by name."""
    facts = facts_of(session, factory, moment=moment)
    query = select(Signatory).where(Signatory.id.in_(facts.buyers - facts.confirmed)).order_by(Signatory.name)
    return session.scalars(query).all()


def _line(check: Check, things: "_Things", items: Sequence[EndingItem]) -> Line:
    condition = check.condition
    return Line(
        condition,
        SENTENCES[condition],
        is_met=check.is_met,
        is_by_hand=condition in BY_HAND,
        asked=ASKED.get(condition),
        missing=tuple(things.missing(condition, each) for each in check.missing[:MOST_SHOWN]),
        more=len(check.missing[MOST_SHOWN:]),
        items=tuple(item for item in items if item.condition is condition),
    )


class _Things:
    """What stands against conditions, by the words of rules: “hazard 12”; each read with all others of its kind."""

    def __init__(self, session: Session, factory: Factory, who: Visitor, checks: Iterable[Check]) -> None:
        self.session, self.factory, self.who = session, factory, who
        ids: dict[str, set[int]] = {}
        for check in checks:
            for each in check.missing[:MOST_SHOWN]:
                kind, _, number = each.partition(" ")
                if number:
                    ids.setdefault(kind, set()).add(int(number))
        self.names = {
            "signatory": self._signatories(ids.get("signatory", ())),
            "inspection": self._inspections(ids.get("inspection", ())),
            "version": self._versions(ids.get("version", ())),
            "hazard": self._hazards(ids.get("hazard", ())),
        }

    def missing(self, condition: Condition, thing: str) -> Missing:
        """Return one thing in words, with the address where one does it if the visitor may go there."""
        kind, _, number = thing.partition(" ")
        if not number:
            return self._nothing_yet(condition, kind)
        name = self.names[kind].get(int(number)) if kind in self.names else None
        return Missing(name or self._named(kind, number), self._address(kind, int(number)))

    def _named(self, kind: str, number: str) -> str:
        words = {
            "order": gettext("order %(number)s", number=number),
            "proposal": gettext("a proposal on its stage waits for a decision"),
            "draft": gettext("a draft of ineligibility waits for its second signature"),
            "request": gettext("a request of the factory waits for an answer"),
        }
        return words.get(kind, number)

    def _address(self, kind: str, number: int) -> str | None:
        places = {
            "order": ("orders_desk.show", {"order_id": number}),
            "inspection": ("inspections.show", {"inspection_id": number}),
            "version": ("plans.version", {"version_id": number}),
            "hazard": ("hazards.show", {"hazard_id": number}),
            "proposal": ("proposals.show", {"proposal_id": number}),
            "draft": ("drafts.show", {"draft_id": number}),
            "request": ("requests.show", {"request_id": number}),
        }
        if kind not in places:
            return None
        endpoint, values = places[kind]
        return url_for(endpoint, **values) if endpoint in current_app.view_functions else None  # type: ignore[arg-type]

    def _nothing_yet(self, condition: Condition, kind: str) -> Missing:
        if condition is Condition.REPORTS_APPROVED:
            words = gettext("%(discipline)s: no initial inspection on record", discipline=_named(Discipline(kind)))
            return Missing(words, self._new_inspection())
        if condition is Condition.PLANS_APPROVED:
            words = gettext("%(discipline)s: no approved plan", discipline=_named(Discipline(kind)))
            return Missing(words, url_for("plans.show", number=self.factory.number))
        if condition is Condition.CLOSURE_VERIFIED:
            return Missing(gettext("no closure verification visit on record"), self._new_inspection())
        return Missing(gettext("nothing on file yet"), None)

    def _new_inspection(self) -> str | None:
        if self.who.may_at_all(Action.RECORD_INSPECTION):
            return url_for("inspections.new", factory=self.factory.number)
        if self.who.may_at_all(Action.PLAN_VISIT):
            return url_for("visits.new", factory=self.factory.number)
        return None

    def _signatories(self, ids: Iterable[int]) -> Mapping[int, str]:
        return dict(self.session.execute(select(Signatory.id, Signatory.name).where(Signatory.id.in_(ids))).all())

    def _inspections(self, ids: Iterable[int]) -> Mapping[int, str]:
        query = select(Inspection.id, Inspection.discipline, Inspection.inspected_on).where(Inspection.id.in_(ids))
        day = current_app.jinja_env.filters["day"]
        return {id_: f"{_named(discipline)}, {day(on)}" for id_, discipline, on in self.session.execute(query)}

    def _versions(self, ids: Iterable[int]) -> Mapping[int, str]:
        query = select(CapVersion.id, CapVersion.discipline).where(CapVersion.id.in_(ids))
        return {
            id_: gettext("%(discipline)s: a plan waits for approval", discipline=_named(discipline))
            for id_, discipline in self.session.execute(query)
        }

    def _hazards(self, ids: Iterable[int]) -> Mapping[int, str]:
        query = select(HazardFactory.hazard_id, HazardFactory.discipline, HazardFactory.item).where(
            HazardFactory.hazard_id.in_(ids), HazardFactory.factory_id == self.factory.id
        )
        return {id_: f"{_named(discipline)} {plain(item)}" for id_, discipline, item in self.session.execute(query)}


def _named(discipline: Discipline) -> str:
    name = word(discipline)
    return name[:1].upper() + name[1:]
