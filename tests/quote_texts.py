"""Make articles that no reporter would write: every kind of mark, cue and name, in any order."""

from __future__ import annotations

import random

MARKS = ['"', "“", "”", "'", "‘", "’", "''", "``", "«", "»", "„", "‟", "″", "‚", "´´", "‹", "›"]
NAMES = [
    "Anna Berg",
    "Berg",
    "the mayor",
    "He",
    "she",
    "WALKER",
    "Prime Minister Ali Raza",
    "the premier",
    "ISPR",
    "it",
]
CUES = [
    "said", "says", "told reporters", "according to", "was quoted as saying by", "denied that", "urged them to leave",
    "made it clear that", "asked whether", "who said", "as", "put it", "adding", "called it", "accused them of", "per",
    "in the words of", "'s claim that", "quoted", "saying", "showed", "read", "tweeted", "forced him to admit that",
]  # fmt: skip
WORDS = [
    "the river rose", "a gift", "no", "nobody was hurt", "that", "and", "but", "of the", "so-called", "titled",
    "The Night Ferry", "on Monday", "in a statement", "because", "although it rained", "30", "U.S.", "Mr.", "\u00a0",
    "\u200b", "é", "中国", "🙂",
]  # fmt: skip
JOINTS = [
    " ",
    " ",
    " ",
    ", ",
    ". ",
    ": ",
    "; ",
    " -- ",
    " — ",
    "? ",
    "! ",
    "… ",
    "\n",
    "\n\n",
    "",
    " (",
    ") ",
    "\t",
]
PARTS = (MARKS, NAMES, CUES, WORDS, WORDS)
MOST = 40  # pieces of a text


def quote_texts(count: int, *, seed: int) -> list[str]:
    """Texts of up to 40 pieces; the same seed gives the same texts."""
    chance = random.Random(seed)
    return [
        "".join(
            chance.choice(chance.choice(PARTS)) + chance.choice(JOINTS)
            for _ in range(chance.randrange(1, MOST))
        )
        for _ in range(count)
    ]
