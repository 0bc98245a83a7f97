"""Print what linking people costs at growing sizes: python tests/benchmarks/bench_people.py [LOCAL PERSONS...]."""

import random
import resource
import sys
import time

from loader.link.people.linking import link_people
from loader.linked import LocalPerson, PersonCorrections

MENTIONS_EACH = 5
STARTS = "b bh ch d f g h j k kh l m n p q r s sh t v w y z".split()
MIDDLES = "a aa e i o u ee oo ai".split()
ENDS = "l n r m d sh b z k f t".split()


def made_names(chance: random.Random, count: int) -> list[str]:
    """Invented words of one to three syllables."""
    pick = chance.choice
    return [
        "".join(
            pick(STARTS) + pick(MIDDLES) + pick(["", pick(ENDS)]) for _ in range(chance.choice((1, 2, 2, 3)))
        )
        for _ in range(count)
    ]


def local_persons(size: int) -> list[LocalPerson]:
    """Persons as articles name them: a few names in very many articles, very many in one (Zipf's law)."""
    chance = random.Random(size)
    given, family = made_names(chance, 3000), made_names(chance, 12000)
    people = []
    for _ in range(size // 2):
        words = [given[int(3000 ** chance.random())], family[int(12000 ** chance.random())]]
        if chance.random() < 0.3:
            words.insert(1, given[int(3000 ** chance.random())])
        people.append((" ".join(words).title(), chance.choice(("PK", "IN", "CN", None, None))))
    made = []
    for article in range(size):
        name, country = people[int(len(people) ** chance.random()) - 1]
        if chance.random() < 0.5:
            name, country = chance.choice(people)
        forms = ((name, MENTIONS_EACH),)
        made.append(
            LocalPerson((article // 5, article % 5), f"{article // 5}.txt", None, name, forms, country, False)
        )
    return made


def main() -> None:
    for size in [int(word) for word in sys.argv[1:]] or [20_000, 200_000]:
        persons = local_persons(size)
        before = time.process_time()
        links = link_people(persons, PersonCorrections())
        spent = time.process_time() - before
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{size} persons ({size * MENTIONS_EACH} mentions): {spent:.1f} s, {len(links.people)} people, "
            f"{len(links.review)} to review, peak {peak:.0f} MB"
        )


if __name__ == "__main__":
    main()
