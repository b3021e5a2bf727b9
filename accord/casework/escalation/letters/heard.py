"""Letters of how a factory is heard: drafts to answer to, meetings, answers to its requests."""

from sqlalchemy.orm import Session

from accord.casework.escalation.letters import recipients
from accord.casework.escalation.letters.decided import evidence_of_proposal, named, saying
from accord.casework.escalation.letters.owed import owed_in_words
from accord.casework.escalation.letters.telling import overtake, tell
from accord.casework.escalation.letters.wording import Says, Value
from accord.records.escalation import StageDraft, StageProposal
from accord.records.hearing import FactoryRequest, StageMeeting
from accord.records.person import Person
from accord.rules.moments import Moment
from accord.rules.notices import Letter


def tell_of_draft(session: Session, draft: StageDraft, *, moment: Moment) -> int:
    """Write to the owner what would be decided, and until when an answer is heard."""
    proposal = session.get(StageProposal, draft.proposal_id) if draft.proposal_id else None
    evidence = evidence_of_proposal(session, draft.proposal_id, proposal.grounds if proposal else None)
    says = Says(
        named(recipients.standing_factory(session, draft.factory_id)),
        {
            "effective_on": draft.effective_on,
            "answer_until_on": draft.answer_until_on,
            "decided_by": [draft.person.name],
        },
        {
            "reason": (draft.reason, draft.reason_bn),
            "conditions": (draft.conditions, draft.conditions_bn),
        },
        owed_in_words(session, evidence, factory_id=draft.factory_id),
    )
    return _tell_factory(session, Letter.STAGE_DRAFTED, says, f"draft {draft.id}", draft.factory_id, moment=moment)


def tell_of_withdrawn_draft(session: Session, draft: StageDraft, *, moment: Moment) -> int:
    """Write to the owner that a draft is off the table; where its letter never left, nothing is said."""
    cause = f"draft {draft.id}"
    overtake(session, cause)
    if not recipients.told_of(session, [cause]):
        return 0
    factory = recipients.standing_factory(session, draft.factory_id)
    says = Says(named(factory), {"decided_by": [draft.person.name]}, {"reason": (draft.why_withdrawn, None)})
    return _tell_factory(session, Letter.DRAFT_WITHDRAWN, says, cause, draft.factory_id, moment=moment)


def tell_of_invitation(session: Session, meeting: StageMeeting, *, moment: Moment) -> int:
    """Invite the factory: day, place, what to bring."""
    return _of_meeting(session, meeting, Letter.MEETING_INVITED, moment=moment)


def tell_of_called_off_meeting(session: Session, meeting: StageMeeting, *, moment: Moment) -> int:
    """Write to the factory that a meeting is called off; where the invitation never left, nothing is said."""
    cause = f"meeting {meeting.id}"
    overtake(session, cause)
    if not recipients.told_of(session, [cause]):
        return 0
    return _of_meeting(session, meeting, Letter.MEETING_CALLED_OFF, moment=moment)


def tell_of_answer(session: Session, request: FactoryRequest, *, moment: Moment) -> int:
    """Write to the factory what was answered to its request, and that its clock goes on."""
    person = session.get(Person, request.answered_by_id) if request.answered_by_id else None
    facts: dict[str, Value] = {
        "kind": request.kind.value,
        "asked_on": request.asked_on,
        "wants_until_on": request.wants_until_on,
        "is_granted": bool(request.is_granted),
        "decided_by": [person.name] if person else [],
    }
    words = {"asked": (request.words, None), "reason": (request.answer, None)}
    says = Says(named(recipients.standing_factory(session, request.factory_id)), facts, words)
    cause = f"request {request.id}"
    return _tell_factory(session, Letter.REQUEST_ANSWERED, says, cause, request.factory_id, moment=moment)


def _of_meeting(session: Session, meeting: StageMeeting, letter: Letter, *, moment: Moment) -> int:
    person = session.get(Person, meeting.person_id) if meeting.person_id else None
    facts: dict[str, Value] = {"meets_on": meeting.meets_on, "decided_by": [person.name] if person else []}
    words = {"place": (meeting.place, None), "reason": (meeting.why_called_off, None)}
    says = Says(named(recipients.standing_factory(session, meeting.factory_id)), facts, words)
    return _tell_factory(session, letter, says, f"meeting {meeting.id}", meeting.factory_id, moment=moment)


def _tell_factory(session: Session, letter: Letter, says: Says, cause: str, factory_id: int, *, moment: Moment) -> int:
    told = [recipients.the_factory(recipients.standing_factory(session, factory_id))]
    say = saying(letter, says, moment)
    return tell(session, letter, told, say, cause=cause, factory_id=factory_id, moment=moment)
