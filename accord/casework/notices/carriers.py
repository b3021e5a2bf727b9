"""What letters are handed to: a mail server or a box of files, and a gateway for short messages."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from hashlib import sha256

from accord.casework.notices.wording import Site, Words, letter
from accord.casework.refusals import N_
from accord.config import Settings
from accord.gateways.answers import Answer, NotCarried
from accord.gateways.files import FileStore
from accord.gateways.language import Language
from accord.gateways.letters import Enclosed, LetterBox
from accord.gateways.mail import MailDoor, Opened, mail_door
from accord.gateways.sms import SmsGateway
from accord.rules.moments import Moment
from accord.rules.notices import Address, Delivery

KEPT_AS_FILE = N_("kept as a file: no mail server is named in ACCORD_MAIL_URL")
INVENTED = N_("kept as a file: everything here is invented")


@dataclass(frozen=True)
class Carriers:
    """The ways out of one installation."""

    site: Site
    box: LetterBox
    mail: MailDoor | None
    gateway: SmsGateway | None
    documents: FileStore | None = None
    """Where the letters on paper are kept that go with some; None: they go without."""
    is_demonstration: bool = False
    """Whether all is invented: then nothing ever leaves, whatever the settings say, and a file counts as delivered."""

    @property
    def by_letter(self) -> Delivery:
        """How a letter to an e-mail address is carried."""
        return Delivery.MAIL if self.mail and not self.is_demonstration else Delivery.FILE

    @property
    def sends_messages(self) -> bool:
        """Whether short messages are sent."""
        return self.gateway is not None and not self.is_demonstration

    @contextmanager
    def opened(self) -> Iterator["Round"]:
        """Begin a round of several letters over one connection, opened when the first one needs it."""
        around = Round(self)
        try:
            yield around
        finally:
            around.close()


def carriers_of(settings: Settings, *, is_demonstration: bool) -> Carriers:
    """Return the ways out that the settings name."""
    mail = mail_door(settings.mail_url, base_url=settings.base_url) if settings.mail_url else None
    gateway = SmsGateway(settings.sms_url, settings.sms_secret) if settings.sms_url and settings.sms_secret else None
    return Carriers(
        site=Site(settings.base_url, settings.secret_key, settings.hotline),
        box=LetterBox(settings.kept_notices),
        mail=mail,
        gateway=gateway,
        documents=FileStore(settings.documents, is_private=True),
        is_demonstration=is_demonstration,
    )


class Round:
    """One round of sending: a carrier that turned out to be away is not asked again in it."""

    def __init__(self, carriers: Carriers) -> None:
        self.carriers = carriers
        self._away: dict[Delivery, str] = {}
        self._connection: Opened | None = None
        self._left = ExitStack()

    def carry(
        self,
        words: Words,
        address: Address,
        language: Language,
        *,
        moment: Moment,
        enclosed: tuple[Enclosed, ...] = (),
    ) -> Answer:
        """Hand over a letter to one address, and return what was answered; one that nobody took is tried later."""
        if address.delivery in self._away:
            return Answer(False, self._away[address.delivery])
        try:
            match address.delivery:
                case Delivery.WEBHOOK:
                    return self._message(words, address.place, moment)
                case Delivery.MAIL:
                    return self._mailed(words, address.place, language, enclosed)
                case _:
                    return self._kept(words, address.place, language, enclosed)
        except NotCarried as trouble:
            self._away[address.delivery] = str(trouble)
            return Answer(False, str(trouble))

    def close(self) -> None:
        """Leave the mail server."""
        self._connection = None
        self._left.close()

    def _mailed(self, words: Words, place: str, language: Language, enclosed: tuple[Enclosed, ...]) -> Answer:
        message = letter(words, place, language, site=self.carriers.site, enclosed=enclosed)
        is_first = self._connection is None
        try:
            return self._open().send(message)
        except NotCarried:
            self.close()
            if is_first:
                raise
        # A server that hangs up after so many letters takes the next one over a new connection.
        return self._open().send(message)

    def _open(self) -> Opened:
        if self._connection is None:
            assert self.carriers.mail is not None  # noqa: S101  no address is carried by mail without it
            self._connection = self._left.enter_context(self.carriers.mail.opened())
        return self._connection

    def _message(self, words: Words, number: str, moment: Moment) -> Answer:
        assert self.carriers.gateway is not None  # noqa: S101  no address is carried by the gateway without it
        key = f"{words.public_key}-{sha256(number.encode()).hexdigest()[:12]}"
        return self.carriers.gateway.send(to=number, text=words.short_bn or "", key=key, at=moment.now)

    def _kept(self, words: Words, place: str, language: Language, enclosed: tuple[Enclosed, ...]) -> Answer:
        self.carriers.box.keep(letter(words, place, language, site=self.carriers.site, enclosed=enclosed))
        if self.carriers.is_demonstration:
            return Answer(True, INVENTED)
        # A file reaches nobody: it stands in red until somebody tells them, or a mail server is named.
        return Answer(False, KEPT_AS_FILE, is_final=True)
