"""The language model, remembering what it has seen, so that a load of few texts takes a moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pytest


class Remembered:
    """The language model, which looks at each text once."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self.label = model.label
        self.docs: dict[str, Any] = {}

    def annotate(self, texts: Iterable[str]) -> Iterator[Any]:
        for text in texts:
            if text not in self.docs:
                (self.docs[text],) = self.model.annotate([text])
            yield self.docs[text]


@pytest.fixture(scope="module", autouse=True)
def quick_model() -> Iterator[None]:
    from loader import language

    model = Remembered(language.load_model(None))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("loader.language.load_model", lambda *_, **__: model)
        yield
