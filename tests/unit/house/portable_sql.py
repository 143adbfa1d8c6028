"""What SQL may not say outside macros/portable, and where a source file says it.

A model is looked at as it is written: Jinja tells the fragments that are SQL (text
outside of its tags, and its string literals) from those that are not.
"""

import re
from collections.abc import Iterator

JINJA_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
JINJA_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
JINJA_STRING = re.compile(r'"[^"]*"|\'[^\']*\'')
SQL_COMMENT_OR_STRING = re.compile(r"--[^\n]*|/\*.*?\*/|'[^']*'|\"[^\"]*\"", re.DOTALL)

# what DuckDB takes and Spark or Snowflake does not, or takes otherwise
BANNED = {
    "a cast with `::`": r"::",
    "a list or an index": r"\[",
    "a struct": r"\{",
    "a lambda": r"->|\blambda\b",
    "`exclude`": r"\bexclude\b|\*\s*(except|replace)\b",
    "`qualify`": r"\bqualify\b",
    "an asof join": r"\basof\b",
    "`group by all`": r"\b(group|order)\s+by\s+all\b",
    "`try_cast`": r"\btry_cast\b",
    "a file reader": r"\bread_\w+\s*\(",
    "`filter (where …)`": r"\bfilter\s*\(\s*where\b",
    "`ignore nulls`": r"\bignore\s+nulls\b",
    "`distinct on`": r"\bdistinct\s+on\b",
    "`by name`": r"\bby\s+name\b",
}
ENGINE_BRANCH = re.compile(r"\btarget\s*\.\s*(type|name)\b|\badapter\s*\.\s*type\b")

CALL = re.compile(r"\b([a-z_][a-z0-9_]*)\s*\(", re.IGNORECASE)
# functions all three engines have and agree on; others go through a dispatched macro
SHARED_FUNCTIONS = frozenset(
    """
    abs avg coalesce concat count dense_rank exp extract first_value floor greatest lag
    last_value lead least length ln lower max md5 min nullif power rank replace round
    row_number sqrt substr sum trim upper
    """.split()
)
# words that stand before a parenthesis and call nothing
SQL_WORDS = frozenset(
    """
    all and any as between by case cast decimal distinct else end except exists from
    in intersect join not on or over partition select then union using values when
    where with
    """.split()
)


def banned(source: str) -> list[str]:
    """Return what a model's or macro's source says that only one engine takes.

    source: SQL with Jinja, as in the file. Each entry gives the line and the thing.
    """
    source = JINJA_COMMENT.sub(_blank, source)
    found = [
        (first_line + fragment.count("\n", 0, position), name)
        for first_line, fragment in _sql_fragments(source)
        for position, name in _said_in(fragment)
    ]
    found += [
        (source.count("\n", 0, branch.start()) + 1, f"`{branch.group()}`")
        for branch in ENGINE_BRANCH.finditer(source)
    ]
    return [f"line {line}: {name}" for line, name in sorted(found)]


def _sql_fragments(source: str) -> Iterator[tuple[int, str]]:
    """Yield (first line, SQL without comments and strings) of each fragment."""
    outside = JINJA_TAG.sub(_name, source)
    yield 1, SQL_COMMENT_OR_STRING.sub(_blank, outside)
    for tag in JINJA_TAG.finditer(source):
        for literal in JINJA_STRING.finditer(tag.group()):
            line = source.count("\n", 0, tag.start() + literal.start()) + 1
            yield line, SQL_COMMENT_OR_STRING.sub(_blank, literal.group()[1:-1])


def _said_in(fragment: str) -> Iterator[tuple[int, str]]:
    """Yield (position, name) of what a fragment says and should not."""
    for name, pattern in BANNED.items():
        for match in re.finditer(pattern, fragment, re.IGNORECASE):
            yield match.start(), name
    for call in CALL.finditer(fragment):
        # what Jinja leaves before a parenthesis is a keyword of a macro's, or nothing
        if call.group(1).lower() not in SHARED_FUNCTIONS | SQL_WORDS | {"jinja"}:
            yield call.start(), f"`{call.group(1)}()`, which not all engines have"


def _blank(match: re.Match[str]) -> str:
    """Return as many lines of nothing."""
    return " " + "\n" * match.group().count("\n")


def _name(match: re.Match[str]) -> str:
    """Return a name in place of a Jinja tag, with as many lines."""
    return " jinja " + _blank(match)
