"""Apply the user's word on who is who to the names of the corpus, and refuse what contradicts itself."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from loader.link.people.names import slug
from loader.link.people.nodes import Node
from loader.linked import LocalPerson, PersonCorrections
from loader.model import CorpusError

Located = tuple[int, str]  # index of a node, where the correction stands


@dataclass(slots=True)
class Decisions:
    """Corrections in terms of nodes (indices). `named`, `wikidata`, `countries`: node -> value, and where it stands."""

    same: list[tuple[int, int, str]] = field(default_factory=list)
    different: list[tuple[int, int, str]] = field(default_factory=list)
    dropped: dict[int, str] = field(default_factory=dict)
    named: dict[int, tuple[str, str]] = field(default_factory=dict)
    wikidata: dict[int, tuple[str, str]] = field(default_factory=dict)
    countries: dict[int, tuple[str, str]] = field(default_factory=dict)
    unused: list[str] = field(default_factory=list)


def suffix(person: LocalPerson) -> str:
    """What tells namesakes apart in an id: made from the article, and the person's place in it."""
    seed = f"{person.path}\0{person.key[0]}\0{person.key[1]}"
    return blake2b(seed.encode("utf-8", "replace"), digest_size=6).hexdigest()


def decide(nodes: Sequence[Node], corrections: PersonCorrections) -> Decisions:
    """The corrections, each name replaced by the nodes it means. Raises CorpusError where two contradict."""
    made = Decisions()
    if corrections == PersonCorrections():
        return made
    find = _Finder(nodes)
    for given, target in (
        (corrections.names, made.named),
        (corrections.wikidata, made.wikidata),
        (corrections.countries, made.countries),
    ):
        for name, value, place in given:
            indices = find.nodes(name)
            made.unused += [] if indices else [_unknown(place, name)]
            for index in indices:
                set_once(target, index, value, place)
        if target is made.named:
            find.learn(made.named)
    for name, place in corrections.not_persons:
        indices = find.nodes(name)
        made.unused += [] if indices else [_unknown(place, name)]
        made.dropped |= dict.fromkeys(indices, place)
    _decide_pairs(find, corrections, made)
    _refuse_contradictions(nodes, made)
    return made


def _decide_pairs(find: _Finder, corrections: PersonCorrections, made: Decisions) -> None:
    """Add who is the same and who is not."""
    for a, b, place in corrections.same:
        left, right = find.nodes(a), find.nodes(b)
        if left and right:
            everyone = [*left, *right]
            made.same.extend((everyone[0], other, place) for other in everyone[1:])
        else:
            unknown = [name for name, found in ((a, left), (b, right)) if not found]
            made.unused.append(_unknown(place, *unknown))
    for a, b, place in corrections.different:
        if a == b:
            raise CorpusError(f"{place}: {a!r} cannot differ from itself; give the ids of the two people")
        left, right = find.nodes(a), find.nodes(b)
        if left and right and not set(left) & set(right):
            made.different.extend((one, other, place) for one in left for other in right)
        elif left and right:
            made.unused.append(
                f"{place}: this correction changes nothing: {a!r} and {b!r} mean the same people here"
            )
        else:
            unknown = [name for name, found in ((a, left), (b, right)) if not found]
            made.unused.append(_unknown(place, *unknown))


def _unknown(place: str, *names: str) -> str:
    named = " or ".join(repr(name) for name in names)
    return f"{place}: this correction matches nothing: no article names anybody {named}"


