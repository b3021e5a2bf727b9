"""What stands behind the addresses of stage 3, for the test that asks every address as everybody."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from accord.gateways.files import FileStore
from accord.records.escalation import OwnersAnswer, StageChange, StageDraft, StageProposal
from accord.records.factory import Factory, Sourcing
from accord.records.ineligibility import Termination
from accord.records.paperwork import StoredFile
from accord.rules.desk.access import Thing
from accord.rules.escalation.words import LAST_STAGE, DraftState, ProposalState, Way
from accord.rules.orders.words import Channel
from tests.web.desk.matrix_objects import Asked, Builder, World, folder_of


def _proposal(world: World, factory: Factory) -> StageProposal:
    proposal = StageProposal(
        factory_id=factory.id,
        way=Way.UP,
        from_stage=2,
        to_stage=LAST_STAGE,
        grounds="behind_schedule",
        made_on=world.moment.today,
        state=ProposalState.OPEN,
        actor="a test",
        recorded_at=world.moment.now,
    )
    world.session.add(proposal)
    world.session.flush()
    return proposal


def proposals_of_stage_three(world: World) -> Sequence[Asked]:
    """A proposal for each factory."""
    return [Asked({"proposal_id": _proposal(world, each).id}, Thing(frozenset({each.id}))) for each in world.factories]


def _draft(world: World, factory: Factory) -> StageDraft:
    written = StageDraft(
        factory_id=factory.id,
        proposal_id=_proposal(world, factory).id,
        effective_on=world.moment.today + timedelta(days=20),
        answer_until_on=world.moment.today + timedelta(days=14),
        reason="It did not take part.",
        reason_bn="অংশ নেয়নি।",
        conditions="All is verified.",
        conditions_bn="সব যাচাই হয়েছে।",
        state=DraftState.OPEN,
        person_id=world.people["deputy of before"].id,
        actor="a test",
        recorded_at=world.moment.now,
    )
    world.session.add(written)
    world.session.flush()
    return written


def _drafts(world: World) -> Sequence[Asked]:
    """A draft for each factory."""
    return [Asked({"draft_id": _draft(world, each).id}, Thing(frozenset({each.id}))) for each in world.factories]


def _papers(world: World) -> Sequence[Asked]:
    """A paper that came with an answer to each draft."""
    sha256 = FileStore(folder_of(world) / "documents").keep(b"%PDF-1.7")
    asked = []
    for factory in world.factories:
        written = _draft(world, factory)
        file = StoredFile(
            factory_id=factory.id,
            name="answer.pdf",
            sha256=sha256,
            size_bytes=8,
            person_id=world.people["owner"].id,
            actor="a test",
            recorded_at=world.moment.now,
        )
        world.session.add(file)
        world.session.flush()
        answer = OwnersAnswer(
            draft_id=written.id,
            words="We ordered the doors.",
            said_by="The owner",
            channel=Channel.DESK,
            received_on=world.moment.today,
            file_id=file.id,
            actor="a test",
            recorded_at=world.moment.now,
        )
        world.session.add(answer)
        world.session.flush()
        asked.append(Asked({"draft_id": written.id, "answer_id": answer.id}, Thing(frozenset({factory.id}))))
    return asked


def _change(world: World, factory: Factory) -> StageChange:
    change = StageChange(
        factory_id=factory.id,
        stage=LAST_STAGE,
        decided_on=world.moment.today,
        effective_on=world.moment.today + timedelta(days=20),
        reason="It did not take part.",
        grounds="behind_schedule",
        actor="a test",
        recorded_at=world.moment.now,
    )
    world.session.add(change)
    world.session.flush()
    return change


def _changes(world: World) -> Sequence[Asked]:
    """A decision on stage 3 for each factory."""
    return [Asked({"change_id": _change(world, each).id}, Thing(frozenset({each.id}))) for each in world.factories]


def _terminations(world: World) -> Sequence[Asked]:
    """The duty of each factory's buyer, and that of the other brand at the factory of the cast."""
    buyers = [
        world.session.scalars(select(Sourcing.signatory_id).where(Sourcing.factory_id == each.id)).one()
        for each in world.factories
    ]
    own = world.own, _change(world, world.own)
    foreign = world.foreign, _change(world, world.foreign)
    asked = []
    for (factory, change), signatory_id in ((own, buyers[0]), (foreign, buyers[1]), (own, buyers[1])):
        duty = Termination(
            stage_change_id=change.id,
            factory_id=factory.id,
            signatory_id=signatory_id,
            due_on=change.effective_on,
            actor="a test",
            recorded_at=world.moment.now,
        )
        world.session.add(duty)
        world.session.flush()
        asked.append(Asked({"termination_id": duty.id}, Thing(frozenset({factory.id}), told=frozenset({signatory_id}))))
    return asked


INELIGIBLE: dict[str, Builder] = {
    "drafts.new": proposals_of_stage_three,
    "drafts.write": proposals_of_stage_three,
    "drafts.show": _drafts,
    "drafts.answer": _drafts,
    "drafts.sign": _drafts,
    "drafts.withdraw": _drafts,
    "drafts.paper": _papers,
    "terminations.show": _terminations,
    "terminations.confirm": _terminations,
    "export_papers.show": _changes,
    "export_papers.record": _changes,
    "requalification.show": proposals_of_stage_three,
    "requalification.decide": proposals_of_stage_three,
}
"""By endpoint: what stands behind an address that has a parameter."""
