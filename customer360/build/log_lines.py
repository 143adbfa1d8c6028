"""Reads the lines that Dagster and dbt print as what happened."""

import re
from dataclasses import dataclass

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_STEP = re.compile(
    r" - (?P<step>\S+) - STEP_(?P<state>START|SUCCESS|FAILURE|SKIPPED) - "
)
_NODE = re.compile(
    r"^\d+ of (?P<total>\d+) (?P<state>OK|PASS|ERROR|FAIL|WARN|SKIP|NO-OP|START)\b"
    r"(?P<rest>.*)$"
)
_WHAT = re.compile(r"(?P<what>[\w.]+)\s+\.{2,}")


@dataclass(frozen=True)
class Step:
    """A step of the job began or ended; `state` is START, SUCCESS, FAILURE, SKIPPED."""

    name: str
    state: str


@dataclass(frozen=True)
class Node:
    """dbt began or ended one of `total` models and tests; START, or how it ended."""

    name: str
    state: str
    total: int

    @property
    def has_ended(self) -> bool:
        """Whether the node is done, well or not."""
        return self.state != "START"


def plain(line: str) -> str:
    """Return a line without colours."""
    return _ANSI.sub("", line)


def event(line: str) -> Step | Node | None:
    """Return what a line tells; None where it tells nothing of the kind."""
    text = plain(line)
    if step := _STEP.search(text):
        return Step(step["step"], step["state"])
    node = _NODE.match(text)
    if node is None or " hook: " in text:
        return None
    what = _WHAT.search(node["rest"])
    name = what["what"] if what else node["rest"].strip()
    return Node(name, node["state"], int(node["total"]))
