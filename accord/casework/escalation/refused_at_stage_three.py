"""What is said where a step of stage 3, or back from it, cannot be taken."""

from accord.casework.escalation.refused import StageRefused
from accord.casework.refusals import N_


class Ineligible(StageRefused):
    """Stage 3 was to be decided of a factory for which it was decided already."""

    sentence = N_("The factory is ineligible already, or it is decided from a day to come.")


class SayConditions(StageRefused):
    """Somebody wanted to let a factory back without saying whether it did what was asked of it."""

    sentence = N_("Back from stage 3: say whether the conditions for requalification are met.")


class NoLongerOwed(StageRefused):
    """A signatory is asked nothing any more: the factory is ineligible no longer."""

    sentence = N_("The factory is ineligible no longer: nobody has to confirm anything.")


class WrongNumber(StageRefused):
    """The number that was typed is not the factory's."""

    sentence = N_("Type the number of the factory, so that it is the right one.")


class AnswerIsEmpty(StageRefused):
    """An answer of the owner without a word."""

    sentence = N_("Write down what the owner answered, or say that no answer came.")


class NobodySaid(StageRefused):
    """Something was heard, and nobody says from whom."""

    sentence = N_("Say who said so.")
