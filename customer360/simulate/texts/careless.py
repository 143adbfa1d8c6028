"""How people type: lower case, short forms, slips of the finger, lost full stops."""

import re

import numpy as np

SHORT = {
    "please": "pls",
    "Please": "Pls",
    "thanks": "thx",
    "Thanks": "Thx",
    "you": "u",
    "your": "ur",
    "because": "bc",
    "with": "w/",
    "and": "&",
    "message": "msg",
    "tomorrow": "tmrw",
    "something": "smth",
    "really": "rly",
    "people": "ppl",
    "do not": "dont",
    "cannot": "cant",
    "weeks": "wks",
    "minutes": "min",
    "days": "d",
}
SHORTENED = re.compile(r"\b(" + "|".join(sorted(SHORT, key=len)[::-1]) + r")\b")
SLIPS = ("swap", "drop", "double")
LONG_ENOUGH = 3


def careless(rng: np.random.Generator, texts: list[str], share: float) -> list[str]:
    """Return the texts, a `share` of them as typed in haste on a phone."""
    chosen = np.flatnonzero(rng.random(len(texts)) < share)
    does = rng.random((len(chosen), 5)) < [0.35, 0.3, 0.35, 0.25, 0.12]
    where = rng.random((len(chosen), 2))
    typed = list(texts)
    for row, done, at in zip(chosen, does.tolist(), where.tolist(), strict=True):
        typed[row] = _typed(texts[row], done, at)
    return typed


def _typed(text: str, done: list[bool], at: list[float]) -> str:
    lower, short, slip, endless, loud = done
    if short:
        text = SHORTENED.sub(lambda word: SHORT[word[0]], text)
    if slip:
        text = with_slip(text, at[0], SLIPS[int(at[1] * len(SLIPS))])
    if lower:
        text = text.lower()
    if endless:
        text = text.rstrip(".")
    if loud:
        text = re.sub(r"[.]$", "!!", text)
    return text


def with_slip(text: str, at: float, slip: str) -> str:
    """Return the text with one slip inside the word at the share `at` of its words."""
    words = text.split(" ")
    place = int(at * len(words))
    word = words[place]
    if len(word) <= LONG_ENOUGH or not word.isalpha():
        return text
    middle = len(word) // 2
    before, here, after = word[:middle], word[middle], word[middle + 1 :]
    spelled = {"drop": "", "double": here + here}.get(slip)
    if spelled is None:
        before, spelled = word[: middle - 1], here + word[middle - 1]
    words[place] = before + spelled + after
    return " ".join(words)
