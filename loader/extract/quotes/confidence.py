"""Say how sure a quote is: the share of quotes like it that were right on annotated articles.

Right means: the words overlap a quote of the gold by half or more, and the speaker is right. Measured on 204 annotated
articles of PolNeAR (3,109 rows), by rule and by the score of the attribution, rounded to 0.05; where fewer than ten
rows were seen, the nearest class with more. `left open` is above what was measured: that corpus takes a quote that runs
over a paragraph as one. tests/benchmarks/bench_quotes.py prints the shares for a corpus of the seeds.
"""

from __future__ import annotations

# rule -> (least score, confidence), highest score first; the last line holds for all lower scores
TABLE: dict[str, tuple[tuple[float, float], ...]] = {
    "according to": ((0.0, 0.9),),
    "after": ((8.0, 0.8), (0.0, 0.5)),
    "after comma": ((8.0, 0.95), (0.0, 0.4)),
    "after sentence": ((6.0, 0.8), (0.0, 0.5)),
    "after touching": ((6.0, 0.8), (0.0, 0.5)),
    "before": ((10.0, 0.9), (6.0, 0.8), (0.0, 0.75)),
    "before colon": ((10.0, 0.95), (0.0, 0.75)),
    "before comma": ((0.0, 0.95),),
    "before touching": ((10.0, 0.75), (0.0, 0.4)),
    "clause": ((0.0, 0.85),),
    "parenthesis": ((0.0, 0.85),),
    "request": ((0.0, 0.75),),
    "colon before": ((0.0, 0.65),),
    "dash": ((0.0, 0.95),),
    "headline": ((0.0, 0.8),),
    "label": ((0.0, 0.85),),
    "left open": ((0.0, 0.5),),
    "paragraph before": ((0.0, 0.65),),
    "same paragraph": ((0.0, 0.95),),
}
NO_SPEAKER = 0.4  # a quote whose source is not found


def confidence(rule: str, score: float, named: bool) -> float:
    """How likely a quote is right, its speaker included: from 0 to 1."""
    if not named:
        return NO_SPEAKER
    return next(
        value for least, value in (*TABLE[rule], (float("-inf"), TABLE[rule][-1][1])) if score >= least
    )
