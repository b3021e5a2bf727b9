"""What stands in the defence file of a factory, asked in a fixed number of questions.

The factory reads its own without what the programme alone may read: proposals that were not followed, who recorded a
refusal and in which words, what signatories said, letters to others. Of a remedy that was refused nobody reads more
than that.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from accord.casework.escalation.letters.owed import Names, names_of
from accord.casework.escalation.standing import standing_of_many
from accord.casework.notices.register import LetterLine, lines_of, of_protocol
from accord.records.escalation import ProposalEvidence, StageChange, StageDraft, StageProposal
from accord.records.factory import Factory
from accord.records.hearing import FactoryRequest, Obstruction, StageMeeting
from accord.records.ineligibility import DeclarationStep, Termination
from accord.records.person import Person
from accord.records.protocol import ProtocolVersion
from accord.rules.escalation.proposing import At
from accord.rules.escalation.words import ProposalState, Trigger


@dataclass(frozen=True)
class Defence:
    """Everything on record of a factory's stages, the oldest first."""

    factory: Factory
    is_whole: bool
    """Whether it is the programme's own, with what nobody else reads."""
    today: date
    at: At
    changes: Sequence[StageChange]
    proposals: Sequence[StageProposal]
    drafts: Sequence[StageDraft]
    meetings: Sequence[StageMeeting]
    requests: Sequence[FactoryRequest]
    obstructions: Sequence[Obstruction]
    terminations: Sequence[Termination]
    declarations: Sequence[DeclarationStep]
    letters: Sequence[LetterLine]
    versions: Sequence[ProtocolVersion]
    names: Names
    people: Mapping[int, str]

    @property
    def evidence(self) -> Sequence[ProposalEvidence]:
        """All that was frozen with the proposals."""
        return [piece for proposal in self.proposals for piece in proposal.evidence]


def defence_of(session: Session, factory: Factory, *, is_whole: bool, today: date) -> Defence:
    """Return what stands on record of the factory, and of those that were merged into it."""
    ours = select(Factory.id).where((Factory.id == factory.id) | (Factory.merged_into_id == factory.id))
    changes = session.scalars(
        select(StageChange).where(StageChange.factory_id.in_(ours)).order_by(StageChange.decided_on, StageChange.id)
    ).all()
    proposals = _proposals(session, ours, is_whole=is_whole)
    drafts = session.scalars(
        select(StageDraft)
        .where(StageDraft.factory_id.in_(ours))
        .options(selectinload(StageDraft.answers))
        .order_by(StageDraft.id)
    ).all()
    meetings = session.scalars(
        select(StageMeeting)
        .where(StageMeeting.factory_id.in_(ours))
        .options(selectinload(StageMeeting.promises))
        .order_by(StageMeeting.meets_on, StageMeeting.id)
    ).all()
    requests = session.scalars(
        select(FactoryRequest)
        .where(FactoryRequest.factory_id.in_(ours))
        .options(joinedload(FactoryRequest.hazard))
        .order_by(FactoryRequest.id)
    ).all()
    letters = lines_of(session, of_protocol(session, factory, None if is_whole else {f"factory {factory.id}"}))
    pieces = [piece for proposal in proposals for piece in proposal.evidence]
    return Defence(
        factory=factory,
        is_whole=is_whole,
        today=today,
        at=standing_of_many(session, select(Factory.id).where(Factory.id == factory.id), today=today).get(
            factory.id, At()
        ),
        changes=changes,
        proposals=proposals,
        drafts=drafts,
        meetings=meetings,
        requests=requests,
        obstructions=_obstructions(session, ours),
        terminations=_terminations(session, ours) if is_whole else (),
        declarations=_declarations(session, [each.id for each in changes]),
        letters=letters[::-1],
        versions=_versions(session, [*changes, *proposals, *drafts, *requests]),
        names=names_of(session, pieces, factory_id=factory.id),
        people=_people(session, [*changes, *proposals, *drafts, *meetings], requests),
    )


def _proposals(session: Session, ours: Select[int], *, is_whole: bool) -> Sequence[StageProposal]:
    query = select(StageProposal).where(StageProposal.factory_id.in_(ours)).order_by(StageProposal.id)
    if not is_whole:
        query = query.where(StageProposal.state == ProposalState.DECIDED)
    return session.scalars(query.options(selectinload(StageProposal.evidence))).all()


def _obstructions(session: Session, ours: Select[int]) -> Sequence[Obstruction]:
    # That a remedy was refused stands among the grounds, without a day and without a word.
    return session.scalars(
        select(Obstruction)
        .where(Obstruction.factory_id.in_(ours), Obstruction.trigger != Trigger.REMEDY_REFUSED)
        .order_by(Obstruction.happened_on, Obstruction.id)
    ).all()


def _terminations(session: Session, ours: Select[int]) -> Sequence[Termination]:
    return session.scalars(
        select(Termination)
        .where(Termination.factory_id.in_(ours))
        .options(joinedload(Termination.signatory))
        .order_by(Termination.stage_change_id, Termination.id)
    ).all()


def _declarations(session: Session, change_ids: Collection[int]) -> Sequence[DeclarationStep]:
    return session.scalars(
        select(DeclarationStep).where(DeclarationStep.stage_change_id.in_(change_ids)).order_by(DeclarationStep.id)
    ).all()


def _versions(
    session: Session, judged: Iterable[StageChange | StageProposal | StageDraft | FactoryRequest]
) -> Sequence[ProtocolVersion]:
    ids = {each.version_id for each in judged if each.version_id is not None}
    return session.scalars(
        select(ProtocolVersion).where(ProtocolVersion.id.in_(ids)).order_by(ProtocolVersion.id)
    ).all()


def _people(
    session: Session,
    acted: Iterable[StageChange | StageProposal | StageDraft | StageMeeting],
    requests: Iterable[FactoryRequest],
) -> Mapping[int, str]:
    ids = {each.answered_by_id for each in requests}
    for each in acted:
        ids.add(each.person_id)
        ids.add(getattr(each, "second_person_id", None))
    named = session.execute(select(Person.id, Person.name).where(Person.id.in_(ids - {None})))
    return dict(named.all())
