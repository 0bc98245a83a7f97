"""Find out whom or what the tokens of a text name: persons, organisations, countries, places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loader.extract.events.homes import country_name, home_of
from loader.extract.events.leaders import country_of_leader, country_of_office
from loader.extract.events.tree import Tree
from loader.extract.events.triggers import is_event_noun
from loader.extract.events.words import word_set

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from loader.model import DateMention, Mention, People, PlaceMention

PREMODIFIERS = ("amod", "compound", "nmod", "poss")
INNER = frozenset({"of", "from", "in", "by", "for", "with", "to", "at", "on", "between", "against"})
ORGANISATIONS = frozenset({"ORG", "NORP", "GPE"})
ALIGNED_PREFIXES = ("pro-", "anti-")
LAWS = frozenset(
    {"act", "law", "code", "constitution", "directive", "regulation", "bill", "treaty", "convention"}
)
DATELINE = re.compile(
    r"(?m)^[A-Z][^\n:\u2013\u2014]{1,60}?(?P<agency>\([\w/ .-]{2,24}\))?\s?(?:--|[-\u2013\u2014](?=\s)|:(?=\s))"
)
OFFICE = 24  # characters before a name in which its office may stand
AT = frozenset({"in", "at", "on", "against"})  # clashes in a country, attacks against it, are not its doing
DEEPEST = 12  # modifiers of modifiers; real ones end at three or four
DEPTH = 3  # how deep inside a noun phrase a country may stand ("the removal of the president of Armenia")


@dataclass(frozen=True, slots=True)
class Named:
    """Someone as named at some place of the text; `person` is an index into `People.persons`.

    `kind` is `person`, `place`, `organisation`, or `group` for those without a name of their own (`police`).
    """

    name: str
    person: int | None
    country: str | None
    start: int
    end: int
    kind: str
    head: int


class Names:
    """Who or what the tokens of a text name."""

    def __init__(self, doc: Doc, tree: Tree, people: People, places: Iterable[PlaceMention]) -> None:
        self.tree, self.text, self.people = tree, doc.text, people
        at = {start: i for i, start in enumerate(tree.start)}
        self.mention: dict[int, Mention] = {}
        for mention in people.mentions:
            for i in self._tokens(at, mention.start, mention.end):
                self.mention[i] = mention
        self.place: dict[int, PlaceMention] = {}
        for place in places:
            for i in self._tokens(at, place.start, place.end):
                self.place[i] = place
        self.countries = frozenset(place.country for place in self.place.values() if place.country)
        self.entity: dict[int, tuple[int, int, str]] = {}
        self.label: dict[int, str] = {}
        self.dated: frozenset[int] = frozenset()
        self.in_dateline: frozenset[int] = frozenset()
        for span in doc.ents:
            for i in range(span.start, span.end):
                self.label[i] = span.label_
            if span.label_ in ORGANISATIONS:
                for i in range(span.start, span.end):
                    self.entity[i] = (span.start, span.end, span.label_)

        self.in_dateline = self._datelines(at)

    def _tokens(self, at: Mapping[int, int], start: int, end: int) -> Iterable[int]:
        i = at.get(start)
        while i is not None and i < len(self.tree) and self.tree.start[i] < end:
            yield i
            i += 1

    def _datelines(self, at: Mapping[int, int]) -> frozenset[int]:
        """The tokens before the dash or the colon with which a paragraph's dateline ends: no parties."""
        found: set[int] = set()
        for match in DATELINE.finditer(self.text):
            i, words = at.get(match.start()), match[0].split()
            named = match["agency"] or words[0].isupper() or (match[0].endswith(":") and len(words) <= 3)
            if i is not None and (i in self.place or named):
                found.update(self._tokens(at, match.start(), match.end()))
        return frozenset(found)

    def taken(self, dates: Iterable[DateMention]) -> set[int]:
        """The tokens that belong to a name or a date, and so report nothing (`March`, `Jammu`)."""
        found = set(self.place) | {i for i, m in self.mention.items() if m.kind in ("name", "partial")}
        found |= {i for i, (first, last, _) in self.entity.items() if last - first > 1 and i < last - 1}
        spans = {i for i, (_, _, label) in self.entity.items() if label == "ORG"}
        starts = {start: i for i, start in enumerate(self.tree.start)}
        self.dated = frozenset(
            i for date in dates for i in self._tokens(starts, date.start_char, date.end_char)
        )
        return found | spans | self.dated

    def is_unclear(self, i: int) -> bool:
        """Whether a pronoun may mean another: not one person alone is named in its sentence and the two before."""
        tree, first = self.tree, self.tree.first[i]
        for _ in range(2):
            first = tree.first[first - 1] if first > 0 else first
        near = (self.mention[k] for k in range(first, i) if k in self.mention)
        return len({m.person for m in near if m.kind in ("name", "partial", "role")}) != 1

    @property
    def timed(self) -> list[int]:
        """The tokens that the model takes for a time, or that belong to a date, without ages and durations."""
        return sorted(
            {*self.dated, *(i for i, label in self.label.items() if label == "DATE" and self._tells_when(i))}
        )

    def _tells_when(self, i: int) -> bool:
        tree = self.tree
        return tree.lower[i] in word_set("when") and tree.dep[i] not in ("nummod", "compound", "amod")

    def is_person(self, i: int) -> bool:
        """Whether a token belongs to the name of a person, or points to one."""
        mention = self.mention.get(i)
        return mention is not None and (mention.person is not None or mention.kind in ("name", "partial"))

    def named_at(self, head: int, *, depth: int = 0, inner_persons: bool = False) -> list[Named]:
        """Who a noun phrase names, its coordinated parts included; countries inside it where it names nobody itself.

        A person inside it (`supporters of Wang`) counts only where `inner_persons` is True.
        """
        found: list[Named] = []
        for i in self._hyphenated(head) + self.tree.conjuncts(head):
            if (self.tree.pos[i] != "VERB" or depth == 0) and i not in self.in_dateline:
                found += self._one(i, depth, inner_persons)
        return found

    def _one(self, i: int, depth: int, inner_persons: bool) -> list[Named]:
        if depth == 0 or inner_persons:
            for k in [i, *self.tree.deps(i, "appos")]:
                person = self._person(k)
                if person is not None:
                    return [person]
        of_another = self.tree.lemma[i] in word_set("kin")  # her lawyer is not she
        inner_persons = inner_persons and not of_another
        inner = self._premodifiers(i, persons=inner_persons)
        if self._is_former(i):
            return []
        place = self.place.get(i)
        if place is not None:
            if place.kind == "demonym" and any(n.country for n in inner):
                return inner  # `Bosnian Serbs` are of Bosnia
            return [self._country(i, place)] if place.country and self._stands_for_itself(i) else []
        if self.tree.lower[i] in word_set("titles"):
            return []
        if i in self.entity and self.tree.pos[i] == "NOUN" and self.tree.lemma[i] in word_set("crowds"):
            return self._group(i, depth=depth)  # `Farmers` begins a sentence and is no organisation
        if i in self.entity and self.entity[i][2] != "NORP" and self._has_capital(i) and not self._is_law(i):
            return [self._organisation(i, inner)]
        if inner:
            return inner
        if depth < DEPTH and self.tree.lemma[i] not in word_set("edges"):
            for word, o in self.tree.prepositions(i):
                if word in INNER and not (word in AT and is_event_noun(self.tree.lower[i])):
                    deeper = self.named_at(o, depth=depth + 1, inner_persons=inner_persons)
                    if word in ("in", "at"):
                        deeper = [n for n in deeper if not self.is_town(n.head)]
                    if self.tree.lemma[i] in word_set("local"):  # a mayor is not the country of the town
                        deeper = [n for n in deeper if n.kind != "place"]
                    if (
                        word != "for"
                        and self.tree.tag[i] == "NN"
                        and self.tree.lemma[i] not in word_set("bodies")
                    ):
                        # the founder of a firm is not the firm
                        deeper = [n for n in deeper if n.kind != "organisation"]
                    if deeper:
                        return deeper
        return self._group(i, depth=depth)

    def doers_of(self, i: int) -> list[Named]:
        """Who does what a noun says: countries before it, and those after `by` (`Israeli attacks`, `arrest by X`)."""
        before = [n for n in self._premodifiers(i, persons=False) if n.kind == "place"]
        return before + [n for word, o in self.tree.prepositions(i) if word == "by" for n in self.named_at(o)]

    def _group(self, i: int, *, depth: int) -> list[Named]:
        """Those whom a noun names by what they are: `police`, `Palestinian youths` (who are not Palestine)."""
        tree, own = self.tree, self.tree.deps(i, *PREMODIFIERS)
        named = [k for k in own if k in self.place and self.place[k].kind in ("country", "demonym")]
        lands = [self.place[k] for k in named if self._stands_for_itself(k)]
        ordinary = bool(lands) and tree.lemma[i] in word_set("ordinary") | word_set("crowds")
        known = tree.lemma[i] in word_set("forces") | word_set("crowds") and depth == 0
        if tree.pos[i] not in ("NOUN", "PROPN") or not (known or ordinary):
            return []
        kinds = word_set("kinds_of_forces")
        first = min(
            [i, *(k for k in own if k in self.place or tree.dep[k] == "compound" or tree.lower[k] in kinds)]
        )
        start, end = tree.start[first], tree.end[i]
        name = " ".join(self.text[start:end].split())
        capital = tree.pos[first] == "PROPN" and first != tree.first[first]
        if not capital and first not in self.place:
            name = name[0].lower() + name[1:]
        return [Named(name, None, lands[0].country if lands else None, start, end, "group", i)]

    def _has_capital(self, i: int) -> bool:
        first, last, _ = self.entity[i]
        return any(self.text[self.tree.start[k]].isupper() for k in range(first, last))

    def _is_former(self, i: int) -> bool:
        """Whether those who have left what a token names are meant (`army ex-officers`)."""
        lower = self.tree.lower
        return i + 2 < len(lower) and lower[i + 1] == "ex" and lower[i + 2] == "-"

    def _is_law(self, i: int) -> bool:
        """Whether a name is that of a law (`the Digital Services Act`), or what one goes to law under."""
        tree, (first, last, _) = self.tree, self.entity[i]
        under = tree.dep[i] == "pobj" and tree.lower[tree.head[i]] == "under"
        return under or bool({tree.lower[first], tree.lower[last - 1]} & LAWS)

    def _stands_for_itself(self, i: int) -> bool:
        """Whether a country's name is that of a party: not in `pro-Iranian`, `Syrian-backed` or `ethnic Albanian`."""
        lower, first = self.tree.lower, i
        place = self.place[i]
        while first > 0 and self.place.get(first - 1) is place:
            first -= 1
        last = i
        while self.place.get(last + 1) is place:
            last += 1
        if first > 1 and lower[first - 1] == "-" and lower[first - 2] in word_set("aligned"):
            return False
        if last + 2 < len(lower) and lower[last + 1] == "-" and lower[last + 2] in word_set("driven"):
            return False
        return not (
            first > 0
            and (
                (place.kind == "demonym" and lower[first - 1] in word_set("larger"))
                or lower[first - 1].startswith(ALIGNED_PREFIXES)
            )
        )

    def _speaks_for_it(self, i: int, place: PlaceMention) -> bool:
        """Whether a noun that a country or a capital modifies acts for the country: no `Cuban jurists`, no mayor."""
        lemma = self.tree.lemma[i]
        if lemma in word_set("ordinary") | word_set("crowds") | word_set("cultural") or lemma.startswith(
            "ex-"
        ):
            return False
        return place.kind not in ("capital", "seat", "city") or not any(
            self.tree.lemma[k] in word_set("local") for k in (i, self.tree.head[i])
        )

    def is_town(self, i: int) -> bool:
        """Whether a token names a place that is no country: where it was, not who did it (`the Pahalgam attack`)."""
        place = self.place.get(i)
        return place is not None and place.kind in ("city", "region", "seat")

    def is_spot(self, i: int) -> bool:
        """Whether a token names a town, or what the model takes for a place and the gazetteer lacks."""
        place = self.place.get(i)
        if place is not None:
            return place.kind in ("city", "seat")
        return self.label.get(i) in ("GPE", "LOC", "FAC")

    def _person(self, i: int) -> Named | None:
        mention = self.mention.get(i)
        if mention is None or mention.person is None:
            return None
        person = self.people.persons[mention.person]
        country = person.country
        countries = [n.country for n in self._premodifiers(i, persons=False) if n.country]
        at_home = country or country_of_leader(person.name)
        if mention.kind == "role" and at_home and countries and at_home not in countries:
            return None  # `the Irish prime minister` is not the Japanese one
        if country is None:
            before = self.text[max(0, mention.start - OFFICE) : mention.start]
            country = countries[0] if countries else country_of_office(before, mention.surface)
            country = country or self._in_named_country(country_of_leader(person.name))
        return Named(person.name, mention.person, country, mention.start, mention.end, "person", i)

    def _in_named_country(self, country: str | None) -> str | None:
        """The country, unless the article names others and not that one: then he is another of that name."""
        return country if not self.countries or country in self.countries else None

    def country_at(self, i: int) -> list[Named]:
        """The country that a token names, whatever stands beside it."""
        place = self.place.get(i)
        return [self._country(i, place)] if place is not None and place.country else []

    def _country(self, i: int, place: PlaceMention) -> Named:
        name = place.name.removeprefix("The ").removeprefix("the ")
        if place.kind in ("demonym", "capital", "seat") and place.country:
            name = country_name(place.country) or name
        if place.kind == "demonym" and self.tree.tag[i] in ("NNS", "NNPS") and place.name.endswith("s"):
            return Named(
                place.name, None, place.country, place.start, place.end, "group", i
            )  # `two Norwegians`
        return Named(name, None, place.country, place.start, place.end, "place", i)

    def _organisation(self, i: int, inner: list[Named]) -> Named:
        first, last, _ = self.entity[i]
        start, end = self.tree.start[first], self.tree.end[last - 1]
        text = self.text[start:end]
        if text.lower().startswith("the "):
            start, text = start + 4, text[4:]
        for mark in ("'s ", "’s "):  # `the Red Cross's representative`
            if mark in text:
                text = text.partition(mark)[0]
                end = start + len(text)
        for mark in ("'s", "’s", "'", "’"):
            if text.endswith(mark):
                end, text = end - len(mark), text[: -len(mark)]
                break
        country = next((n.country for n in inner if n.country), None) or home_of(text) or self._home_after(i)
        return Named(" ".join(text.split()), None, country, start, end, "organisation", i)

    def _hyphenated(self, i: int) -> list[int]:
        """The country before a hyphen (`China-Pakistan talks`)."""
        if i > 1 and self.tree.lower[i - 1] == "-" and i in self.place and self.place.get(i - 2):
            return [i - 2] if self.tree.head[i - 2] == i else []
        return []

    def _home_after(self, i: int, depth: int = 0) -> str | None:
        """The country after a name (`Union for the Liberation of Angola`, `the central bank in Iran`)."""
        for word, o in self.tree.prepositions(i) if depth < DEPTH else ():
            place = self.place.get(o)
            if word in ("of", "in") and place is not None and place.kind == "country":
                return place.country
            if (
                word in ("of", "for")
                and self.tree.pos[o] == "PROPN"
                and (home := self._home_after(o, depth + 1))
            ):
                return home
        return None

    def _premodifiers(self, i: int, *, persons: bool = True, depth: int = 0) -> list[Named]:
        """The countries, organisations and persons that modify a noun (`Hungarian and Romanian officials`)."""
        found: list[Named] = []
        leading = (
            ("npadvmod",) if self.tree.lower[i] == "led" else ()
        )  # `British-led forces` are partly of Britain
        for k in self.tree.deps(i, *PREMODIFIERS, *leading) if depth < DEEPEST else ():
            for c in self._hyphenated(k) + self.tree.conjuncts(k):
                if c in self.in_dateline:
                    continue
                person = self._person(c) if persons and self.tree.dep[k] == "poss" else None
                place = self.place.get(c)
                if person is not None:
                    found.append(person)
                elif place is not None and place.country:
                    if self._stands_for_itself(c) and self._speaks_for_it(i, place):
                        found.append(self._country(c, place))
                elif (
                    c in self.entity
                    and self.tree.dep[k] in ("poss", "compound", "nmod")
                    and self.entity[c][2] == "ORG"
                ):
                    if self.tree.lower[i].startswith("ex-"):
                        continue  # a force's former fighters are not the force
                    found.append(self._organisation(c, self._premodifiers(c, persons=False, depth=depth + 1)))
                else:
                    found += self._premodifiers(c, persons=persons, depth=depth + 1)
        units = [n for n in found if n.kind == "organisation"]
        return (
            [n for n in found if n not in units[:-1]]
            if len(units) > 1 and self._is_owner(units[0])
            else found
        )

    def _is_owner(self, named: Named) -> bool:
        """Whether `General Motors` owns what is meant (`General Motors' Cruise unit`)."""
        return self.text[named.end : named.end + 1] in ("'", "\u2019")
