"""Run the layers of a spaCy model that see a word's neighbours, in blocks that stay in a processor's cache.

They are spaCy's `MaxoutWindowEncoder.v2`: each layer takes a word and the one on either side, mixes them by a maxout,
normalises the result and adds it to what it had. The numbers are those of thinc's layers but for rounding; less time
goes beside the matrix products, as nothing is kept for training and no array leaves the cache between two steps.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from loader.language.layers import replace_layers

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from spacy.language import Language

    Floats = NDArray[np.float32]

ROWS = 512  # words in a block: its widest array takes 600 kB
EPSILON = 1e-8  # what thinc adds to a variance
LEAVES = ["expand_window", "maxout", "layernorm", "dropout"]  # of each layer, in order


def run_windows_in_blocks(nlp: Language) -> None:
    """Replace every such encoder of the pipeline, where it is built as we know it."""
    replace_layers(nlp, 1, _is_encoder, _in_blocks)


def _leaves(model: Any) -> list[Any]:
    return [node for node in model.walk(order="dfs_pre") if not node.layers]


def _is_encoder(model: Any) -> bool:
    leaves = _leaves(model)
    depth = len(leaves) // len(LEAVES)
    return (
        bool(depth)
        and [node.name for node in leaves] == LEAVES * depth
        and all(node.attrs["window_size"] == 1 for node in leaves[:: len(LEAVES)])
        and "pad" in model.attrs
    )


def _in_blocks(encoder: Any) -> Any:
    """A layer with the input and output of `encoder` (a list of one array a doc), for prediction only."""
    from thinc.api import Model

    leaves = _leaves(encoder)
    layers = [_Window(*leaves[i + 1 : i + 3]) for i in range(0, len(leaves), len(LEAVES))]
    pad = encoder.attrs["pad"]

    def forward(_: Any, arrays: list[Floats], **_train: Any) -> tuple[list[Floats], Callable[[Any], Any]]:
        rows, places = _joined(arrays, pad)
        for layer in layers:
            rows = layer.run(rows)
        return [rows[start:end] for start, end in places], lambda _: []

    return Model("windows_in_blocks", forward, dims={"nO": encoder.get_dim("nO")}, layers=[encoder])


def _joined(arrays: list[Floats], pad: int) -> tuple[Floats, list[tuple[int, int]]]:
    """All arrays one below the other, `pad` rows of zeros around each; and where each now stands."""
    import numpy as np

    places = []
    at = pad
    for array in arrays:
        places.append((at, at + len(array)))
        at += len(array) + pad
    rows = np.zeros((at, arrays[0].shape[1] if arrays else 0), dtype="f")
    for array, (start, end) in zip(arrays, places, strict=True):
        rows[start:end] = array
    return rows, places


class _Window:
    """One layer: x + normalised(maxout(x before, x, x after))."""

    def __init__(self, maxout: Any, norm: Any) -> None:
        import numpy as np

        weights, bias = maxout.get_param("W"), maxout.get_param("b")  # (nO, nP, nI), (nO, nP)
        self._width, self._pieces, inputs = weights.shape
        # Piece by piece instead of unit by unit, so that the greatest is taken over whole rows; the bias is a column.
        by_piece = np.concatenate([weights.transpose(1, 0, 2), bias.T[:, :, None]], axis=2)
        self._weights = np.ascontiguousarray(by_piece.reshape(-1, inputs + 1).T)
        self._scale, self._shift = norm.get_param("G"), norm.get_param("b")
        self._seen = np.ones((ROWS, inputs + 1), dtype="f")
        self._mixed = np.empty((ROWS, self._width * self._pieces), dtype="f")

    def run(self, rows: Floats) -> Floats:
        """As many rows as given, of the same width."""
        import numpy as np

        out = np.empty_like(rows)
        for start in range(0, len(rows), ROWS):
            self._block(rows, out, start, min(start + ROWS, len(rows)))
        return out

    def _block(self, rows: Floats, out: Floats, start: int, end: int) -> None:
        import numpy as np

        width, count = self._width, end - start
        seen, mixed = self._seen[:count], self._mixed[:count]
        first, last = start == 0, end == len(rows)
        seen[first:, :width] = rows[start - 1 + first : end - 1]
        seen[:, width : 2 * width] = rows[start:end]
        seen[: count - last, 2 * width : 3 * width] = rows[start + 1 : end + 1]
        if first:
            seen[0, :width] = 0
        if last:
            seen[-1, 2 * width : 3 * width] = 0
        np.dot(seen, self._weights, out=mixed)
        best = out[start:end]
        np.maximum(mixed[:, :width], mixed[:, width : 2 * width], out=best)
        for piece in range(2, self._pieces):
            np.maximum(best, mixed[:, piece * width : (piece + 1) * width], out=best)
        best -= best.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", best, best)[:, None] / width + np.float32(EPSILON)
        best *= 1 / np.sqrt(variance)
        best *= self._scale
        best += self._shift
        best += rows[start:end]
