"""Hands short messages to a gateway of the programme's choice: a signed request over HTTPS, the same when repeated.

What is sent: POST, JSON `{"to", "text", "idempotency_key"}`, with the headers `X-Accord-Timestamp` (seconds since 1970)
and `X-Accord-Signature` ("sha256=" and the HMAC-SHA256 of timestamp, a full stop and the body, under the shared
secret, in hexadecimal).
"""

import hmac
import http.client
import json
import ssl
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from accord.gateways.answers import Answer, NotCarried, in_a_line

TIMEOUT_SECONDS = 15.0
MOST_READ_BYTES = 2_000
"""Of an answer: a sentence; whatever else it holds is left."""
FOR_GOOD = frozenset({400, 410, 422})
"""Statuses that speak of this message or this number. Others of 400 to 499 speak of us or of the gateway's trouble."""


@dataclass(frozen=True)
class SmsGateway:
    """The gateway."""

    url: str
    secret: str

    def send(self, *, to: str, text: str, key: str, at: datetime) -> Answer:
        """Hand over a message and return what the gateway says; raises NotCarried where nobody could be asked."""
        body = json.dumps({"to": to, "text": text, "idempotency_key": key}, ensure_ascii=False).encode()
        status, said = self._asked(body, headers=self._headers(body, key, at))
        words = f"{status} {in_a_line(said)}".strip()
        if 200 <= status < 300:
            return Answer(True, words)
        if 300 <= status < 400:
            return Answer(False, f"{status}: it names another address, which is not followed")
        return Answer(False, words, is_final=status in FOR_GOOD)

    def _headers(self, body: bytes, key: str, at: datetime) -> dict[str, str]:
        timestamp = str(int(at.timestamp()))
        signature = signed(body, timestamp, self.secret)
        return {
            "Content-Type": "application/json; charset=utf-8",
            "Idempotency-Key": key,
            "X-Accord-Timestamp": timestamp,
            "X-Accord-Signature": f"sha256={signature}",
        }

    def _asked(self, body: bytes, *, headers: dict[str, str]) -> tuple[int, bytes]:
        parts = urlsplit(self.url)
        host, path = parts.hostname or "", parts.path or "/"
        if parts.scheme == "https":
            context = ssl.create_default_context()
            line: http.client.HTTPConnection = http.client.HTTPSConnection(
                host, parts.port, timeout=TIMEOUT_SECONDS, context=context
            )
        else:
            line = http.client.HTTPConnection(host, parts.port, timeout=TIMEOUT_SECONDS)
        try:
            line.request("POST", f"{path}?{parts.query}" if parts.query else path, body, headers)
            answer = line.getresponse()
            return answer.status, answer.read(MOST_READ_BYTES)
        except (http.client.HTTPException, OSError, UnicodeError) as error:
            said = "it did not answer in time" if isinstance(error, TimeoutError) else in_a_line(str(error))
            raise NotCarried(f"{host}: {said or type(error).__name__}") from error
        finally:
            line.close()


def signed(body: bytes, timestamp: str, secret: str) -> str:
    """Return the signature of a request: HMAC-SHA256 of timestamp, a full stop and the body."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, "sha256").hexdigest()
