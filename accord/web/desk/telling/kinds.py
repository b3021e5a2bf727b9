"""What the letters of the programme are called in lists."""

from collections.abc import Mapping

from accord.casework.refusals import N_
from accord.rules.notices import Letter

KINDS: Mapping[Letter, str] = {
    Letter.RAISED: N_("order: raised"),
    Letter.DETERMINED: N_("order: determined"),
    Letter.JOINED: N_("order: a further cause"),
    Letter.EASED: N_("order: eased"),
    Letter.RE_ENTERED: N_("order: the building was entered"),
    Letter.REMINDER: N_("order: reminder"),
    Letter.SILENCE: N_("order: who has not answered"),
    Letter.NOT_DETERMINED: N_("order: not determined yet"),
    Letter.MEASURES_LATE: N_("order: measures are late"),
    Letter.WEEKLY_QUESTION: N_("order: weekly question"),
    Letter.VERIFIED: N_("order: seen by an engineer"),
    Letter.LIFTED: N_("order: lifted"),
    Letter.CORRECTION: N_("order: correction"),
    Letter.VACATED: N_("order: the place is given up"),
    Letter.PANEL_REFERRAL: N_("order: to the Review Panel"),
    Letter.PANEL_DETERMINED: N_("order: the Review Panel's determination"),
    Letter.STAGE_WARNED: N_("stage 1: warning"),
    Letter.STAGE_HEARING: N_("stage 2: has to come to a meeting"),
    Letter.MEETING_INVITED: N_("stage 2: invitation"),
    Letter.MEETING_CALLED_OFF: N_("stage 2: meeting called off"),
    Letter.STAGE_DRAFTED: N_("stage 3: to the owner before the signature"),
    Letter.DRAFT_WITHDRAWN: N_("stage 3: draft withdrawn"),
    Letter.INELIGIBLE: N_("stage 3: ineligible"),
    Letter.TO_WORKERS: N_("stage 3: to the workers"),
    Letter.STAGE_LOWERED: N_("stage: warning ended"),
    Letter.REQUALIFIED: N_("stage: qualified again"),
    Letter.STAGE_RETRACTED: N_("stage: decision taken back"),
    Letter.REQUEST_ANSWERED: N_("answer to a request"),
}
"""In the order in which they are offered; what waits for one person is none of them."""
