"""Texts: written for every combination, and no list of words sees through them."""

import re
from typing import get_args

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from customer360.simulate.texts import INTENTS, TOPICS, Kind, phrases, write
from customer360.simulate.texts.careless import with_slip

pytestmark = pytest.mark.unit

KINDS = get_args(Kind)
PRODUCTS = np.array(["Trail Jacket", "Desk Lamp", "Wool Socks", ""])
GOOD = set(
    "good great lovely love like excellent perfect happy nice best friendly fast quick "
    "helpful brilliant wonderful better recommend thanks easy beautiful joy".split()
)
BAD = set(
    "bad awful terrible broken worst hate slow wrong disappointed useless late poor "
    "angry horrible never worse problem fault complaint damaged joke expensive".split()
)


def drawn(kind, count, seed):
    """Return texts with their sentiment, topic and intent, drawn independently."""
    rng = np.random.default_rng(seed)
    sentiment = rng.integers(-1, 2, count)
    topic, intent, product = (
        rng.choice(np.array(names), count)
        for names in (TOPICS[kind], INTENTS[kind], PRODUCTS)
    )
    return write(rng, kind, sentiment, topic, intent, product), sentiment, topic


@pytest.mark.parametrize("kind", KINDS)
def test_every_combination_is_written_with_no_slot_left_open(kind):
    cells = [
        (sentiment, topic, intent, product)
        for sentiment in (-1, 0, 1)
        for topic in TOPICS[kind]
        for intent in INTENTS[kind]
        for product in PRODUCTS
    ]
    columns = [np.array(each) for each in zip(*cells, strict=True)]
    texts = write(np.random.default_rng(0), kind, *columns)
    assert len(texts) == len(cells)
    for text in texts:
        assert text.strip() == text
        assert len(text) > 3
        assert not re.search(r"[{}\[\]|]|  | [.,]|\.\.", text), text


def test_every_phrase_can_be_filled():
    slots = set(phrases.read("slots")) | {"item"}
    for name in ("topics", "intents", "frames"):
        named = re.findall(r"\{(\w+)\}", str(phrases.read(name)))
        assert set(named) <= slots


def test_the_same_generator_writes_the_same_texts_and_another_does_not():
    first, *_ = drawn("review", 200, seed=1)
    assert first == drawn("review", 200, seed=1)[0]
    assert first != drawn("review", 200, seed=2)[0]


def test_nothing_to_write_is_no_text():
    nothing = np.array([], dtype=str)
    none = np.array([], dtype=int)
    assert write(np.random.default_rng(0), "post", none, *[nothing] * 3) == []


def test_a_topic_without_phrases_is_an_error():
    weather = [np.array([each]) for each in ("weather", "question", "")]
    with pytest.raises(KeyError, match="weather"):
        write(np.random.default_rng(0), "message", np.array([0]), *weather)


@pytest.mark.parametrize("kind", KINDS)
def test_texts_hardly_ever_repeat(kind):
    assert len(set(drawn(kind, 2_000, seed=3)[0])) > 0.95 * 2_000


def test_a_word_is_misspelled_inside_and_short_words_never():
    assert with_slip("the parcel came", 0.5, "drop") == "the parel came"
    assert with_slip("the parcel came", 0.5, "double") == "the parccel came"
    assert with_slip("the parcel came", 0.5, "swap") == "the pacrel came"
    assert with_slip("the parcel came", 0.0, "drop") == "the parcel came"


def by_word_list(text):
    """Return the sentiment that the list of good and bad words gives a text."""
    words = re.findall(r"[a-z]+", text.lower())
    return np.sign(sum((word in GOOD) - (word in BAD) for word in words))


@pytest.mark.parametrize("kind", KINDS)
def test_a_word_list_is_misled_where_a_learner_is_not(kind):
    texts, sentiment, _ = drawn(kind, 4_000, seed=4)
    unseen, wanted, _ = drawn(kind, 2_000, seed=5)
    is_new = ~np.isin(unseen, texts)
    unseen, wanted = np.array(unseen, dtype=object)[is_new], wanted[is_new]
    learner = make_pipeline(
        TfidfVectorizer(sublinear_tf=True), LogisticRegression(C=5, max_iter=300)
    ).fit(texts, sentiment)

    learned = np.mean(learner.predict(unseen) == wanted)
    listed = np.mean([by_word_list(each) for each in unseen] == wanted)
    assert len(unseen) > 1_900
    assert 1 / 3 < listed < 0.65
    assert 0.88 < learned < 0.99
