"""All that was decided on the stage of a factory, what was taken back, and what was proposed and not followed."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.escalation.standing import standing_changes, triggers_of
from accord.gateways.wording import Text, Wording
from accord.records.escalation import StageChange, StageProposal
from accord.records.factory import Factory
from accord.records.person import Person
from accord.rules.escalation.words import ProposalState, Trigger
from accord.web.access import Action, may
from accord.web.database import db
from accord.web.desk.escalating.readers import Reader, reader_of
from accord.web.desk.escalating.section import Section
from accord.web.desk.escalating.stage_words import decided, proposed, version_name
from accord.web.desk.escalating.standing_shown import names_of, signed_by
from accord.web.filters import word
from accord.web.language import gettext, language
from accord.web.signed_in import who


@dataclass(frozen=True)
class Line:
    """Something that was decided, or not."""

    on: date
    holds_from: date | None
    """None where nothing holds by it."""
    heading: str
    why: Text | None
    grounds: tuple[str, ...]
    by: str | None
    version: str | None
    proposal_id: int | None
    is_taken_back: bool
    """It stays here as a tombstone."""


@dataclass(frozen=True)
class HistoryShown:
    """All that the section shows, the latest first."""

    lines: tuple[Line, ...]
    last_id: int | None
    """The decision that can be taken back by this visitor."""
    last_heading: str | None
    number: int


def history_section(factory: Factory) -> Section | None:
    """Show what was decided on the stage of the factory."""
    session, reader = db(), reader_of(factory, who())
    changes = session.scalars(
        select(StageChange).where(StageChange.factory_id == factory.id).order_by(StageChange.id)
    ).all()
    names = names_of(session, changes) if reader is Reader.STAFF else {}
    lines = [_line(each, list(changes), names, reader=reader) for each in changes]
    if reader is Reader.STAFF and may(Action.READ_PROPOSALS):
        lines += _not_followed(session, factory)
    stands = standing_changes(sorted(changes, key=lambda each: (each.effective_on, each.id)))
    last = stands[-1] if stands and may(Action.DECIDE_STAGE) else None
    if not lines:
        return None
    return Section(
        "desk/stages/history.html",
        HistoryShown(
            lines=tuple(sorted(lines, key=lambda each: each.on, reverse=True)),
            last_id=last.id if last else None,
            last_heading=decided(last) if last else None,
            number=factory.number,
        ),
    )


def _line(change: StageChange, changes: list[StageChange], names: dict[int, str], *, reader: Reader) -> Line:
    is_staff = reader is Reader.STAFF
    return Line(
        on=change.decided_on,
        holds_from=change.effective_on if change.effective_on != change.decided_on else None,
        heading=decided(change),
        why=Wording(language()).of(change.reason, change.reason_bn),
        grounds=_words(change.grounds),
        by=signed_by(change, names),
        version=version_name(change.version_id) if change.version_id or change.proposal_id else None,
        proposal_id=change.proposal_id if is_staff else None,
        is_taken_back=any(each.retracts_id == change.id for each in changes),
    )


def _not_followed(session: Session, factory: Factory) -> list[Line]:
    proposals = session.scalars(
        select(StageProposal).where(
            StageProposal.factory_id == factory.id,
            StageProposal.state.in_((ProposalState.DECLINED, ProposalState.GONE)),
        )
    ).all()
    ids = {each.person_id for each in proposals if each.person_id}
    names = {each.id: each.name for each in session.scalars(select(Person).where(Person.id.in_(ids)))}
    return [
        Line(
            on=each.settled_on or each.made_on,
            holds_from=None,
            heading=f"{proposed(each)} · {_end(each)}",
            why=Wording(language()).of(each.reason),
            grounds=_words(each.grounds),
            by=names.get(each.person_id or 0),
            version=version_name(each.version_id),
            proposal_id=each.id,
            is_taken_back=False,
        )
        for each in proposals
    ]


def _end(proposal: StageProposal) -> str:
    return gettext("declined") if proposal.state is ProposalState.DECLINED else gettext("called off")


def _words(grounds: str | None) -> tuple[str, ...]:
    return tuple(word(each) for each in sorted(triggers_of(grounds) or (), key=list(Trigger).index))
