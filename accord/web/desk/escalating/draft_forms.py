"""The forms around a draft of ineligibility: the statement, the owner's answer, the second signature, why it ends."""

from datetime import date, timedelta

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, StringField, TextAreaField

from accord.casework.escalation.ineligible import Answer, Statement
from accord.casework.escalation.ready_statement import ReadyStatement
from accord.casework.refusals import N_
from accord.records.paperwork import StoredFile
from accord.rules.orders.words import Channel
from accord.web.desk.escalating.saying import WRITTEN
from accord.web.desk.forms import REQUIRED, DeskForm, Longest, stripped
from accord.web.desk.visiting.fields import CountField, DayField, OneOf, offered
from accord.web.language import gettext
from accord.web.signed_in import who

HEARD = (Channel.TELEPHONE, Channel.WHATSAPP, Channel.IN_PERSON, Channel.ON_PAPER)
"""By which way staff hear of something; who speaks at the desk does so under the own name."""
MOST_AHEAD = timedelta(days=366)
"""Ours: a day further off than a year is a slip of the finger."""
STATEMENT = Longest(6000)


class DraftForm(DeskForm):
    """The statement as everybody will read it, and the day from which it holds."""

    reason = TextAreaField(N_("Reason, in English"), [WRITTEN, STATEMENT], filters=[stripped])
    reason_bn = TextAreaField(N_("Reason, in Bangla"), [WRITTEN, STATEMENT], filters=[stripped])
    conditions = TextAreaField(
        N_("Conditions for requalification, in English"), [WRITTEN, STATEMENT], filters=[stripped]
    )
    conditions_bn = TextAreaField(
        N_("Conditions for requalification, in Bangla"), [WRITTEN, STATEMENT], filters=[stripped]
    )
    effective_on = DayField(N_("Ineligible from"), [REQUIRED])

    def begin_with(self, ready: ReadyStatement, ready_bn: ReadyStatement, effective_on: date) -> None:
        """Fill in the words to begin with."""
        self.reason.data, self.reason_bn.data = ready.reason, ready_bn.reason
        self.conditions.data, self.conditions_bn.data = ready.conditions, ready_bn.conditions
        self.effective_on.data = effective_on

    def is_fit(self, *, today: date) -> bool:
        """Return whether everything was filled in, for a day that can be meant."""
        if not self.validate():
            return False
        if self.effective_on.day > today + MOST_AHEAD:
            self.effective_on.errors = [gettext("This day lies more than a year ahead.")]
            return False
        return True

    @property
    def said(self) -> Statement:
        """What was typed, once the form is valid."""
        return Statement(
            self.reason.data or "",
            self.conditions.data or "",
            self.effective_on.day,
            reason_bn=self.reason_bn.data,
            conditions_bn=self.conditions_bn.data,
        )


class AnswerForm(DeskForm):
    """What the owner says to the draft; staff say who said it, when and how."""

    words = TextAreaField(N_("What the owner says"), [Longest(8000)], filters=[stripped])
    gave_none = BooleanField(N_("The owner was asked and gave no answer"))
    said_by = StringField(N_("Name of the person who says so"), [Longest(120)], filters=[stripped])
    channel = OneOf(N_("By which way"), default=HEARD[0].value)
    received_on = DayField(N_("Received on"))
    paper = FileField(
        N_("A paper along with it"),
        description=N_("A PDF of up to 25 MB, without a password."),
        render_kw={"accept": "application/pdf,.pdf"},
    )

    def offer(self, *, is_staff: bool) -> None:
        """Offer the ways, and ask of staff what an owner need not say."""
        self.channel.choices = offered(HEARD)
        for name in ("said_by", "channel", "received_on"):
            self[name].flags.required = is_staff

    @property
    def chosen(self) -> FileStorage | None:
        """The paper that was chosen, or None."""
        found = self.paper.data
        return found if isinstance(found, FileStorage) and found.filename else None

    def said(self, file: StoredFile | None, *, is_staff: bool, today: date) -> Answer:
        """Return what was said: an owner speaks at the desk, under the own name, today."""
        words = None if is_staff and self.gave_none.data else self.words.data or ""
        if not is_staff:
            return Answer(words, who().name[:120], Channel.DESK, today, file)
        received_on = self.received_on.data or today
        return Answer(words, self.said_by.data or "", Channel(self.channel.data), received_on, file)


class SignForm(DeskForm):
    """The second signature: whoever gives it types the number of the factory, so that it is the right one."""

    number = CountField(N_("Number of the factory"), [REQUIRED])


class WithdrawForm(DeskForm):
    """Why a draft is taken off the table."""

    reason = TextAreaField(N_("Why it is withdrawn"), [WRITTEN, Longest(4000)], filters=[stripped])
