"""Where a factory stands in the protocol, why, what comes next, and what has to be gone for it to go down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import g
from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.escalation.proposals import Case, rests
from accord.casework.escalation.protocol import InForce, in_force
from accord.casework.escalation.standing import standing_changes, triggers_of
from accord.casework.escalation.then_and_now import case_today, pieces_today
from accord.gateways.wording import Text, Wording
from accord.records.escalation import StageChange, StageProposal
from accord.records.factory import Factory
from accord.records.person import Person
from accord.rules.escalation.evidence import Tally, first_met_on, tallies
from accord.rules.escalation.profile import Profile
from accord.rules.escalation.proposing import keeps_there
from accord.rules.escalation.words import ProposalState, Trigger, Waiting, Way
from accord.web.access import Action, may
from accord.web.database import db
from accord.web.desk.escalating.evidence_shown import TriggerShown, is_word_alone, shown
from accord.web.desk.escalating.readers import Reader, reader_of
from accord.web.desk.escalating.section import Section
from accord.web.desk.escalating.stage_words import WAITING, proposed, stage_name, version_name
from accord.web.filters import day, number, word
from accord.web.language import gettext, language, ngettext
from accord.web.signed_in import who
from accord.web.site import site


@dataclass(frozen=True)
class Decided:
    """A decision as it is told."""

    stage: str
    effective_on: date
    decided_on: date
    why: Text | None
    grounds: tuple[str, ...]
    by: str | None
    """Who decided; None where it is not told, or not on record."""
    version: str


@dataclass(frozen=True)
class ToBeGone:
    """A trigger that keeps the factory where it is, and how much of it may be left."""

    words: str
    says: str


@dataclass(frozen=True)
class StandingShown:
    """All that the section shows."""

    stage: str
    stage_number: int
    since_on: date | None
    days: int | None
    holds: Decided | None
    ahead: tuple[Decided, ...]
    """Decided, and holding from a day to come."""
    next: str | None
    """What comes next, or why nothing; None for those who read of decisions alone."""
    to_be_gone: tuple[ToBeGone, ...]
    proposal: StageProposal | None
    proposal_says: str | None
    version: str


@dataclass(frozen=True)
class EvidenceShown:
    """What speaks against the factory today."""

    groups: tuple[TriggerShown, ...]
    is_staff: bool
    version: str


def standing_section(factory: Factory) -> Section | None:
    """Show where the factory stands, and why."""
    session, moment, reader = db(), site().moment, reader_of(factory, who())
    force, case = _today(factory)
    changes = session.scalars(
        select(StageChange)
        .where(StageChange.factory_id == factory.id)
        .order_by(StageChange.effective_on, StageChange.id)
    ).all()
    stands = standing_changes(changes)
    holding = [each for each in stands if each.effective_on <= moment.today]
    ahead = [each for each in stands if each.effective_on > moment.today]
    names = names_of(session, changes) if reader is Reader.STAFF else {}
    at, tells_all = case.at, reader is not Reader.SIGNATORY
    proposal = _proposal(session, factory) if reader is Reader.STAFF and may(Action.READ_PROPOSALS) else None
    found = tallies(force.profile, case.evidence, today=moment.today)
    return Section(
        "desk/stages/standing.html",
        StandingShown(
            stage=stage_name(at.stage),
            stage_number=at.stage,
            since_on=at.since_on,
            days=(moment.today - at.since_on).days if at.since_on else None,
            holds=_decided(holding[-1], names) if holding else None,
            ahead=tuple(_decided(each, names) for each in ahead),
            next=_what_is_next(case, force.profile, ahead, reader) if tells_all else None,
            to_be_gone=_to_be_gone(keeps_there(force.profile, at, found), found, force.profile, reader=reader),
            proposal=proposal,
            proposal_says=proposed(proposal) if proposal else None,
            version=version_name(force.version_id),
        ),
    )


def evidence_section(factory: Factory) -> Section | None:
    """Show every piece that speaks against the factory today, to those who read the whole case."""
    moment, reader = site().moment, reader_of(factory, who())
    if reader is Reader.SIGNATORY:
        return None
    force, case = _today(factory)
    pieces = pieces_today(db(), case, force.profile, moment=moment)
    groups = shown(pieces, factory, force.profile, reader=reader)
    is_staff = reader is Reader.STAFF
    return Section("desk/stages/evidence.html", EvidenceShown(groups, is_staff, version_name(force.version_id)))


def _today(factory: Factory) -> tuple[InForce, Case]:
    """Return the factory as the protocol in force sees it; asked once for all sections of the page."""
    key = f"stage_of_{factory.id}"
    if key not in g:
        moment = site().moment
        force = in_force(db(), moment.today)
        setattr(g, key, (force, case_today(db(), factory, force.profile, moment=moment)))
    found: tuple[InForce, Case] = getattr(g, key)
    return found


def names_of(session: Session, changes: Sequence[StageChange]) -> dict[int, str]:
    """Return the names of those who decided, by id."""
    ids = {id_ for each in changes for id_ in (each.person_id, each.second_person_id) if id_}
    return {each.id: each.name for each in session.scalars(select(Person).where(Person.id.in_(ids)))}


def signed_by(change: StageChange, names: dict[int, str]) -> str | None:
    """Return who decided, both where there were two."""
    found = [names[id_] for id_ in (change.person_id, change.second_person_id) if id_ in names]
    return " · ".join(found) or None


def _decided(change: StageChange, names: dict[int, str]) -> Decided:
    return Decided(
        stage=stage_name(change.stage),
        effective_on=change.effective_on,
        decided_on=change.decided_on,
        why=Wording(language()).of(change.reason, change.reason_bn),
        grounds=tuple(word(each) for each in sorted(triggers_of(change.grounds) or (), key=list(Trigger).index)),
        by=signed_by(change, names),
        version=version_name(change.version_id) if change.version_id or change.proposal_id else "",
    )


def _proposal(session: Session, factory: Factory) -> StageProposal | None:
    return session.scalar(
        select(StageProposal).where(StageProposal.factory_id == factory.id, StageProposal.state == ProposalState.OPEN)
    )


def _what_is_next(case: Case, profile: Profile, ahead: Sequence[StageChange], reader: Reader) -> str:
    """Return what comes next: what is decided already, before what the protocol would propose."""
    if ahead:
        told = {"stage": stage_name(ahead[0].stage), "day": day(ahead[0].effective_on)}
        return gettext("It is decided: %(stage)s from %(day)s on. Until then nothing is proposed.", **told)
    said = _next(case, profile)
    # What was on the table and declined is the programme's own business.
    if reader is Reader.STAFF and (rest := rests(db(), case, profile, moment=site().moment)):
        declined = gettext(
            "It was proposed and declined on %(day)s: it rests, and is proposed again on %(again)s at the earliest.",
            day=day(rest.declined_on),
            again=day(rest.again_from),
        )
        return f"{said} {declined}"
    return said


def _next(case: Case, profile: Profile) -> str:
    judgement = case.judgement
    if judgement.way is Way.UP:
        leads_to = stage_name(judgement.to_stage)
        return gettext("By what is on record today the protocol leads to %(stage)s.", stage=leads_to)
    if judgement.way is Way.DOWN:
        return gettext("What brought the factory here is gone: the protocol leads down.")
    if judgement.waiting is Waiting.NOTHING_MET and (first_on := first_met_on(profile, case.evidence)):
        return gettext("No trigger is met yet. If nothing changes, one is met on %(day)s.", day=day(first_on))
    if judgement.waiting is Waiting.IN_TIME and judgement.next_on is None:
        return gettext("The day on which this stage began is not on record: no day for the next one can be told.")
    assert judgement.waiting is not None  # noqa: S101  where nothing is proposed there is a reason
    told = {"day": day(judgement.next_on)} if judgement.next_on else {}
    return gettext(WAITING[judgement.waiting], **told)


def _to_be_gone(
    keeps: frozenset[Trigger], found: Mapping[Trigger, Tally], profile: Profile, *, reader: Reader
) -> tuple[ToBeGone, ...]:
    if reader is Reader.SIGNATORY:
        return ()
    return tuple(
        ToBeGone(word(each), _left(found.get(each, Tally()).left, profile, each, reader=reader))
        for each in Trigger
        if each in keeps
    )


def _left(left: int, profile: Profile, trigger: Trigger, *, reader: Reader) -> str:
    most = profile.triggers[trigger].gone_at_most
    gone = gettext("it is gone with %(most)s or fewer", most=number(most)) if most else gettext("it is gone with none")
    if is_word_alone(trigger, reader):
        return gone
    words = ngettext("%(left)s piece is left", "%(left)s pieces are left", left) % {"left": number(left)}
    return f"{words}; {gone}"
