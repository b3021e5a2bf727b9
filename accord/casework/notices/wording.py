"""What a letter says to one contact: both languages, the contact's own first, and the link by which it is answered."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from accord.casework.refusals import N_
from accord.gateways.language import Language, translator
from accord.gateways.letters import Enclosed, Letter
from accord.gateways.signed_links import answer_token
from accord.records.notice import Notice
from accord.rules.hosts import is_loopback
from accord.rules.notices import OF_PROTOCOL
from accord.rules.notices import Letter as Kind

LINE = "\n\n" + "-" * 60 + "\n\n"
GATE = N_("The notice for workers, to be printed and hung at every gate (sign in to open it):")
HAS_GATE_NOTICE = frozenset(
    {
        Kind.RAISED,
        Kind.DETERMINED,
        Kind.JOINED,
        Kind.EASED,
        Kind.RE_ENTERED,
        Kind.LIFTED,
        Kind.CORRECTION,
        Kind.VACATED,
    }
)
"""Letters with which a new notice is to be hung up."""
AT_THE_GATE = frozenset({"factory", "committee"})
"""By the first word of an organisation: who hangs it up."""
ANSWER = N_("Please say that you have received this: open the link, write your name and press the button.")
TELEPHONE = N_("You can say so by telephone too:")
CONFIRM = N_("The factory's page, where you confirm that you have ended business (sign in to open it):")
HOTLINE = N_("Hotline of the Accord")
CASE_HANDLER = N_("To ask or tell us something: the case handler for your factory at the Accord, safety programme.")
SITE = N_("Our pages")
NUMBERED = N_("Letter %(number)s")
"""The number of the letter, as it stands on the paper and in the register."""


@dataclass(frozen=True)
class Words:
    """What a notice says, as far as a letter needs it."""

    public_key: str
    subject: str
    subject_bn: str
    body: str
    body_bn: str
    short_bn: str | None
    needs_answer: bool
    written_at: datetime
    reference: str | None = None
    """Its number; None: it is no letter of the programme."""
    is_of_protocol: bool = False
    ends_business_with: int | None = None
    """The number of the factory with which whoever reads it has to end business."""
    gate_of_order: int | None = None
    """The order whose notice they are to hang at their gates with this letter."""
    is_to_workers: bool = False
    """Whether it tells workers to ask us: then it says where, also without a hotline."""


@dataclass(frozen=True)
class Site:
    """What letters must know of the installation."""

    base_url: str | None
    secret: str
    hotline: str | None = None

    @property
    def host(self) -> str:
        """The name of the site, for what has to be unlike that of any other site."""
        return urlsplit(self.base_url or "").hostname or "localhost"

    @property
    def public_url(self) -> str | None:
        """Where everybody finds the site; None where nobody told it, or it is an address of this machine alone."""
        host = urlsplit(self.base_url or "").hostname
        return self.base_url.rstrip("/") if self.base_url and host and not is_loopback(host) else None

    def message_id(self, public_key: str) -> str:
        """Return the Message-ID of a notice: the same at every attempt."""
        return f"<notice-{public_key}@{self.host}>"

    def answer_link(self, public_key: str) -> str | None:
        """Return the link by which a notice is acknowledged, or None where nobody told the site's address."""
        if self.base_url is None:
            return None
        return f"{self.base_url.rstrip('/')}/acknowledge/{answer_token(public_key, secret=self.secret)}"

    def stage_of(self, factory_number: int) -> str | None:
        """Return where the stage of a factory stands, or None where nobody told the site's address."""
        return f"{self.base_url.rstrip('/')}/desk/factories/{factory_number}/stage" if self.base_url else None

    def gate_notice(self, order_id: int) -> str | None:
        """Return where the notice for the gates is printed, or None where nobody told the site's address."""
        return f"{self.base_url.rstrip('/')}/desk/orders/{order_id}/gate-notice.pdf" if self.base_url else None


def words_of(notice: Notice) -> Words:
    """Return what a notice says."""
    text = notice.text
    return Words(
        public_key=notice.public_key,
        subject=text.subject,
        subject_bn=text.subject_bn,
        body=text.body,
        body_bn=text.body_bn,
        short_bn=text.short_bn,
        needs_answer=notice.needs_answer,
        written_at=notice.recorded_at,
        reference=notice.reference,
        is_of_protocol=text.letter in OF_PROTOCOL,
        ends_business_with=notice.factory.number if notice.factory and _has_to_end_it(notice) else None,
        gate_of_order=notice.order_id if _hangs_it_up(notice) else None,
        is_to_workers=text.letter is Kind.TO_WORKERS,
    )


def letter(words: Words, to: str, language: Language, *, site: Site, enclosed: tuple[Enclosed, ...] = ()) -> Letter:
    """Return the letter to one address. It bears the moment at which the notice was written, at every attempt."""
    order = [language, *(other for other in Language if other is not language)]
    subjects = {Language.EN: words.subject, Language.BN: words.subject_bn}
    number = (words.reference,) if words.reference and words.is_of_protocol else ()
    return Letter(
        to=to,
        subject=" · ".join((*number, *(subjects[each] for each in order))),
        body=LINE.join(_body(words, each, site) for each in order) + "\n",
        at=words.written_at,
        message_id=site.message_id(words.public_key),
        enclosed=enclosed,
    )


def _body(words: Words, language: Language, site: Site) -> str:
    body = (words.body_bn if language is Language.BN else words.body).strip()
    said = translator(language)
    notice = site.gate_notice(words.gate_of_order) if words.gate_of_order else None
    link = site.answer_link(words.public_key) if words.needs_answer else None
    stage = site.stage_of(words.ends_business_with) if words.ends_business_with else None
    # What nobody can open or dial is not spoken of.
    hotline = site.hotline if words.needs_answer or words.is_of_protocol else None
    asks = TELEPHONE if words.needs_answer else HOTLINE
    pages = site.public_url if words.is_to_workers and not hotline else None
    places = ((GATE, notice), (CONFIRM, stage), (ANSWER, link), (asks, hotline), (SITE, pages))
    handler = (said.gettext(CASE_HANDLER),) if words.is_to_workers and not hotline else ()
    number = (said.gettext(NUMBERED) % {"number": words.reference},) if words.reference else ()
    told = (f"{said.gettext(asked)}\n{place}" for asked, place in places if place)
    return "\n\n".join([body, *handler, *told, *number])


def _has_to_end_it(notice: Notice) -> bool:
    return notice.text.letter is Kind.INELIGIBLE and notice.organisation.startswith("signatory ")


def _hangs_it_up(notice: Notice) -> bool:
    return notice.text.letter in HAS_GATE_NOTICE and notice.organisation.partition(" ")[0] in AT_THE_GATE
