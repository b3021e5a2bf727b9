"""Who may do what: nothing is open because somebody forgot to close it."""

import pytest

from accord.rules.desk.access import AT_THE_DOOR, PUBLIC
from accord.web.access import Action, action_of, may, serves
from tests.builders import a_site, settings_in

ACTIONS = {
    "home.show": Action.READ_PUBLISHED,
    "figures.show": Action.READ_PUBLISHED,
    "factories.show": Action.READ_PUBLISHED,
    "published_photos.photo": Action.READ_PUBLISHED,
    "documents.cap": Action.READ_PUBLISHED,
    "register.show": Action.READ_PUBLISHED,
    "orders.show": Action.READ_PUBLISHED,
    "orders.gate_notice": Action.READ_PUBLISHED,
    "protocol.show": Action.READ_PUBLISHED,
    "protocol.version": Action.READ_PUBLISHED,
    "protocol.text": Action.READ_PUBLISHED,
    "lists.completed": Action.READ_PUBLISHED,
    "lists.ineligible": Action.READ_PUBLISHED,
    "lists.handed_over": Action.READ_PUBLISHED,
    "api.factories": Action.READ_PUBLISHED,
    "api.factory": Action.READ_PUBLISHED,
    "api.hazards": Action.READ_PUBLISHED,
    "api.factory_progress": Action.READ_PUBLISHED,
    "api.orders": Action.READ_PUBLISHED,
    "api.progress": Action.READ_PUBLISHED,
    "api.categories": Action.READ_PUBLISHED,
    "api.statuses": Action.READ_PUBLISHED,
    "api_description.show": Action.READ_PUBLISHED,
    "data.show": Action.READ_PUBLISHED,
    "files.register_csv": Action.READ_PUBLISHED,
    "files.register_json": Action.READ_PUBLISHED,
    "files.register_geojson": Action.READ_PUBLISHED,
    "files.completed_csv": Action.READ_PUBLISHED,
    "files.ineligible_csv": Action.READ_PUBLISHED,
    "files.handed_over_csv": Action.READ_PUBLISHED,
    "files.orders_csv": Action.READ_PUBLISHED,
    "snapshot_file.snapshot": Action.READ_PUBLISHED,
    "assets.asset": Action.LOAD_ASSET,
    "health.alive": Action.WATCH_OVER_SERVER,
    "health.ready": Action.WATCH_OVER_SERVER,
    "status.show": Action.WATCH_OVER_SERVER,
    "metrics.show": Action.WATCH_OVER_SERVER,
}


def test_every_endpoint_names_its_action(app):
    public = {endpoint: action_of(view) for endpoint, view in app.view_functions.items() if endpoint in ACTIONS}
    assert public == ACTIONS
    assert [endpoint for endpoint, view in app.view_functions.items() if action_of(view) is None] == []
    assert [
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint not in ACTIONS and action_of(view) in PUBLIC - AT_THE_DOOR
    ] == []


def test_the_public_may_do_exactly_this():
    assert {Action.SIGN_IN, Action.ANSWER_LETTER, Action.READ_OWN_CALENDAR} == AT_THE_DOOR
    assert {Action.READ_PUBLISHED, Action.LOAD_ASSET, Action.WATCH_OVER_SERVER} | AT_THE_DOOR == PUBLIC
    assert not may(None)


def test_a_view_that_names_no_action_is_refused_to_everybody(app, visitor):
    app.add_url_rule("/forgotten", "forgotten", lambda: "what nobody thought of")

    response = visitor.get("/forgotten")

    assert response.status_code == 403
    assert "You may not see this" in response.text


def test_a_view_whose_action_nobody_was_granted_is_refused(app, visitor, monkeypatch):
    monkeypatch.setattr("accord.web.access.PUBLIC", frozenset())
    app.add_url_rule("/closed", "closed", serves(Action.READ_PUBLISHED)(lambda: "not for you"))

    response = visitor.get("/closed?page=2")

    assert (response.status_code, response.location) == (303, "/sign-in?next=/closed?page%3D2")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_nothing_public_can_be_changed_by_anybody(tmp_path, method):
    site = a_site(settings_in(tmp_path))

    for rule in site.url_map.iter_rules():
        if action_of(site.view_functions[rule.endpoint]) in PUBLIC - AT_THE_DOOR:
            assert method not in (rule.methods or set())
