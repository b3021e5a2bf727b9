"""Which refusals of a mail server are for good, and which may be otherwise tomorrow."""

import pytest

from accord.rules.mail_replies import is_for_good, is_refusal


@pytest.mark.parametrize(
    "reply",
    [
        "550 5.1.1 no such user",
        "550-5.1.1 The email account that you tried to reach does not exist.",
        "553 5.1.2 no such domain",
        "550 5.1.6 mailbox has moved",
        "556 5.1.10 the domain takes no mail",
        "552 5.3.4 message too big",
        "550 5.2.3 too long for this mailbox",
        "554 5.6.1 media not supported",
        "550 no such user",
        "551 user not local",
        "553 mailbox name not allowed",
        "521 this host takes no mail",
        "556 this domain takes no mail",
    ],
)
def test_what_speaks_of_the_address_or_of_this_letter_is_for_good(reply):
    assert is_for_good(int(reply[:3]), reply[4:])
    assert is_refusal(reply)


@pytest.mark.parametrize(
    "reply",
    [
        "554 5.7.1 looks like spam",
        "550 5.7.26 this mail is unauthenticated",
        "550 5.7.0 greylisted, try again later",
        "552 5.2.2 mailbox full",
        "550 5.2.1 mailbox disabled",
        "552 no room left",
        "554 blocked, see our list",
        "550 5.1.8 the sender's domain is not known",
        "550 5.4.6 mail loop",
        "550 5.3.2 system does not accept mail now",
        "501 5.5.4 bad argument",
        "530 5.7.0 authentication required",
        "500 what",
        "503 bad sequence of commands",
        "555 parameters not recognised",
    ],
)
def test_what_speaks_of_room_policy_the_way_or_of_us_may_be_otherwise_tomorrow(reply):
    assert not is_for_good(int(reply[:3]), reply[4:])
    assert is_refusal(reply)


@pytest.mark.parametrize("reply", ["452 4.2.2 mailbox full", "421 4.3.0 come back later", "450 5.1.1 odd"])
def test_a_call_for_patience_is_no_refusal_whatever_its_enhanced_code_says(reply):
    assert not is_for_good(int(reply[:3]), reply[4:])
    assert not is_refusal(reply)


@pytest.mark.parametrize(
    "said", [None, "", "mail.example:25: it did not answer in time", "5500 years", "kept as a file"]
)
def test_a_server_that_is_away_has_refused_nothing(said):
    assert not is_refusal(said)
