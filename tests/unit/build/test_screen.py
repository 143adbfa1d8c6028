"""A build's progress is a line a step."""

import io
import os

import pytest
from rich.console import Console

from customer360.build.log_lines import Node, Step
from customer360.build.project import is_parsed
from customer360.build.screen import screen

pytestmark = pytest.mark.unit


def shown(events, *, terminal):
    output = io.StringIO()
    console = Console(file=output, force_terminal=terminal, width=100)
    with screen(console) as watched:
        for event in events:
            watched.show(event)
    return output.getvalue()


EVENTS = [
    Step("pos__transactions", "START"),
    Step("pos__transactions", "SUCCESS"),
    Step("dbt_build", "START"),
    Node("staging.a", "START", 3),
    Node("staging.a", "OK", 3),
    Node("not_null_a", "FAIL", 3),
    Node("marts.b", "SKIP", 3),
    None,
    Step("dbt_build", "FAILURE"),
]


def test_each_step_is_a_line_that_says_how_it_ended():
    lines = shown(EVENTS, terminal=False).splitlines()
    assert lines[0].startswith("Landing pos/transactions done in ")
    assert lines[1].startswith(
        "Models and tests failed: 1 passed, 1 failed, 1 skipped in "
    )


def test_what_a_job_that_ended_well_never_said_the_end_of_is_done():
    output = io.StringIO()
    with screen(Console(file=output, width=100)) as watched:
        for event in EVENTS[:3]:
            watched.show(event)
        watched.show_the_rest()
        watched.show_the_rest()
    assert [line.partition(" in ")[0] for line in output.getvalue().splitlines()] == [
        "Landing pos/transactions done",
        "Models and tests done: 0 passed",
    ]


def test_a_terminal_also_shows_how_many_models_are_done():
    assert "2/3" in shown(EVENTS[:6], terminal=True)


def test_a_manifest_is_as_new_as_the_project_or_made_again(tmp_path):
    manifest = tmp_path / "target" / "manifest.json"
    model = tmp_path / "models" / "a.sql"
    assert not is_parsed(manifest, tmp_path)
    for path in (manifest, model):
        path.parent.mkdir()
        path.write_text("")
    for path in (model, model.parent):
        os.utime(path, (100, 100))
    os.utime(manifest, (200, 200))
    assert is_parsed(manifest, tmp_path)
    os.utime(model, (300, 300))
    assert not is_parsed(manifest, tmp_path)
