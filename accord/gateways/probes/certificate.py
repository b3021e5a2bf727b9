"""Until when the certificate of a site is good, as a browser on this machine finds it."""

import socket
import ssl
from datetime import UTC, datetime

from accord.gateways.probes import TIMEOUT_SECONDS, NotServed, met


def good_until(host: str, port: int) -> datetime:
    """Return the last instant of the certificate; raises NothingAnswers, NotTrusted (an expired one too), NotServed."""
    where = f"{host}:{port}"
    try:
        with (
            socket.create_connection((host, port), timeout=TIMEOUT_SECONDS) as line,
            ssl.create_default_context().wrap_socket(line, server_hostname=host) as encrypted,
        ):
            shown = encrypted.getpeercert()
    except ssl.SSLCertVerificationError as error:
        raise met(error, where) from error
    except ssl.SSLError as error:
        msg = f"{where} speaks no TLS that a browser could use: {error.reason or error}"
        raise NotServed(msg) from error
    except (OSError, UnicodeError) as error:
        raise met(error, where) from error
    if not shown:
        msg = f"{where} showed no certificate"
        raise NotServed(msg)
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(shown["notAfter"])), UTC)
