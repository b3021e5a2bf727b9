"""Writes what happened at a simulated factory as rows, each recorded on the day it happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from accord.casework.simulation.cast import Cast
from accord.casework.simulation.days import Hour, WorkDays
from accord.casework.simulation.factory_life import Staff
from accord.casework.simulation.findings import manager_of
from accord.casework.simulation.lives import Change, FactoryLife, HazardLife
from accord.casework.simulation.orders import OrderLife, discipline_of
from accord.casework.simulation.plan import FactoryPlan
from accord.casework.simulation.plans import PlanWriter
from accord.casework.simulation.register import FactoryHere
from accord.casework.simulation.reports import ReportWriter
from accord.casework.simulation.rows import Rows
from accord.casework.simulation.words import words
from accord.records.cap import Recognition
from accord.records.escalation import StageChange
from accord.records.hazard import Deadline, Hazard, HazardEvent, HazardFactory, LogEntry
from accord.records.inspection import Inspection
from accord.records.order import OrderCause, OrderEvent, OrderFactory, OrderPlace, SafetyOrder
from accord.records.order_care import PanelDetermination
from accord.rules.desk.hazard_search import SEARCHED, search_text
from accord.rules.orders.steps import By
from accord.rules.orders.words import CauseKind, PanelOutcome
from accord.rules.vocabulary import OrderKind, OrderStep, Source

TAKEN_AS = {
    OrderStep.RAISED: By.PROGRAMME,
    OrderStep.DETERMINED: By.DECIDER,
    OrderStep.ACKNOWLEDGED: By.RECIPIENT,
    OrderStep.COMPLIED: By.FACTORY,
    OrderStep.LIFTED: By.DECIDER,
    OrderStep.VACATED: By.DECIDER,
}
"""As what somebody takes a step; an engineer takes every other one, and raises the order."""


def public_key(*words: object) -> str:
    """Return a key that is the same whenever the same programme is made, and tells nothing."""
    return sha256("/".join(map(str, words)).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Writer:
    """Writes the lives of factories; `seed` goes into the public keys."""

    rows: Rows
    staff: Staff
    cast: Cast
    seed: int
    days: WorkDays

    def write_life(self, here: FactoryHere, life: FactoryLife) -> None:
        """Write visits, plans, letters, stages and the hazards of one factory."""
        self._write_visits(here, life)
        self._write_recognition(here, life)
        plans = PlanWriter(
            self.rows,
            self.cast,
            self.days,
            factory_id=here.id,
            manager=manager_of(here.plan.number),
            chief_safety_officer=self.staff.chief_safety_officer,
        )
        plans.write_versions(life.caps)
        for hazard in life.hazards:
            self._write_hazard(here, hazard, plans)
        self._write_stages(here.plan, here.id)

    def hazard_row(self, hazard: HazardLife) -> dict[str, Any]:
        """Return the columns of a hazard but its id; an edition takes from them what it shows."""
        template, found = hazard.template, hazard.found
        return {
            "public_key": hazard.key,
            "discipline": found.discipline,
            "item": hazard.item,
            "origin": hazard.origin,
            "visit": found.kind,
            "visit_ordinal": found.ordinal,
            "found_on": self.days.date(found.day),
            "inspection_id": found.id,
            "building_id": hazard.spot.building_id,
            "floor_id": hazard.spot.floor_id,
            "zone_id": hazard.spot.zone_id,
            "location": hazard.spot.location,
            "category": template.category,
            "category_as_written": None,
            "severity": hazard.severity,
            "observation": hazard.observation[0],
            "observation_bn": hazard.observation[1],
            "recommended_action": template.action[0],
            "recommended_action_bn": template.action[1],
            "recommended_timeline": template.within,
            # What no approved version plans is not in force.
            "final_action_plan": template.plan[0] if hazard.dues else None,
            "final_action_plan_bn": template.plan[1] if hazard.dues else None,
            "responsible_person": hazard.claimant if hazard.dues else None,
            "source": Source.DESK,
            "recorded_at": self.days.at(found.day, Hour.COMMENTED),
            "status": hazard.status,
        }

    def _write_visits(self, here: FactoryHere, life: FactoryLife) -> None:
        reports = ReportWriter(self.rows, self.cast, self.staff, self.days)
        for visit in life.visits:
            visit.id = self.rows.add(
                Inspection,
                factory_id=here.id,
                discipline=visit.discipline,
                kind=visit.kind,
                ordinal=visit.ordinal,
                inspected_on=self.days.date(visit.day),
                rating=visit.rating,
                source=Source.DESK,
                recorded_at=self.days.at(visit.day, Hour.INSPECTED),
            )
            reports.write(visit)

    def _write_recognition(self, here: FactoryHere, life: FactoryLife) -> None:
        if life.recognised is not None:
            self.rows.add(
                Recognition,
                factory_id=here.id,
                recognised_on=self.days.date(life.recognised),
                withdrawn_on=None,
                withdrawal_recorded_at=None,
                actor=self.staff.chief_safety_officer,
                recorded_at=self.days.at(life.recognised, Hour.DECIDED),
            )

    def _write_hazard(self, here: FactoryHere, hazard: HazardLife, plans: PlanWriter) -> None:
        hazard.key = public_key(self.seed, here.plan.number, hazard.found.discipline, hazard.item)
        row = self.hazard_row(hazard)
        hazard.id = self.rows.add(Hazard, **row, search_text=search_text(*(row[name] for name in SEARCHED)))
        self.link(here, hazard)
        for change in hazard.changes:
            self.rows.add(
                HazardEvent,
                hazard_id=hazard.id,
                status=change.status,
                effective_on=self.days.date(change.day),
                recorded_at=self.days.at(change.day, change.hour),
                source=Source.DESK,
                actor=change.actor,
                inspection_id=change.visit.id if change.visit else None,
                reason=change.reason,
                compensates_id=None,
                person_id=self.cast.id_of(_said_by(change)),
            )
        for due in hazard.dues:
            self.rows.add(
                Deadline,
                hazard_id=hazard.id,
                due_on=None if due.due is None else self.days.date(due.due),
                holds_from=self.days.date(due.day),
                recorded_at=self.days.at(due.day, Hour.AGREED),
                source=Source.DESK,
                approved_by=self.staff.chief_safety_officer,
                reason=due.reason,
                version_id=plans.version_id(hazard, due),
            )
        plans.write_lines(hazard)
        for comment in hazard.comments:
            self.rows.add(
                LogEntry,
                hazard_id=hazard.id,
                dated_on=self.days.date(comment.visit.day),
                text=comment.text,
                inspection_id=comment.visit.id,
                source=Source.DESK,
                actor=comment.visit.engineer,
                recorded_at=self.days.at(comment.visit.day, Hour.COMMENTED),
            )

    def link(self, here: FactoryHere, hazard: HazardLife) -> None:
        """Let the hazard count for the factory, from the day on which it was found."""
        self.rows.add(
            HazardFactory,
            hazard_id=hazard.id,
            factory_id=here.id,
            discipline=hazard.found.discipline,
            item=hazard.item,
            recorded_at=self.days.at(hazard.found.day, Hour.COMMENTED),
        )

    def _write_stages(self, plan: FactoryPlan, factory_id: int) -> None:
        for stage, decided, holds in plan.stages:
            reason, reason_bn = words().stages[stage]
            self.rows.add(
                StageChange,
                factory_id=factory_id,
                stage=stage,
                decided_on=self.days.date(self.days.worked(decided)),
                effective_on=self.days.date(self.days.worked(holds)),
                reason=reason,
                reason_bn=reason_bn,
                actor=self.staff.chief_safety_officer,
                recorded_at=self.days.at(self.days.worked(decided), Hour.DECIDED),
            )

    def write_order(self, order: OrderLife, factories: Sequence[FactoryHere]) -> None:
        """Write an order with its steps, its floors, and the factories that are in the building."""
        id_ = self.rows.add(
            SafetyOrder,
            public_key=public_key(self.seed, "order", factories[0].plan.number),
            kind=order.kind,
            raised_as=order.kind,
            building_id=order.building.id,
            because=order.because[0],
            because_bn=order.because[1],
            limit_kpa=order.limit_kpa,
        )
        engineer = self.staff.engineers[discipline_of(order.kind)][0]
        manager = manager_of(factories[0].plan.number)
        self._write_cause(id_, order, engineer)
        for step in order.steps:
            note = step.note or (None, None)
            actor = {By.DECIDER: self.staff.chief_safety_officer, By.FACTORY: manager, By.RECIPIENT: manager}.get(
                taken_as := TAKEN_AS.get(step.step, By.ENGINEER), engineer
            )
            self.rows.add(
                OrderEvent,
                order_id=id_,
                step=step.step,
                happened_on=self.days.date(step.day),
                note=note[0],
                note_bn=note[1],
                actor=actor,
                person_id=self.cast.id_of(actor),
                taken_as=taken_as.value,
                organisation=f"factory {factories[0].id}" if taken_as is By.RECIPIENT else None,
                recorded_at=self.days.at(step.day, step.hour),
            )
        for floor in order.floors:
            self.rows.add(OrderPlace, order_id=id_, floor_id=floor.id, zone_id=None)
        for here in factories:
            self.rows.add(OrderFactory, order_id=id_, factory_id=here.id)

    def _write_cause(self, order_id: int, order: OrderLife, engineer: str) -> None:
        """Write what called for the order; of an evacuation that was lifted, also what the Review Panel said."""
        self.rows.add(
            OrderCause,
            order_id=order_id,
            kind=CauseKind.DECISION if order.kind is OrderKind.BOILER_SHUTDOWN else CauseKind.RATING,
            discipline=discipline_of(order.kind),
            inspection_id=order.visit.id,
            words=order.because[0],
            words_bn=order.because[1],
            actor=engineer,
            recorded_at=self.days.at(order.steps[0].day, order.steps[0].hour),
        )
        last = order.steps[-1]
        if order.kind is OrderKind.EVACUATION and last.step is OrderStep.LIFTED:
            self.rows.add(
                PanelDetermination,
                order_id=order_id,
                outcome=PanelOutcome.NO_RESTRICTION,
                determined_on=self.days.date(last.day),
                is_unanimous=True,
                members="BUET\nDIFE\nBGMEA\nBKMEA\nIndustriALL",
                actor=self.staff.chief_safety_officer,
                recorded_at=self.days.at(last.day, last.hour),
            )


def _said_by(change: Change) -> str:
    return change.visit.engineer if change.visit else change.actor
