"""The reports of a simulated programme: every visit has one, issued, and nobody checked their own."""

ORDER = "draft for_checking checked approved issued"


def test_every_visit_has_its_engineer_and_an_issued_report(rows):
    [(visits,)] = rows("SELECT count(*) FROM inspection")

    assert rows("SELECT count(*) FROM report WHERE state = 'issued' AND number = 0") == [(visits,)]
    assert rows("SELECT count(DISTINCT inspection_id), count(*) FROM inspection_engineer") == [(visits, visits)]


def test_a_report_goes_through_every_state_in_order_and_is_issued_within_two_weeks(rows):
    steps = """
    SELECT group_concat(step.state, ' '), min(step.happened_on) >= inspected_on,
           max(step.happened_on) <= date(inspected_on, '+14 days')
    FROM (SELECT * FROM report_step ORDER BY id) AS step
    JOIN report ON report.id = step.report_id JOIN inspection ON inspection.id = report.inspection_id
    GROUP BY report.id
    """

    assert set(rows(steps)) == {(ORDER, 1, 1)}


def test_a_report_is_checked_by_another_engineer_of_the_discipline(rows):
    checked = """
    SELECT count(*) FROM report_step AS step JOIN report ON report.id = step.report_id
    JOIN inspection ON inspection.id = report.inspection_id
    JOIN role_held ON role_held.person_id = step.person_id AND role_held.discipline = inspection.discipline
    LEFT JOIN inspection_engineer AS author
        ON author.inspection_id = inspection.id AND author.person_id = step.person_id
    WHERE step.state = 'checked' AND author.person_id IS NULL
    """

    assert rows(checked) == rows("SELECT count(*) FROM report")


def test_every_comment_names_the_visit_it_was_made_on(rows):
    stray = """
    SELECT count(*) FROM log_entry LEFT JOIN inspection ON inspection.id = log_entry.inspection_id
    WHERE inspected_on IS NOT dated_on
    """

    assert rows(stray) == [(0,)]
