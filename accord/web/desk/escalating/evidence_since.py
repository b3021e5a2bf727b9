"""The evidence of a proposal as it was on its day, and what became of it since: told in one way on every page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from accord.casework.escalation.proposals import Case
from accord.casework.escalation.protocol import by_version
from accord.casework.escalation.standing import triggers_of
from accord.casework.escalation.then_and_now import Piece, Since, pieces_of_proposal
from accord.records.escalation import StageProposal
from accord.rules.escalation.words import ProposalState, Way
from accord.rules.moments import Moment
from accord.web.desk.escalating.evidence_shown import TriggerShown, is_word_alone, shown
from accord.web.desk.escalating.readers import Reader
from accord.web.filters import number
from accord.web.language import gettext, ngettext


@dataclass(frozen=True)
class EvidenceSince:
    """What spoke for a proposal, and what has come since."""

    made_on: date
    changed: str | None
    """How much of it is no longer as it was."""
    then: Sequence[TriggerShown]
    newer: Sequence[TriggerShown]


def evidence_since(
    session: Session, proposal: StageProposal, case: Case, *, reader: Reader, moment: Moment
) -> EvidenceSince:
    """Return the evidence of a proposal as far as somebody reads it; `case`: the factory as it is judged today."""
    factory, profile = proposal.factory, by_version(session, proposal.version_id)
    then, newer = pieces_of_proposal(session, proposal, case, moment=moment)
    told = [each for each in then if not is_word_alone(each.trigger, reader)]
    told_newer = [each for each in newer if not is_word_alone(each.trigger, reader)]
    grounds = frozenset() if proposal.way is Way.DOWN else triggers_of(proposal.grounds) or frozenset()
    # Whether a trigger of which the word alone is read came before or after the proposal would tell its day.
    alone = [each for each in (*then, *newer) if is_word_alone(each.trigger, reader)]
    return EvidenceSince(
        made_on=proposal.made_on,
        changed=_changed(told, told_newer, is_open=proposal.state is ProposalState.OPEN),
        then=shown(
            [*told, *alone],
            factory,
            profile,
            reader=reader,
            grounds=frozenset(each for each in grounds if not is_word_alone(each, reader)),
        ),
        newer=shown(told_newer, factory, profile, reader=reader),
    )


def _changed(then: Sequence[Piece], newer: Sequence[Piece], *, is_open: bool) -> str | None:
    gone = sum(each.since is Since.GONE for each in then)
    moved = sum(each.since in (Since.COUNTS_BY_NOW, Since.COUNTS_NO_LONGER) for each in then)
    told = [
        said % {"count": number(count)}
        for count, said in (
            (gone, ngettext("%(count)s piece is no longer so", "%(count)s pieces are no longer so", gone)),
            (
                moved,
                ngettext("%(count)s piece counts otherwise", "%(count)s pieces count otherwise", moved),
            ),
            (len(newer), ngettext("%(count)s piece is new", "%(count)s pieces are new", len(newer))),
        )
        if count
    ]
    if not told:
        return None
    since = gettext("Since it was proposed:") if is_open else gettext("Since the decision:")
    return f"{since} {' · '.join(told)}"
