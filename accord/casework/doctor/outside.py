"""What the world sees and gets: the site's certificate, and letters."""

from urllib.parse import urlsplit

from accord.casework.doctor.examination import Examination, Finding, broken, fine, judged, look
from accord.casework.orders.telling import went_live
from accord.gateways.probes import NothingAnswers, NotServed, NotTrusted
from accord.gateways.probes.certificate import good_until
from accord.gateways.probes.mail_server import MailServer, Welcome, greet, mail_server
from accord.rules.hosts import is_loopback
from accord.rules.upkeep import of_certificate

HTTPS_PORT = 443
NAME_ADDRESS = "set ACCORD_BASE_URL to the https:// address of the site"
NAME_SERVER = "name a mail server in ACCORD_MAIL_URL"
MEND_MAIL = "put ACCORD_MAIL_URL right, or have the mail server put right; until then no letter leaves"
RENEW = "renew it (certbot renew), and see why that did not happen by itself"


def mail(examined: Examination) -> Finding:
    """Judge whether the mail server would take a letter; none is sent."""
    url = examined.settings.mail_url
    if url is None:
        said = f"no mail server is set: letters stay as files in {examined.settings.instance}"
        if examined.is_demonstration:
            return fine(said)
        since = went_live(examined.session) if examined.session else None
        if since is not None and since <= examined.moment.now:
            told = f"{since:%Y-%m-%d %H:%M %Z}"
            return broken(f"no mail server is set, although letters are sent since {told}: none leaves", NAME_SERVER)
        return look(said, NAME_SERVER)
    server = mail_server(url)
    try:
        welcome = greet(server)
    except (NothingAnswers, NotTrusted, NotServed) as error:
        return broken(str(error), MEND_MAIL)
    return _welcomed(server, welcome)


def certificate(examined: Examination) -> Finding:
    """Judge whether browsers trust the site, and for how long still."""
    url = examined.settings.base_url
    if url is None:
        said = "the site's address is not set, so no certificate is looked at"
        if not examined.is_demonstration and _is_live(examined):
            return broken("the site's address is not set: letters carry no link by which to answer them", NAME_ADDRESS)
        return fine(said) if examined.is_demonstration else look(said, NAME_ADDRESS)
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "http":
        if is_loopback(host):
            return fine(f"{url} is this machine alone, without TLS")
        return broken(f"{url} is served without TLS: what people write to us can be read on the way", NAME_ADDRESS)
    return _of_site(examined, host, parts.port or HTTPS_PORT)


def _is_live(examined: Examination) -> bool:
    since = went_live(examined.session) if examined.session else None
    return since is not None and since <= examined.moment.now


def _welcomed(server: MailServer, welcome: Welcome) -> Finding:
    signed_in = f", signed in as {server.username}" if welcome.is_signed_in else ""
    if not welcome.is_encrypted and not is_loopback(server.host):
        return look(
            f"{server.where} takes letters{signed_in}, but not encrypted",
            "ask the mail server's administrator for STARTTLS",
        )
    encrypted = ", encrypted" if welcome.is_encrypted else ""
    return fine(f"{server.where} takes letters{encrypted}{signed_in}; none was sent")


def _of_site(examined: Examination, host: str, port: int) -> Finding:
    try:
        until = good_until(host, port)
    except NothingAnswers as error:
        if error.is_refused:
            return broken(str(error), "see that the web server in front runs and has a certificate")
        # Many routers let no machine inside reach the address that the world uses.
        return look(f"{error} from this machine", f"open https://{host}/ from outside, and look at the certificate")
    except (NotTrusted, NotServed) as error:
        return broken(str(error), RENEW)
    days = (until - examined.moment.now).days
    return judged(of_certificate(days), f"good for {days} days, until {examined.moment.civil_date(until)}", RENEW)
