"""Whoever tries the demonstration finds proposals to decide on, made by the protocol from its data alone."""

from sqlalchemy import func, select

from accord.casework.escalation.on_table import Leads, leads_of
from accord.casework.escalation.proposals import open_proposals, sweep_proposals
from accord.records.escalation import StageProposal


def test_the_protocol_proposes_something_of_each_kind_by_the_data_of_the_demonstration(demo, moment):
    assert demo.scalar(select(func.count(StageProposal.id))) == 0

    sweep_proposals(demo, moment=moment)

    found = {each.factory.number: leads_of(each) for each in open_proposals(demo).values()}
    assert found == {90104: Leads.TO_ONE, 90106: Leads.TO_THREE, 90107: Leads.DOWN}
