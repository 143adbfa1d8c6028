"""What the pages name is there: links, files, tables, commands, make targets."""

import re

import pytest
import typer.main

from customer360.cli import app
from customer360.paths import ROOT

pytestmark = pytest.mark.unit

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
BLOCK = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
PYTHON = re.compile(r"^```python.*?^```$", re.DOTALL | re.MULTILINE)
BLOCK_FILE = re.compile(r"^```\w+ (\S+)$", re.MULTILINE)
LINK = re.compile(r"\]\(([^)#\s]*)(?:#([^)\s]*))?\)")
CODE = re.compile(r"`([^`\n]+)`")
# what follows `c360` on its line, up to the end of the code or a comment
COMMAND = re.compile(r"(?<![\w./-])c360 ([^\n`#;&]+)")
FLAG = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
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


def unknown_words(said):
    """Return what a line after `c360` says that no command has, sub-commands too."""
    command, words = typer.main.get_group(app), said.split()
    while words and (found := getattr(command, "commands", None)):
        if not re.fullmatch("[a-z][a-z-]*", words[0]):
            break
        if words[0] not in found:
            return {words[0]}
        command = found[words.pop(0)]
    options = {name for option in command.params for name in option.opts}
    return set(FLAG.findall(" ".join(words))) - options - {"--help"}


@of_each_page
def test_a_command_that_is_named_has_the_sub_commands_and_options_said(page):
    text = page.read_text().replace("\\\n", " ")
    found = {said: unknown_words(said) for said in COMMAND.findall(text)}
    assert {said: unknown for said, unknown in found.items() if unknown} == {}


def test_a_wrong_command_sub_command_or_option_is_found():
    assert unknown_words("lnad x.csv") == {"lnad"}
    assert unknown_words("identity diff --rules DIR --fast") == {"--fast"}
    assert unknown_words("identity dif") == {"dif"}
    assert unknown_words("land --all") == set()


@of_each_page
def test_a_make_target_that_is_named_is_in_the_makefile(page):
    said = re.findall(r"(?:^|`)make ([a-z-]+)\b", page.read_text(), re.MULTILINE)
    targets = re.findall(
        r"^([a-z-]+):", (ROOT / "Makefile").read_text() if said else "", re.MULTILINE
    )
    assert set(said) <= set(targets)
