"""Put layers of our own in the place of some of a spaCy pipeline's."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language


def replace_layers(
    nlp: Language, place: int, fits: Callable[[Any], bool], make: Callable[[Any], Any]
) -> None:
    """Of each pair of layers (what embeds words, what sees their neighbours), replace the one at `place` if it `fits`.

    `make` gives the new layer for the old one.
    """
    from thinc.api import Model

    for _, pipe in nlp.pipeline:
        model = getattr(pipe, "model", None)
        for node in list(model.walk()) if isinstance(model, Model) else ():
            if len(node.layers) == 2 and fits(node.layers[place]):
                node.layers[place] = make(node.layers[place])
