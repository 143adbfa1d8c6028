"""The grammar: every list of phrases, by what it depends on."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from customer360.simulate.texts.phrases import (
    Form,
    Phrases,
    clause,
    opening,
    read,
    sentence,
)

SENTIMENTS = {"negative": -1, "neutral": 0, "positive": 1}
BOTH = "any"
INSIDE = ("concession", "hashtag", "joint", "terse")


@dataclass(frozen=True)
class Grammar:
    """Phrases by subject (see `subject`), by sentiment (-1, 0, 1), or of one meaning.

    `clauses` are about topics; `frames` has greetings, contexts, joints and the like.
    """

    clauses: Mapping[str, Phrases]
    intents: Mapping[str, Phrases]
    asides: Mapping[int, Phrases]
    opinions: Mapping[int, Phrases]
    twists: Mapping[int, Phrases]
    verdicts: Mapping[int, Phrases]
    emoji: Mapping[int, Phrases]
    frames: Mapping[str, Phrases]


def subject(name: str, sentiment: int) -> str:
    """Return the key of a topic or intent with a sentiment."""
    return f"{name} {sentiment:+d}"


@cache
def grammar() -> Grammar:
    """Return the grammar of this package's YAML files, read once."""
    frames = read("frames")
    return Grammar(
        clauses=_by_subject(read("topics"), clause),
        intents=_by_subject(read("intents"), sentence),
        asides=_by_sentiment(frames["aside"], clause),
        opinions=_by_sentiment(frames["opinion"], opening),
        twists=_by_sentiment(frames["twist"], opening),
        verdicts=_by_sentiment(frames["verdict"], sentence),
        emoji=_by_sentiment(frames["emoji"], clause),
        frames={
            name: Phrases(lines.splitlines(), clause if name in INSIDE else sentence)
            for name, lines in frames.items()
            if isinstance(lines, str)
        },
    )


def _by_sentiment(lists: Mapping[str, str], form: Form) -> dict[int, Phrases]:
    return {
        SENTIMENTS[name]: Phrases(lines.splitlines(), form)
        for name, lines in lists.items()
    }


def _by_subject(subjects: Mapping[str, Any], form: Form) -> dict[str, Phrases]:
    """Return phrases by subject; those under `any` belong to each sentiment."""
    phrases = {}
    for name, lists in subjects.items():
        for feeling, sentiment in SENTIMENTS.items():
            lines = lists.get(BOTH) or lists[feeling]
            phrases[subject(name, sentiment)] = Phrases(lines.splitlines(), form)
    return phrases
