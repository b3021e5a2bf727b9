"""Two people who say something of the same record in the same instant, on whichever database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from threading import Barrier

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from accord.casework.desk import plans, reports, rounds, statuses, withdrawals
from accord.casework.desk.plans import Planned
from accord.casework.refusals import Told
from accord.records.base import Base
from accord.records.inspection import InspectionEngineer
from accord.records.person import Person
from accord.rules.desk.people import Role
from accord.rules.desk.reports import ReportState
from accord.rules.desk.rounds import Seen
from accord.rules.desk.verification import Verdict
from accord.rules.moments import Moment
from accord.rules.vocabulary import Discipline
from tests.desk_builders import a_factory_with_hazard, a_person, a_report, a_visitor, an_engineer, an_inspection

Deed = Callable[[Session, "Scene"], object]


@dataclass
class Scene:
    """A claimed hazard, a round, a plan that was handed in, a checked report, a proposal, and who may act on them."""

    moment: Moment
    ids: dict[str, tuple[type[Base], int]]

    def get(self, session: Session, name: str) -> object:
        """Return one of these as this session reads it."""
        kind, id_ = self.ids[name]
        return session.get_one(kind, id_)

    def who(self, session: Session, name: str) -> object:
        """Return one of the people as a visitor."""
        return a_visitor(session, session.get_one(Person, self.ids[name][1]), self.moment)


def a_scene(session: Session, moment: Moment) -> Scene:
    """Write the scene."""
    hazard = a_factory_with_hazard(session, moment)
    factory = hazard.links[0].factory
    other = a_factory_with_hazard(session, moment, item=2)
    visit = an_inspection(session, factory)
    people = {
        "first": an_engineer(session, name="First"),
        "second": an_engineer(session, name="Second"),
        "owner": a_person(session, Role.FACTORY_USER, factory=factory),
        "handler": a_person(session, Role.CASE_HANDLER),
        "chief": a_person(session, Role.CHIEF_SAFETY_OFFICER),
        "deputy": a_person(session, Role.DEPUTY),
    }
    visit.engineers.append(InspectionEngineer(person_id=people["first"].id))
    visit.engineers.append(InspectionEngineer(person_id=people["second"].id))
    as_ = {name: a_visitor(session, person, moment) for name, person in people.items()}
    statuses.claim_correction(session, hazard, done="Removed.", on=date(2024, 6, 1), who=as_["owner"], moment=moment)
    version = plans.open_draft(session, factory, Discipline.FIRE, who=as_["owner"], moment=moment)
    planned = Planned("All locks of stair 2 are removed.", None, "The manager", date(2024, 9, 1), None, None)
    plans.write_line(session, version, hazard, planned, opened_at=None, who=as_["owner"], moment=moment)
    plans.hand_in(session, version, who=as_["owner"], moment=moment)
    checked = a_report(session, visit, who=people["first"], state=ReportState.CHECKED)
    written = a_report(session, an_inspection(session, factory), who=people["first"], state=ReportState.DRAFT)
    for name in ("first", "second"):
        written.inspection.engineers.append(InspectionEngineer(person_id=people[name].id))
    proposal = withdrawals.propose_withdrawal(session, other, reason="Twice.", who=as_["first"], moment=moment)
    things = {
        "hazard": hazard,
        "other": other,
        "visit": visit,
        "version": version,
        "checked": checked,
        "written": written,
        "proposal": proposal,
        **people,
    }
    scene = Scene(moment, {name: (type(thing), thing.id) for name, thing in things.items()})
    session.commit()
    return scene


def verdict(said: Verdict, who: str) -> Deed:
    """Give a verdict on the claim."""
    return lambda session, scene: statuses.give_verdict(
        session,
        scene.get(session, "hazard"),
        said,
        inspection=scene.get(session, "visit"),
        comment="Seen.",
        who=scene.who(session, who),
        moment=scene.moment,
    )


def touch(seen: Seen, who: str) -> Deed:
    """Touch the claimed hazard on the round."""
    return lambda session, scene: rounds.touch(
        session,
        scene.get(session, "visit"),
        scene.get(session, "hazard"),
        seen,
        comment=f"Seen by {who}.",
        who=scene.who(session, who),
        moment=scene.moment,
    )


def claim(who: str) -> Deed:
    """Claim that the other hazard is corrected."""
    return lambda session, scene: statuses.claim_correction(
        session,
        scene.get(session, "other"),
        done=f"Done, says {who}.",
        on=date(2024, 6, 2),
        who=scene.who(session, who),
        moment=scene.moment,
    )


def approve_plan(who: str) -> Deed:
    """Approve the plan as it was shown."""

    def deed(session: Session, scene: Scene) -> None:
        version = scene.get(session, "version")
        shown = plans.digest(plans.lines_of(session, version))
        plans.approve(session, version, shown=shown, who=scene.who(session, who), moment=scene.moment)

    return deed


def send_plan_back(who: str) -> Deed:
    """Send the plan back."""
    return lambda session, scene: plans.send_back(
        session, scene.get(session, "version"), remark="Too slow.", who=scene.who(session, who), moment=scene.moment
    )


def approve_report(who: str) -> Deed:
    """Approve the report."""
    return lambda session, scene: reports.approve_reports(
        session, [scene.get(session, "checked")], who=scene.who(session, who), moment=scene.moment
    )


def write_report(who: str) -> Deed:
    """Write the summary of the draft, which both opened at the same revision."""
    return lambda session, scene: reports.write_report(
        session,
        scene.get(session, "written"),
        {"summary": f"As {who} saw it."},
        opened_at=1,
        who=scene.who(session, who),
        moment=scene.moment,
    )


def decide(who: str, *, is_approved: bool) -> Deed:
    """Decide on the proposal."""
    return lambda session, scene: withdrawals.decide_withdrawal(
        session,
        scene.get(session, "proposal"),
        is_approved=is_approved,
        remark="No.",
        who=scene.who(session, who),
        moment=scene.moment,
    )


def propose(who: str) -> Deed:
    """Propose to withdraw the claimed hazard."""
    return lambda session, scene: withdrawals.propose_withdrawal(
        session,
        scene.get(session, "hazard"),
        reason="Not applicable.",
        who=scene.who(session, who),
        moment=scene.moment,
    )


def or_told(refusal: str) -> tuple[list[str], ...]:
    """Return what two people are told of whom one alone is heard."""
    return (sorted(["done", refusal]),)


PAIRS: dict[str, tuple[Deed, Deed, tuple[list[str], ...]]] = {
    # Said first, "not accepted" leaves the hazard in progress, of which another engineer may still say: corrected.
    "corrected and not accepted": (
        verdict(Verdict.VERIFIED, "first"),
        verdict(Verdict.NOT_ACCEPTED, "second"),
        (*or_told("CannotBeSaid"), ["done", "done"]),
    ),
    "corrected, twice": (
        verdict(Verdict.VERIFIED, "first"),
        verdict(Verdict.VERIFIED, "second"),
        or_told("CannotBeSaid"),
    ),
    "touched on the round and judged": (
        touch(Seen.CORRECTED, "first"),
        verdict(Verdict.VERIFIED, "second"),
        # A touch of what is verified already is a look at it.
        (*or_told("CannotBeSaid"), ["done", "done"]),
    ),
    "claimed, twice": (claim("owner"), claim("handler"), or_told("CannotBeSaid")),
    "a plan approved, twice": (approve_plan("chief"), approve_plan("deputy"), or_told("NotHandedIn")),
    "a plan approved and sent back": (approve_plan("chief"), send_plan_back("deputy"), or_told("NotHandedIn")),
    "a report approved, twice": (approve_report("chief"), approve_report("deputy"), or_told("NotFromHere")),
    "a report written, twice": (write_report("first"), write_report("second"), or_told("ChangedMeanwhile")),
    "a withdrawal decided, twice": (
        decide("chief", is_approved=True),
        decide("deputy", is_approved=False),
        or_told("DecidedAlready"),
    ),
    "a withdrawal proposed, twice": (propose("first"), propose("second"), or_told("ProposedAlready")),
}
"""By what is said: what the one says, what the other one, and what the two may be told."""


def told_at_once(engine: Engine, scene: Scene, deeds: tuple[Deed, Deed]) -> list[str]:
    """Let two people act in the same instant, each having read everything first, and return what each is told."""
    # On SQLite who writes is alone from the first statement: there the one begins when the other is done.
    both_have_read = None if engine.dialect.name == "sqlite" else Barrier(2, timeout=20)

    def act(deed: Deed) -> str:
        with Session(engine) as session:
            read = [scene.get(session, name) for name in scene.ids]
            if both_have_read:
                both_have_read.wait()
            try:
                deed(session, scene)
            except Told as refusal:
                return type(refusal).__name__
            session.commit()
            assert read
            return "done"

    with ThreadPoolExecutor(2) as people:
        return sorted(people.map(act, deeds))