class _Finder:
    """Finds the nodes that a user means by a name as written, an id, or a full form used somewhere."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self._exact: dict[str, list[int]] = defaultdict(list)
        self._slugs: dict[str, list[int]] = defaultdict(list)
        self._forms: dict[str, list[int]] = defaultdict(list)
        for index, node in enumerate(nodes):
            self._exact[node.text.casefold()].append(index)
            for made in {slug(node.text), "-".join(node.name.words)}:
                self._slugs[made].append(index)
            if not node.lone:
                forms = {form for person in node.persons for form, _ in person.forms if len(form.split()) > 1}
                for form in {slug(form) for form in forms}:
                    self._forms[form].append(index)
        self._nodes = nodes

    def learn(self, named: dict[int, tuple[str, str]]) -> None:
        """Let the names that the user gave be used in other corrections."""
        for index, (name, _) in sorted(named.items()):
            self._forms[slug(name)].append(index)

    def nodes(self, name: str) -> list[int]:
        """Indices of the nodes meant, none where nothing fits."""
        name = " ".join(name.split())
        return (
            self._exact.get(name.casefold())
            or self._slugs.get(slug(name))
            or self._forms.get(slug(name))
            or self._suffixed(name)
        )

    def _suffixed(self, name: str) -> list[int]:
        stem, _, end = slug(name).rpartition("-")
        return [
            index
            for index in self._slugs.get(stem, self._forms.get(stem, []))
            if any(suffix(person) == end for person in self._nodes[index].persons)
        ]


def set_once(target: dict[int, tuple[str, str]], index: int, value: str, place: str) -> None:
    """Note a value for one person; CorpusError where another was noted."""
    before = target.setdefault(index, (value, place))
    if before[0] != value:
        raise CorpusError(
            f"{place}: {value!r} contradicts {before[0]!r} ({before[1]}) for the same person; keep one of the two lines"
        )


def _refuse_contradictions(nodes: Sequence[Node], made: Decisions) -> None:
    """Raise CorpusError where `different` or `not_persons` contradicts what `same` joins."""
    for a, b, place, chain in contradicted(made.same, made.different):
        raise CorpusError(
            f"{place} says that {nodes[a].text!r} and {nodes[b].text!r} are different people, "
            f"but {chain} makes them the same; keep one of the two"
        )
    joined = _joined(made.same)
    for index, place in sorted(made.dropped.items()):
        if index in joined:
            raise CorpusError(
                f"{place} says that {nodes[index].text!r} is no person, but {joined[index][0][1]} says who it is; "
                "keep one of the two lines"
            )


def contradicted(
    same: Iterable[tuple[int, int, str]], different: Iterable[tuple[int, int, str]]
) -> Iterator[tuple[int, int, str, str]]:
    """Those `different` pairs that `same` joins, if only through others, each with the lines that do so."""
    joined = _joined(same)
    groups: dict[int, dict[int, tuple[int, str] | None]] = {}
    for start in sorted(joined):
        if start not in groups:
            reached = _reach(joined, start)
            groups |= dict.fromkeys(reached, reached)
    for a, b, place in different:
        if b in groups.get(a, {}):
            yield a, b, place, ", ".join(_chain(joined, a, b))


def _joined(same: Iterable[tuple[int, int, str]]) -> dict[int, list[Located]]:
    """What each is joined to, and where that stands."""
    joined: dict[int, list[Located]] = defaultdict(list)
    for a, b, place in same:
        joined[a].append((b, place))
        joined[b].append((a, place))
    return joined


def _reach(joined: dict[int, list[Located]], start: int) -> dict[int, tuple[int, str] | None]:
    """Every node that `same` joins to `start`, each with the node and line through which it was reached first."""
    reached: dict[int, tuple[int, str] | None] = {start: None}
    queue = deque([start])
    while queue:
        node = queue.popleft()
        for other, place in joined[node]:
            if other not in reached:
                reached[other] = (node, place)
                queue.append(other)
    return reached


def _chain(joined: dict[int, list[Located]], a: int, b: int) -> list[str]:
    """The lines by which `same` leads from `a` to `b`, in order, each once."""
    reached = _reach(joined, a)
    places: list[str] = []
    step = reached[b]
    while step:
        places.insert(0, step[1])
        step = reached[step[0]]
    return list(dict.fromkeys(places))
