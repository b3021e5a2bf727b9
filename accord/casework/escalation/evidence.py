"""All that speaks for a stage, of one factory or of all, in a fixed number of questions. Source: DOMAIN 7."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from accord.casework.escalation.hearings_owed import hearings_owed
from accord.casework.escalation.orders_owed import orders_owed
from accord.casework.escalation.overdue import overdue_hazards
from accord.casework.escalation.plans_owed import plans_owed
from accord.records.factory import Factory
from accord.rules.escalation.evidence import Evidence
from accord.rules.moments import Moment
from accord.rules.vocabulary import COVERED


def covered_factories() -> Select[int]:
    """Ask for the factories that the protocol looks at: those that the programme covers."""
    return select(Factory.id).where(Factory.coverage.in_(COVERED), Factory.merged_into_id.is_(None))


def evidence_of(session: Session, factories: Select[int], *, moment: Moment) -> Mapping[int, Sequence[Evidence]]:
    """Return by factory every piece of evidence, the longest owed first; one without any is left out."""
    found: dict[int, list[Evidence]] = defaultdict(list)
    for asked in (
        overdue_hazards(session, factories, today=moment.today),
        plans_owed(session, factories, today=moment.today),
        orders_owed(session, factories, moment=moment),
        hearings_owed(session, factories, today=moment.today),
    ):
        for factory_id, pieces in asked.items():
            found[factory_id] += pieces
    return {
        factory_id: sorted(pieces, key=lambda each: (each.owed_on, each.trigger, each.subject))
        for factory_id, pieces in found.items()
        if pieces
    }
