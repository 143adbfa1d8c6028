"""Every scenario of the page has its test, and every test of a case is on the page."""

import inspect
import re
from pathlib import Path

import pytest
import test_scenarios_evidence
import test_scenarios_limits
import test_scenarios_shared
import test_scenarios_time
import test_scenarios_undo

pytestmark = pytest.mark.unit

MODULES = {
    "Evidence": test_scenarios_evidence,
    "Limits": test_scenarios_limits,
    "Shared things": test_scenarios_shared,
    "Time": test_scenarios_time,
    "Undo": test_scenarios_undo,
}
PAGE = Path(__file__).with_name("SCENARIOS.md")


def on_the_page() -> dict[str, list[tuple[str, str]]]:
    """Return the name and story of each scenario, by chapter."""
    chapters = re.split(r"^## (.+)$", PAGE.read_text(), flags=re.MULTILINE)[1:]
    return {
        chapter: re.findall(r"^\*\*(.+?)\*\*\n\n?((?:.+\n)+)", text, re.MULTILINE)
        for chapter, text in zip(chapters[::2], chapters[1::2], strict=True)
    }


def in_tests() -> dict[str, list[tuple[str, str]]]:
    """Return the name and story of each test, by chapter."""
    return {
        chapter: [
            (name.removeprefix("test_").replace("_", " "), inspect.getdoc(test) or "")
            for name, test in inspect.getmembers(module, inspect.isfunction)
            if name.startswith("test_")
        ]
        for chapter, module in MODULES.items()
    }


def spoken(chapters: dict[str, list[tuple[str, str]]]) -> dict[str, dict[str, str]]:
    """Return stories by chapter and name, without regard to lines and hyphens."""
    return {
        chapter: {
            re.sub(r"[\s-]+", " ", name.lower()): " ".join(story.split())
            for name, story in cases
        }
        for chapter, cases in chapters.items()
    }


def test_the_page_and_the_tests_tell_the_same_stories():
    assert spoken(on_the_page()) == spoken(in_tests())


def test_no_name_is_given_twice():
    names = [name for cases in on_the_page().values() for name, _ in cases]
    assert len(names) == len(set(names)) >= 40


def test_every_story_has_two_lines():
    for cases in in_tests().values():
        for name, story in cases:
            assert len(story.strip().splitlines()) == 2, name
