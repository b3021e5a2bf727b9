"""What is said of stages and proposals in more than one place of the desk."""

from collections.abc import Mapping

from accord.casework.escalation.at_stages import Deed, Place
from accord.casework.escalation.on_table import Leads
from accord.casework.escalation.protocol import by_version
from accord.casework.refusals import N_
from accord.records.escalation import StageChange, StageProposal
from accord.rules.escalation.profile_file import delivered
from accord.rules.escalation.words import LAST_STAGE, Lost, Waiting, Way
from accord.web.database import db
from accord.web.language import gettext

STAGES = (N_("no stage"), N_("stage 1"), N_("stage 2"), N_("stage 3: ineligible"))

LEADS: Mapping[Leads, str] = {
    Leads.TO_THREE: N_("To stage 3: ineligible"),
    Leads.TO_TWO: N_("To stage 2"),
    Leads.TO_ONE: N_("To stage 1"),
    Leads.REQUALIFICATION: N_("Requalification"),
    Leads.DOWN: N_("Down: off the protocol"),
}

PLACES: Mapping[Place, str] = {
    Place.ONE: N_("at stage 1"),
    Place.LONG: N_("of them for over six months"),
    Place.TWO: N_("at stage 2"),
    Place.THREE: N_("at stage 3, ineligible"),
    Place.OUTSIDE: N_("at a stage, not covered any more"),
}

DEEDS: Mapping[Deed, str] = {
    Deed.DECIDED: N_("decided"),
    Deed.TAKEN_BACK: N_("a decision was taken back"),
    Deed.DECLINED: N_("a proposal was declined"),
    Deed.INVITED: N_("invited to a meeting"),
    Deed.HELD: N_("a meeting took place"),
    Deed.MISSED: N_("a meeting was missed"),
    Deed.ASKED: N_("the factory asked for something"),
    Deed.ANSWERED: N_("a request was answered"),
}

WAITING: Mapping[Waiting, str] = {
    Waiting.NOTHING_MET: N_("No trigger is met: nothing is proposed."),
    Waiting.IN_TIME: N_("The next stage is proposed on %(day)s at the earliest, if nothing changes until then."),
    Waiting.NOT_ENOUGH: N_("The time of this stage is over, but what is owed is not enough for the next one."),
    Waiting.CLOCK_STOPPED: N_("The clock stands still: a request waits for its answer."),
    Waiting.AT_THE_END: N_("This is the last stage. It ends when what brought the factory here is gone."),
    Waiting.OUT_OF_SCOPE: N_("The programme does not cover this factory: nothing is proposed."),
}

LOST: Mapping[Lost, str] = {
    Lost.CLAIM: N_("a reported correction waited for its check"),
    Lost.DOCUMENT: N_("a document waited for its answer"),
    Lost.REQUEST: N_("a request waited for its answer"),
    Lost.PLAN: N_("the plan waited for its answer"),
}


def stage_name(stage: int) -> str:
    """Return what a stage is called."""
    return gettext(STAGES[stage])


def proposed(proposal: StageProposal) -> str:
    """Return what is proposed, as a heading."""
    if proposal.way is Way.UP:
        return gettext("%(stage)s is proposed", stage=stage_name(proposal.to_stage)).capitalize()
    if proposal.from_stage == LAST_STAGE:
        return gettext("Requalification is proposed")
    return gettext("Going down is proposed")


def decided(change: StageChange) -> str:
    """Return what a decision said, as a heading."""
    if change.retracts_id:
        return gettext("A decision was taken back: %(stage)s again", stage=stage_name(change.stage))
    if change.stage == 0:
        return gettext("Down to no stage")
    return stage_name(change.stage).capitalize()


def version_name(version_id: int | None) -> str:
    """Return which version of the protocol it was."""
    if version_id is None:
        return gettext("%(name)s, as delivered", name=delivered().name)
    return by_version(db(), version_id).name
