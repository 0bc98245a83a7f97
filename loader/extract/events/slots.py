"""Find the phrases that stand in the slots of a trigger: its subject, objects, possessor, prepositions."""

from __future__ import annotations

from collections.abc import Callable

from loader.extract.events.named import INNER
from loader.extract.events.tree import NO_PARTIES, Tree
from loader.extract.events.triggers import (
    RELATIVES,
    SUBJECTS,
    Trigger,
    infinitive,
    is_misread_past,
    passive,
)
from loader.extract.events.words import word_set

HAVING = frozenset({"has", "have", "had", "'ve", "having"})
ALONG = frozenset({"along", "alongside", "together"})


class Slots:
    """The heads that stand in the slots of triggers."""

    def __init__(self, tree: Tree, points: Callable[[int], bool]) -> None:
        self.tree, self.points = tree, points

    def heads(self, trigger: Trigger, slot: str) -> list[int]:
        """The heads of the phrases in a slot of a trigger."""
        i, light = trigger.i, trigger.light
        if slot == "subj":
            return self._agents(i, light)
        if slot == "obj":
            i = self.tree.head[i] if self.tree.pos[i] == "ADJ" else i
            return self.objects(i) if light is None else []
        if slot == "dative":
            return self.tree.deps(i, "dative") + [o for w, o in self.tree.prepositions(i) if w == "to"]
        if slot == "clause":
            return self._clause_subjects(i)
        if slot in ("poss", "mod"):
            return (
                self.tree.deps(i, "poss") if slot == "poss" else self.tree.deps(i, "amod", "compound", "nmod")
            )
        if slot == "objmod":
            return self.objects(i)
        if slot == "comp":
            return self._complement(i)
        if slot == "if":
            return self._conditional_subjects(i)
        if slot == "purpose":
            return self._purpose(i)
        if slot == "said":
            return self._sayer(i)
        return self._prepositional(trigger, slot)

    def _agents(self, i: int, light: int | None) -> list[int]:
        """The subject and who acts along with it; for `Wang's visit included talks`, Wang."""
        tree = self.tree
        if tree.dep[i] == "aux":
            return self.subjects(tree.head[i])
        verb = i if light is None else light
        if tree.pos[verb] not in ("VERB", "AUX", "ADJ"):
            return []
        found = self.subjects(verb)
        if tree.lemma[verb] in ("include", "involve") and verb != i:
            return [p for k in found for p in tree.deps(k, "poss")]
        return found + [o for k in [verb, *found] for word, o in tree.prepositions(k) if word in ALONG]

    def subjects(self, i: int, depth: int = 0) -> list[int]:
        """Who does what a verb says, taken from the governing clause where its own names nobody."""
        tree = self.tree
        if depth > 6:
            return []
        if tree.pos[i] == "ADJ":
            i = tree.head[i]
        if passive(tree, i):
            return [o for word, o in tree.prepositions(i) if word == "by"]
        own = [c for k in tree.deps(i, "nsubj") for c in self._listed(k)]
        if own and self.is_short_passive(i):
            return []
        if own:
            if tree.lower[own[0]] in RELATIVES and tree.dep[i] in ("relcl", "acl"):
                return [tree.head[i]]
            if tree.lower[own[0]] in word_set("pronouns") and not self.points(own[0]):
                return self._antecedent(i, own[0]) or own
            return own
        head, dep = tree.head[i], tree.dep[i]
        if head == i or dep == "ccomp":
            return self._noun_before(i)
        if dep in ("acl", "relcl"):
            finite = tree.tag[i] == "VBG" or dep == "relcl" or is_misread_past(tree, i)
            return [head] if finite else self.controllers(head)
        if dep in ("conj", "xcomp", "advcl", "dep") and tree.pos[head] in ("VERB", "AUX"):
            return self._inherited(head, dep, depth)
        if dep == "pcomp":
            verb = tree.head[head]
            if tree.lower[head] == "for" and tree.lemma[verb] in word_set("for_what_happened"):
                return self.objects(verb)  # `criticised Wang for breaking the truce`
            return self._inherited(verb, dep, depth) if tree.pos[verb] in ("VERB", "AUX") else [verb]
        return []

    def is_short_passive(self, i: int) -> bool:
        """Whether a verb that always has an object stands without one: `Lund arrested in Oslo` tells of his arrest."""
        tree = self.tree
        return (
            tree.lemma[i] in word_set("transitive")
            and tree.tag[i] in ("VBD", "VBN")
            and not tree.deps(i, "dobj", "nsubjpass", "auxpass", "ccomp", "prt")
            and not any(tree.lower[k] in HAVING for k in tree.deps(i, "aux"))
            and tree.dep[i] != "relcl"
            and (tree.dep[i] != "conj" or bool(tree.deps(i, "nsubj")))
        )

    def _listed(self, subject: int) -> list[int]:
        """The subject with the name beside it that a headline's comma joins (`Iran, Oman sign deal`).

        After `According to X,` the one beside it is the subject alone.
        """
        tree = self.tree
        for k in tree.deps(subject, "appos"):
            own = tree.subtree(k)
            after, before = own[-1] + 1, own[0] - 1
            if (
                tree.lower[before] == ","
                and after < len(tree)
                and tree.pos[after] in ("VERB", "AUX", "ADV", "PART")
            ):
                if tree.lower[tree.first[k]] == "according":
                    return [k]
                return [subject, k] if tree.pos[subject] == tree.pos[k] == "PROPN" else [subject]
        first = [k for k in tree.deps(tree.head[subject], "dep") if k < subject and tree.pos[k] == "PROPN"]
        return [k for k in first if tree.lower[k + 1] == ","] + [subject]

    def _noun_before(self, i: int) -> list[int]:
        """The noun right before a finite verb that the parser gave no subject."""
        tree = self.tree
        k = min([i, *tree.deps(i, "aux", "auxpass", "neg")]) - 1
        while k > tree.first[i] and tree.pos[k] == "ADV":
            k -= 1
        return [k] if k >= tree.first[i] and tree.pos[k] in ("NOUN", "PROPN", "PRON") else []

    def _antecedent(self, i: int, pronoun: int) -> list[int]:
        """Whom a pronoun in a subordinate clause points to: the subject of the clause above (`Italy said it ...`)."""
        tree, k = self.tree, i
        for above in tree.above(i):
            if tree.pos[above] in ("VERB", "AUX") and tree.dep[k] in ("ccomp", "advcl", "conj", "relcl"):
                own = tree.deps(above, *SUBJECTS)
                if own and tree.lower[own[0]] not in word_set("pronouns"):
                    many = tree.tag[own[0]] in ("NNS", "NNPS") or bool(tree.deps(own[0], "conj"))
                    return own if many or tree.lower[pronoun] not in ("they", "them") else []
            k = above
        return []

    def _inherited(self, head: int, dep: str, depth: int) -> list[int]:
        tree = self.tree
        if dep == "xcomp" and tree.deps(head, "dobj") and tree.lemma[head] not in ("promise", "vow"):
            return tree.deps(head, "dobj")
        if passive(tree, head):
            return tree.deps(head, "nsubjpass") or self.subjects(head, depth + 1)
        return self.subjects(head, depth + 1)

    def controllers(self, noun: int) -> list[int]:
        """Who acts in `X's plan to visit` or `X signed a plan to visit`."""
        tree = self.tree
        if tree.deps(noun, "poss"):
            return tree.deps(noun, "poss")
        if tree.dep[noun] == "dobj":
            return self.subjects(tree.head[noun], 1)
        return []

    def objects(self, i: int) -> list[int]:
        """The heads of what a verb acts on, in active, passive and participial clauses."""
        tree = self.tree
        found = tree.deps(i, "dobj", "nsubjpass")
        if self.is_short_passive(i) and tree.deps(i, "nsubj"):
            return tree.deps(i, "nsubj")
        if found and tree.lower[found[0]] in RELATIVES and tree.dep[i] in ("relcl", "acl"):
            return [tree.head[i]]
        if found:
            return found
        if passive(tree, i):
            if tree.dep[i] in ("acl", "relcl"):
                return [tree.head[i]]
            if tree.dep[i] in ("conj", "advcl"):
                return tree.deps(tree.head[i], *SUBJECTS)
        if tree.deps(i, "nsubj") and tree.dep[i] in ("ccomp", "oprd") and passive(tree, i):
            return tree.deps(i, "nsubj")
        if tree.deps(i, "auxpass") and tree.dep[i] in ("ROOT", "ccomp"):
            return self._noun_before(i)
        if (
            tree.dep[i] == "relcl"
            and tree.deps(i, "nsubj")
            and tree.lower[tree.deps(i, "nsubj")[0]] not in RELATIVES
        ):
            return [tree.head[i]]
        return []

    def _clause_subjects(self, i: int) -> list[int]:
        tree = self.tree
        clauses = tree.deps(i, "ccomp", "xcomp", "advcl")
        clauses += [
            k for c in tree.deps(i, "xcomp") for k in tree.deps(c, "advcl")
        ]  # `to stop if they go on`
        for k in clauses:
            own = tree.deps(k, "nsubj", "nsubjpass")
            if own:
                return own
        return []

    def _conditional_subjects(self, i: int) -> list[int]:
        """Who would bring down what is threatened (`to end the talks if Norway goes on`)."""
        tree = self.tree
        marks = [k for k in tree.subtree(i) if tree.lower[k] in ("if", "unless") and tree.dep[k] == "mark"]
        return [s for k in marks for s in tree.deps(tree.head[k], "nsubj", "nsubjpass")]

    def _complement(self, i: int, depth: int = 0) -> list[int]:
        """Whom an infinitive or a clause concerns (`threatened to break ties with Russia`)."""
        tree = self.tree
        found: list[int] = []
        for k in tree.deps(i, "xcomp", "ccomp", "advcl", "prep"):
            if tree.lower[k] in NO_PARTIES:  # `according` is tagged as a verb
                continue
            for verb in [k] if tree.pos[k] == "VERB" else tree.deps(k, "pcomp"):
                inner = self.objects(verb)
                found += inner
                found += [
                    o
                    for j in [verb, *inner]
                    for word, o in tree.prepositions(j)
                    if word in INNER or word in ("against", "into")
                ]
                found += self._complement(verb, depth + 1) if not found and depth < 4 else []
        return found

    def _purpose(self, i: int) -> list[int]:
        """Whom a protest is against (`rallied to denounce Wang's arrest`, `a rally in protest of the ban`)."""
        tree = self.tree
        around = [i, *self.objects(i)]
        verbs = [
            k for a in around for k in tree.deps(a, "xcomp", "advcl", "acl", "relcl") if infinitive(tree, k)
        ]
        nouns = [o for a in around for word, o in tree.prepositions(a) if word in ("in", "as")]
        against = [k for k in verbs + nouns if tree.lemma[k] in word_set("protesting")]
        found = [o for k in against for o in self.objects(k)] if verbs else []
        return found + [
            o for k in against for word, o in tree.prepositions(k) if word in ("against", "at", "of", "over")
        ]

    def _sayer(self, i: int) -> list[int]:
        """Who says the clause in which a token stands."""
        tree = self.tree
        verb = tree.head[i]
        return self.subjects(tree.head[verb]) if tree.dep[verb] == "ccomp" else []

    def _prepositional(self, trigger: Trigger, slot: str) -> list[int]:
        tree, i = self.tree, trigger.i
        around = [i]
        if tree.pos[i] in ("VERB", "AUX"):
            around += tree.deps(i, "prt", "attr")
            if tree.lemma[i] not in word_set("protesting"):  # who condemns an attack on X does not condemn X
                around += self.objects(i)
        elif trigger.light is not None:
            around.append(trigger.light)
        elif tree.dep[i] == "conj" and slot in ("with", "between"):
            around.append(tree.head[i])
        return [o for k in around for word, o in tree.prepositions(k) if word == slot]
