"""What each condition of a check list is called, and how it is met; sentences are msgids."""

from accord.casework.refusals import N_
from accord.rules.factories.endings import Condition, Ending

TITLES = {
    Ending.CLOSING: N_("Before the factory is called closed"),
    Ending.HANDING_OVER: N_("Before the factory is handed over to the regulator"),
}
SENTENCES = {
    Condition.MANAGEMENT_CONFIRMED: N_("The management has confirmed the closure in writing."),
    Condition.BRANDS_CONFIRMED: N_("Every brand that buys here has confirmed the closure in writing."),
    Condition.SEVERANCE_KNOWN: N_("It is known what the workers are paid on leaving, and when."),
    Condition.CLOSURE_VERIFIED: N_("An engineer has seen on a closure verification visit that the factory is closed."),
    Condition.ORDERS_ENDED: N_("No order is in force in its buildings."),
    Condition.REPORTS_APPROVED: N_("Every inspection, the initial ones first, has its approved report."),
    Condition.PLANS_APPROVED: N_("Structure, fire and electricity have an approved plan, and none waits for approval."),
    Condition.CLAIMS_ANSWERED: N_("No reported correction waits for an engineer."),
    Condition.HAZARDS_DATED: N_("Every hazard that is not corrected has an agreed day."),
    Condition.STAGE_SETTLED: N_("No proposal, draft or request of the escalation protocol is open."),
    Condition.FUND_SUPPORT_TOLD: N_("It is told what the remediation fund has paid and still owes."),
    Condition.REGULATOR_ACCEPTED: N_("The regulator has written that it takes the factory over."),
}
ASKED = {
    Condition.SEVERANCE_KNOWN: N_("What is paid to how many workers, by when, and how that was checked."),
    Condition.FUND_SUPPORT_TOLD: N_("What was paid, what is owed and on what condition; or that there was no support."),
}
"""What is to be written of a condition that is more than a confirmation."""
