"""Why what belongs to an order beside its steps cannot be recorded, each as a sentence for people."""

from accord.casework.refusals import N_, Told


class CareRefused(Told):
    """Something beside an order cannot be recorded; nothing was changed."""


class HasEnded(CareRefused):
    """The order has ended."""

    sentence = N_("The order has ended: nothing can be added to it.")


class NotYourDeed(CareRefused):
    """Somebody else records this."""

    sentence = N_("Your role does not record this for the order.")


class SayWhat(CareRefused):
    """A measure, or the members of the panel, or an authority, was not said."""

    sentence = N_("Something that has to be said is missing.")


class DayPassed(CareRefused):
    """A measure was to be due on a day that is over."""

    sentence = N_("The day by which it must be done cannot lie before today.")


class DayToCome(CareRefused):
    """Something was recorded for a day that has not come."""

    sentence = N_("This day has not come yet: record it when it has happened.")


class WrongOrder(CareRefused):
    """A day was given that lies before the one that it must follow."""

    sentence = N_("This day lies before the one that it must follow.")


class MeasureNotNow(CareRefused):
    """The measure does not stand so that this could follow."""

    sentence = N_("As this measure stands now, this cannot follow. Look at its last step again.")


class ShowIt(CareRefused):
    """A measure was handed in with nothing that shows it."""

    sentence = N_("Add a photo or a paper, or write what was done.")


class OwnMeasure(CareRefused):
    """Whoever handed a measure in was to accept it."""

    sentence = N_("You handed this in yourself: an engineer who did not has to look at it.")


class OnlyStructural(CareRefused):
    """The Review Panel was to determine of an order that is not structural."""

    sentence = N_("The Review Panel determines of structures only.")


class NoMember(CareRefused):
    """Somebody was to have determined who is no member of the panel, or agreed without taking part."""

    sentence = N_("Only a member of the Review Panel that took part can have agreed: look at the ticks again.")


class DetermineFirst(CareRefused):
    """An order was to be referred that nobody has determined."""

    sentence = N_("Determine the order first: the Review Panel is told of what was decided.")


class MovedMeanwhile(CareRefused):
    """An order was to be referred whose package shows an earlier state of it."""

    sentence = N_("The order was moved, or referred, since you opened this page: look at it again, then refer it.")


class WithdrawnAlready(CareRefused):
    """An order of the government was withdrawn twice."""

    sentence = N_("This order of the government is on record as withdrawn already.")


class ClosedAlready(CareRefused):
    """A closure was to be ended twice, or a second one begun while one goes on."""

    sentence = N_("A closure of this factory is on record already: end it first, or look at it again.")


class AskTheWorkers(CareRefused):
    """The owner alone was asked about wages."""

    sentence = N_("Ask workers or their federation: what the owner alone says of wages is not enough.")


class NotThisMonth(CareRefused):
    """Wages were checked of a month that is not of the closure."""

    sentence = N_("The factory was not closed in this month, or it has not come yet.")


class NotYourSignatory(CareRefused):
    """A signatory spoke for another, or of a factory or an order that it was never told of."""

    sentence = N_("A signatory confirms its own production, at a factory of an order that it was told of.")


class NothingToAccept(CareRefused):
    """What was to be accepted counts already, or another determination was recorded since."""

    sentence = N_("There is nothing to accept, or something else was recorded since: look at the last determination.")
