"""What customers write: messages, reviews and posts of known feeling and subject.

write(rng, kind, sentiment, topic, intent, product) -> one text for each row

A text is drawn from a grammar: clauses about the topic, a sentence for the intent, and
around them asides, twists and verdicts that use words of the other feeling too, so that
counting good and bad words tells little. TOPICS and INTENTS name what a kind is about;
every combination can be written.
"""

from customer360.simulate.texts.kinds import INTENTS, TOPICS, Kind
from customer360.simulate.texts.writer import write

__all__ = ["INTENTS", "TOPICS", "Kind", "write"]
