"""What stands behind the addresses of proposals and decisions on stages, for the test that asks every address."""

from collections.abc import Sequence

from accord.records.escalation import StageChange, StageProposal
from accord.rules.escalation.words import ProposalState, Way
from tests.escalation_builders import GROUNDS, at_stage
from tests.web.desk.matrix_objects import Asked, Builder, World


def stage_proposals(world: World) -> Sequence[Asked]:
    """A proposal for each factory: whoever reads proposals reads those of all."""
    found = [
        StageProposal(
            factory_id=factory.id,
            way=Way.UP,
            from_stage=0,
            to_stage=1,
            grounds=GROUNDS,
            made_on=world.moment.today,
            state=ProposalState.OPEN,
            actor="the clockwork",
            recorded_at=world.moment.now,
        )
        for factory in world.factories
    ]
    world.session.add_all(found)
    world.session.flush()
    return [Asked({"proposal_id": each.id}) for each in found]


def stage_changes(world: World) -> Sequence[Asked]:
    """A decision on each factory."""
    found: list[StageChange] = [
        change
        for factory in world.factories
        for change in at_stage(world.session, factory, (1, world.moment.today), moment=world.moment)
    ]
    return [Asked({"change_id": each.id}) for each in found]


STAGES: dict[str, Builder] = {
    "proposals.show": stage_proposals,
    "proposals.decide_one": stage_proposals,
    "retracting.ask": stage_changes,
    "retracting.take_back": stage_changes,
}
"""By endpoint: what stands behind an address that has a parameter."""
