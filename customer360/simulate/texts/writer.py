"""Texts from the grammar: each part is drawn for all texts at once, then joined."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from customer360.simulate.texts import slots
from customer360.simulate.texts.careless import careless
from customer360.simulate.texts.grammar import grammar, subject
from customer360.simulate.texts.kinds import HABITS, TOPICS, Habits, Kind
from customer360.simulate.texts.phrases import Phrases, Texts, draw_for, sentence

# shares of texts, added up, with a contrast, a twist, an opinion, next to nothing;
# the rest comes straight to its point
UP_TO = {"contrast": 0.3, "twist": 0.48, "opinion": 0.73, "terse": 0.8}
ASIDE_FIRST, ON_TOPIC = 0.7, 0.5
NEUTRAL = 0


def write(
    rng: np.random.Generator,
    kind: Kind,
    sentiment: npt.NDArray[np.integer],
    topic: npt.NDArray[np.str_],
    intent: npt.NDArray[np.str_],
    product: npt.NDArray[np.str_],
) -> list[str]:
    """Return one text a row: of sentiment -1, 0 or 1, about topic, product and intent.

    The arrays have one length; a product may be blank. The same state of `rng` gives
    the same texts. A sentiment, topic or intent without phrases is a KeyError.
    """
    habits = HABITS[kind]
    feelings = np.asarray(sentiment, dtype=np.int64)
    topics = _subjects(topic, feelings)
    clause = draw_for(rng, grammar().clauses, topics)
    point = _points(rng, kind, clause, feelings)
    point += _another(rng, habits.second_clause, clause, topics)
    text = _with_intent(rng, habits, point, _subjects(intent, feelings))
    text += _some(rng, habits.verdict, grammar().verdicts, feelings)
    framed = _framed(rng, habits, text, feelings)
    filled = slots.fill(rng, framed.tolist(), np.asarray(product, dtype=object))
    return careless(rng, [each.rstrip() for each in filled], habits.careless)


def _subjects(names: npt.NDArray[Any], feelings: npt.NDArray[np.int64]) -> Texts:
    """Return the key of each name with its sentiment in the grammar."""
    pairs = zip(np.asarray(names).tolist(), feelings.tolist(), strict=True)
    return np.array([subject(name, feeling) for name, feeling in pairs], dtype=object)


def _points(
    rng: np.random.Generator,
    kind: Kind,
    clause: Texts,
    feelings: npt.NDArray[np.int64],
) -> Texts:
    """Return the clause as a text makes its point: see UP_TO."""
    way = rng.random(len(clause))
    terse = _frame(rng, 1.0, "terse", len(clause))
    contrast = _contrasts(rng, clause, _asides(rng, kind, feelings))
    twist = draw_for(rng, grammar().twists, feelings) + " " + clause
    opinion = draw_for(rng, grammar().opinions, feelings) + " " + clause
    ways = [way < share for share in UP_TO.values()]
    return _sentences(np.select(ways, [contrast, twist, opinion, terse], clause))


def _another(
    rng: np.random.Generator, share: float, clause: Texts, topics: Texts
) -> Texts:
    """Return, for a share of the texts, a second sentence that is not the first."""
    other = draw_for(rng, grammar().clauses, topics)
    is_said = (rng.random(len(clause)) < share) & (other != clause)
    return np.where(is_said, _sentences(other), "").astype(object)


def _asides(
    rng: np.random.Generator, kind: Kind, feelings: npt.NDArray[np.int64]
) -> Texts:
    """Return clauses of another feeling; half of them speak of a topic of the kind."""
    words = grammar()
    either = np.where(rng.random(len(feelings)) < 0.5, -1, 1)
    others = np.where(feelings == NEUTRAL, either, -feelings)
    names = np.array(TOPICS[kind])[rng.integers(len(TOPICS[kind]), size=len(others))]
    about_topic = draw_for(rng, words.clauses, _subjects(names, others))
    small_talk = draw_for(rng, words.asides, others)
    return np.where(rng.random(len(others)) < ON_TOPIC, about_topic, small_talk)


def _contrasts(rng: np.random.Generator, clause: Texts, aside: Texts) -> Texts:
    """Return the aside before the clause that counts, or granted after it."""
    count = len(clause)
    joint = _frame(rng, 1.0, "joint", count)
    concession = _frame(rng, 1.0, "concession", count)
    before = aside + ", " + joint + clause
    after = clause + ", " + concession + aside
    return np.where(rng.random(count) < ASIDE_FIRST, before, after)


def _with_intent(
    rng: np.random.Generator, habits: Habits, point: Texts, intents: Texts
) -> Texts:
    """Return the point with the sentence of its intent after it or before it."""
    wish = _some(rng, habits.intent, grammar().intents, intents)
    is_first = rng.random(len(point)) < habits.intent_first
    return np.where(is_first, wish + point, point + wish)


def _framed(
    rng: np.random.Generator,
    habits: Habits,
    text: Texts,
    feelings: npt.NDArray[np.int64],
) -> Texts:
    """Return the text with greeting, context, sign-off, emoji and hashtag."""
    greeting = _frame(rng, habits.greeting, "greeting", len(text))
    context = _frame(rng, habits.with_context, habits.context, len(text))
    emoji = _some(rng, habits.emoji, grammar().emoji, feelings)
    hashtag = _frame(rng, habits.hashtag, "hashtag", len(text))
    sign_off = _frame(rng, habits.sign_off, "sign_off", len(text))
    return greeting + context + text + emoji + hashtag + sign_off


def _sentences(clauses: Texts) -> Texts:
    return np.array([f"{sentence(each.rstrip())} " for each in clauses], dtype=object)


def _frame(rng: np.random.Generator, share: float, name: str, count: int) -> Texts:
    return _some(rng, share, grammar().frames, np.full(count, name, dtype=object))


def _some(
    rng: np.random.Generator,
    share: float,
    phrases: Mapping[Any, Phrases],
    keys: npt.NDArray[Any],
) -> Texts:
    """Return a phrase and a blank for a `share` of the keys, nothing for the rest."""
    drawn = draw_for(rng, phrases, keys) + " "
    return np.where(rng.random(len(keys)) < share, drawn, "").astype(object)
