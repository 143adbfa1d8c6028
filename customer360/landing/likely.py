"""Which of a file's columns a missing one likely is, and how to say so in a mapping."""

import difflib

import duckdb

from customer360.landing.contracts import Contract
from customer360.landing.mapping import Mapping
from customer360.landing.source import Source

LIKELY = 0.6
SYNONYMS = {
    **dict.fromkeys(("when", "date", "datetime", "time", "timestamp", "ts"), "at"),
    **dict.fromkeys(("amt", "sum", "value"), "amount"),
    **dict.fromkeys(("no", "nr", "number", "num", "key", "code"), "id"),
    **dict.fromkeys(("qty", "count"), "quantity"),
    **dict.fromkeys(("mail", "e"), "email"),
}


def missing_columns(
    contract: Contract,
    missing: list[str],
    names: list[str],
    source: Source,
    mapping: Mapping | None,
) -> str:
    """Return the message for required columns a file lacks; `names` are its others."""
    what = (
        f"{mapping.path} does not give" if mapping else f"{source.path} does not have"
    )
    likely = guesses(missing, names)
    questions = [
        f"Is {name} its {likely[name]!r}?" for name in missing if name in likely
    ]
    return "\n".join(
        [
            f"{contract.entity} needs {_listed(missing)}, which {what}.",
            *questions,
            f"Its other columns: {', '.join(names) or 'none'}.",
            _advice(missing, likely, mapping),
        ]
    )


def guesses(missing: list[str], names: list[str]) -> dict[str, str]:
    """Return the likely one of `names` for missing columns, each name used once."""
    pairs = sorted(
        (
            (_likeness(column, name), column, name)
            for column in missing
            for name in names
        ),
        key=lambda pair: -sum(pair[0]),
    )
    found: dict[str, str] = {}
    for likeness, column, name in pairs:
        is_free = column not in found and name not in found.values()
        if is_free and max(likeness) >= LIKELY:
            found[column] = name
    return found


def _advice(missing: list[str], likely: dict[str, str], mapping: Mapping | None) -> str:
    """Return how to map what is missing, ready to be copied."""
    if mapping and mapping.query:
        return f"Select it, e.g. `... as {missing[0]}`."
    where = str(mapping.path) if mapping else "mapping.yml"
    columns = [f"  {column}: {_expression(likely.get(column))}" for column in missing]
    return "\n".join(
        [
            f"Say where it is in a mapping, {where}:",
            "columns:",
            *columns,
            f"and land the file with --map {where}",
        ]
    )


def _likeness(column: str, name: str) -> tuple[float, float]:
    """Return how alike two names are: as text, and by words they share (0 to 1)."""
    words, name_words = _words(column), _words(name)
    as_text = difflib.SequenceMatcher(None, "".join(words), "".join(name_words)).ratio()
    shared = len(set(words) & set(name_words)) / max(len(set(name_words)), 1)
    return as_text, shared


def _words(name: str) -> list[str]:
    """Return `InvoiceDate` and `invoice date` as [invoice, at]."""
    before = [" ", *name]
    parted = "".join(
        f" {letter}" if letter.isupper() and not last.isupper() else letter
        for last, letter in zip(before, name, strict=False)
    )
    plain = "".join(letter if letter.isalnum() else " " for letter in parted).lower()
    return [SYNONYMS.get(word, word) for word in plain.split()]


def _expression(name: str | None) -> str:
    if name is None:
        return "<expression>"
    return name if name.isidentifier() and not _is_reserved(name) else f"'\"{name}\"'"


def _is_reserved(name: str) -> bool:
    keywords = duckdb.connect().execute(
        "select keyword_name from duckdb_keywords() where keyword_category = 'reserved'"
    )
    return (name.lower(),) in keywords.fetchall()


def _listed(names: list[str]) -> str:
    if len(names) == 1:
        return f"the column {names[0]}"
    return f"the columns {', '.join(names[:-1])} and {names[-1]}"
