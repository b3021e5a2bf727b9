"""A gateway for short messages is asked in a signed request, and its answer is understood."""

import hashlib
import hmac
import json
from datetime import UTC, datetime

import pytest

from accord.gateways.answers import NotCarried
from accord.gateways.sms import SmsGateway
from tests.post_office import Gateway, a_free_port, a_gateway

SECRET = "a secret that only the two of us know of"
AT = datetime(2024, 7, 1, 6, 0, tzinfo=UTC)
TEXT = "এখনই ভবন খালি করুন।"


def send(url: str, key: str = "abc-1"):
    return SmsGateway(url, SECRET).send(to="+8801700000000", text=TEXT, key=key, at=AT)


def test_what_is_sent_is_signed_over_time_and_body():
    with a_gateway(gateway := Gateway()) as url:
        answer = send(url)

    [(headers, body)] = gateway.asked
    timestamp = headers["x-accord-timestamp"]
    expected = hmac.new(SECRET.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()
    assert (answer.is_taken, answer.said) == (True, "200 queued")
    assert headers["x-accord-signature"] == f"sha256={expected}"
    assert timestamp == str(int(AT.timestamp()))
    assert json.loads(body) == {"to": "+8801700000000", "text": TEXT, "idempotency_key": "abc-1"}


@pytest.mark.parametrize(
    ("status", "is_final"), [(400, True), (422, True), (401, False), (404, False), (429, False), (500, False)]
)
def test_only_what_speaks_of_the_number_is_for_good(status, is_final):
    with a_gateway(Gateway(status=status, words="no")) as url:
        answer = send(url)

    assert (answer.is_taken, answer.is_final, answer.said) == (False, is_final, f"{status} no")


def test_no_other_address_is_followed():
    with a_gateway(other := Gateway()) as elsewhere, a_gateway(Gateway(status=307, location=elsewhere)) as url:
        answer = send(url)

    assert (answer.is_taken, answer.is_final) == (False, False)
    assert other.asked == []


def test_a_gateway_that_is_away_is_told_so():
    with pytest.raises(NotCarried, match=r"127\.0\.0\.1"):
        send(f"http://127.0.0.1:{a_free_port()}/")
