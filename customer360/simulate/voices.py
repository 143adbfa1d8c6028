"""What people write, with what they feel, about what, and what they want."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from customer360.simulate import texts
from customer360.simulate.streams import Ints


@dataclass(frozen=True)
class Voices:
    """Texts of one kind, with what is true of them; `keys` are their records'."""

    entity: str
    keys: Ints
    sentiment: Ints
    topic: pa.Array
    intent: pa.Array
    written: pa.Array


@dataclass(frozen=True)
class Wanted:
    """Texts to be written: of a kind, with a feeling and subject each.

    `topic` and `intent` are numbers in the TOPICS and INTENTS of the kind.
    """

    kind: texts.Kind
    sentiment: Ints
    topic: Ints
    intent: Ints
    product: Ints


def written(
    entity: str,
    keys: Ints,
    wanted: Wanted,
    tools: tuple[np.random.Generator, list[str]],
) -> Voices:
    """Write texts; `tools` are a stream and the names of products."""
    rng, names = tools
    topic = np.array(texts.TOPICS[wanted.kind], dtype=object)[wanted.topic]
    intent = np.array(texts.INTENTS[wanted.kind], dtype=object)[wanted.intent]
    product = np.array(names, dtype=object)[wanted.product]
    lines = texts.write(rng, wanted.kind, wanted.sentiment, topic, intent, product)
    return Voices(
        entity,
        keys,
        wanted.sentiment,
        pa.array(topic, pa.string()),
        pa.array(intent, pa.string()),
        pa.array(lines, pa.string()),
    )


def intents(kind: texts.Kind, sentiment: Ints, rng: np.random.Generator) -> Ints:
    """Return an intent for each feeling: complaints mostly when it is bad."""
    weights = {
        "message": ((5, 1, 0, 3, 2, 0), (1, 5, 0, 1, 1, 2), (0, 2, 5, 0, 0, 2)),
        "review": ((0, 5, 1, 3), (1, 1, 3, 3), (5, 0, 2, 1)),
        "post": ((5, 2, 0, 0, 1), (1, 3, 0, 2, 3), (0, 1, 4, 2, 4)),
    }[kind]
    table = np.cumsum(np.array(weights, float), axis=1)
    table /= table[:, -1:]
    drawn = rng.random(len(sentiment))
    return (drawn[:, None] >= table[sentiment + 1]).sum(axis=1)
