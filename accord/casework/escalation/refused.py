"""What is said where a step of the escalation protocol cannot be taken."""

from accord.casework.refusals import N_, Told


class StageRefused(Told):
    """The step cannot be taken; nothing was changed."""


class NotYours(StageRefused):
    """Somebody who does not decide on stages wanted to."""

    sentence = N_("The chief safety officer or the deputy decides on stages.")


class NotStaff(StageRefused):
    """Somebody outside the programme wanted to record what only its people record."""

    sentence = N_("Only people of the programme record this.")


class SayWhy(StageRefused):
    """A decision without its reason."""

    sentence = N_("Say why: the reason stays on record, and the factory reads it.")


class Settled(StageRefused):
    """Somebody else decided meanwhile, or its grounds went."""

    sentence = N_("This proposal is on the table no longer: look at what became of it.")


class Changed(StageRefused):
    """What spoke for it has gone, or leads elsewhere by now."""

    sentence = N_("What spoke for this has changed since it was proposed: it leads to this stage no longer.")


class NeedsSecond(StageRefused):
    """Stage 3 is decided by two."""

    sentence = N_("Stage 3 is decided by two people: write the draft, and a second one signs it.")


class ByItself(StageRefused):
    """A way back from stage 3 was to be decided with others."""

    sentence = N_("The way back from stage 3 is decided one by one: open this proposal by itself.")


class OneIsDrafted(StageRefused):
    """A second draft of the same factory."""

    sentence = N_("A draft for this factory lies there already: sign it, or withdraw it first.")


class TooSoon(StageRefused):
    """A decision would hold before anybody could know of it."""

    sentence = N_("It holds from %(day)s at the earliest: the day must lie ahead.")


class BeforeTheAnswer(StageRefused):
    """The owner has not answered, and has time left to do so."""

    sentence = N_("The owner may answer until %(day)s. Record the answer, or wait until that day has passed.")


class NoAnswerOnFile(StageRefused):
    """Neither an answer nor that none came is on record."""

    sentence = N_("Record the owner's answer first, or that the owner was asked and gave none.")


class OwnDraft(StageRefused):
    """Whoever wrote the draft wanted to sign it as the second one."""

    sentence = N_("You wrote this draft: somebody else has to sign it.")


class DraftSettled(StageRefused):
    """The draft was signed or withdrawn meanwhile."""

    sentence = N_("This draft was signed or withdrawn already.")


class NotTheLast(StageRefused):
    """A decision was to be taken back on which others rest."""

    sentence = N_("Only the last decision that stands can be taken back: later ones rest on this one.")


class NotAhead(StageRefused):
    """Something was dated in the past that must lie ahead, or the other way round."""

    sentence = N_("This day does not fit: %(why)s")


class MeetsTooSoon(StageRefused):
    """An invitation for a day to which nobody could come prepared."""

    sentence = N_("The meeting can be on %(day)s at the earliest: the factory must have time to come.")


class NotNow(StageRefused):
    """It was settled already."""

    sentence = N_("This was settled already: look at what stands there now.")


class NoMeetingYet(StageRefused):
    """A factory was to be invited that is not at stage 2."""

    sentence = N_("The mandatory meeting belongs to stage 2: this factory is not there, so there is nothing to miss.")


class InvitedAlready(StageRefused):
    """The factory was invited for that day before: somebody pressed twice, or two invited at once."""

    sentence = N_("The factory is invited for this day already.")


class RecordedAlready(StageRefused):
    """The same refusal was recorded before: told twice it would count twice."""

    sentence = N_("This is on record already, word for word: recorded twice it would count twice.")


class NotYourFactory(StageRefused):
    """Somebody asked for a factory that is not theirs."""

    sentence = N_("You can ask for your own factory only.")


class AskedAlready(StageRefused):
    """The same thing was asked and waits for its answer."""

    sentence = N_("You have asked for this already; the answer is on its way. The clock stands still until its day.")


class SayWhat(StageRefused):
    """It is not said what it is about."""

    sentence = N_("Say which hazard or which decision of this factory it is about.")


class SecondEngineer(StageRefused):
    """An observation that is called wrong was to be judged by whoever made it."""

    sentence = N_("A second engineer of the discipline looks at it: one who was not on the visit that found it.")


class OwnDecision(StageRefused):
    """A decision was to be reviewed by somebody who took part in it."""

    sentence = N_("You took part in this decision: somebody else has to look at it again.")


class NotIneligible(StageRefused):
    """Export papers are withheld of ineligible factories only."""

    sentence = N_("Export papers are withheld only where a factory is ineligible.")


class NotYourSignatory(StageRefused):
    """Somebody answered for a signatory that is not theirs."""

    sentence = N_("You can answer for your own company only.")
