"""What the pages name is there: links, files, tables, commands, make targets."""

import re

import pytest
import typer.main

from customer360.cli import app
from customer360.paths import ROOT

pytestmark = pytest.mark.unit

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
BLOCK = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
PYTHON = re.compile(r"^```python.*?^```$", re.DOTALL | re.MULTILINE)
BLOCK_FILE = re.compile(r"^```\w+ (\S+)$", re.MULTILINE)
LINK = re.compile(r"\]\(([^)#\s]*)(?:#([^)\s]*))?\)")
CODE = re.compile(r"`([^`\n]+)`")
FOLDER = (
    "models|macros|seeds|customer360|orchestration|expectations|tests|docs|examples"
)
FILE = re.compile(rf"(?:{FOLDER}|benchmarks|mappings)/[\w/.-]*")
SCHEMA = "staging|identity|activities|features|scores|marts|audit"
TABLE = re.compile(rf"(?<![\w./])(?:{SCHEMA})\.([a-z_0-9]+)\b(?!\.|\()")
NO_TABLE = {"duckdb", "md", "py", "sql", "yml"}
NOT_OF_DBT = {"builds", "expectation_results", "model_settings"}

of_each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def anchors(text):
    """Return the anchors that GitHub makes of a page's headings."""
    headings = re.findall(r"^#+ (.+)$", BLOCK.sub("", text), re.MULTILINE)
    words = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {each.replace(" ", "-") for each in words}


@of_each_page
def test_a_link_leads_to_a_file_and_a_heading(page):
    for target, heading in LINK.findall(BLOCK.sub("", page.read_text())):
        if target.startswith("http"):
            continue
        path = page.parent / target if target else page
        assert path.exists(), f"{target} is not there"
        if heading:
            assert heading in anchors(path.read_text()), f"no heading #{heading}"


@of_each_page
def test_a_file_that_is_named_is_there(page):
    text = page.read_text()
    made = BLOCK_FILE.findall(text)
    for name in CODE.findall(BLOCK.sub("", text)):
        if FILE.fullmatch(name) and name not in made:
            assert (ROOT / name).exists(), f"{name} is not there"


@of_each_page
def test_a_table_that_is_named_is_a_model(page):
    models = {path.stem for path in (ROOT / "models").rglob("*.*")}
    named = set(TABLE.findall(PYTHON.sub("", page.read_text()))) - NO_TABLE - NOT_OF_DBT
    assert named <= models


@of_each_page
def test_a_command_that_is_named_is_one_of_c360(page):
    commands = set(typer.main.get_group(app).commands)
    assert set(re.findall(r"\bc360 ([a-z]+)\b", page.read_text())) <= commands


@of_each_page
def test_a_make_target_that_is_named_is_in_the_makefile(page):
    said = re.findall(r"(?:^|`)make ([a-z-]+)\b", page.read_text(), re.MULTILINE)
    targets = re.findall(
        r"^([a-z-]+):", (ROOT / "Makefile").read_text() if said else "", re.MULTILINE
    )
    assert set(said) <= set(targets)
