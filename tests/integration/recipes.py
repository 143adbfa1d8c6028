"""The code blocks of a page, and what following them does to a copy of the project.

A block names its file after the language. A `diff` block gives lines to add and to
take away between lines that are there; all other blocks are whole files.
"""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from customer360.paths import ROOT

BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)
LEFT_OUT = (".*", "data", "target", "logs", "inbox", "benchmarks", "__pycache__")


@dataclass(frozen=True)
class Block:
    """One fenced block under one heading; `file` is None for commands."""

    recipe: str
    language: str
    file: str | None
    text: str


def blocks(page: str) -> list[Block]:
    """Return the fenced blocks under the page's third-level headings, in order."""
    found = []
    for section in re.split(r"^### ", page, flags=re.MULTILINE)[1:]:
        title, _, body = section.partition("\n")
        found += [Block(title, *match.groups()) for match in BLOCK.finditer(body)]
    return found


def copy_project(to: Path) -> Path:
    """Copy the project, without data and what was made from it; return the copy."""
    shutil.copytree(ROOT, to, ignore=shutil.ignore_patterns(*LEFT_OUT))
    (to / "data" / "warehouse").mkdir(parents=True)
    return to


def follow(block: Block, project: Path) -> None:
    """Write the file of a block, or add its lines to one that is there."""
    assert block.file
    path = project / block.file
    if block.language == "diff":
        path.write_text(patched(path.read_text(), block.text))
        return
    assert not path.exists(), f"{block.file} is there already"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(block.text)


def patched(text: str, diff: str) -> str:
    """Return a text with one diff applied; its old lines must be there exactly once."""
    lines = diff.splitlines()
    before = "".join(f"{line[1:]}\n" for line in lines if not line.startswith("+"))
    after = "".join(f"{line[1:]}\n" for line in lines if not line.startswith("-"))
    old_lines = re.compile(f"^{re.escape(before)}", re.MULTILINE)
    found = len(old_lines.findall(text))
    assert found == 1, f"found {found} times:\n{before}"
    return old_lines.sub(lambda _: after, text)
