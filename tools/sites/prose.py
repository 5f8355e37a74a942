"""Sentences, titles and names from a seeded source: the same seed gives the same site on every machine."""
import random
import re
import unicodedata

import words

GAP = re.compile(r"\{(\w)\}")
ARTICLE = re.compile(r"\b[Aa] \{([nat])\}")


def with_articles(nouns):
    return [("an " if word[0] in "aeiou" else "a ") + word for word in nouns]


class Prose:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.chance = self.random.random
        self.surnames = self.compound(words.NAME_ENDS, 1500)
        self.places = self.compound(words.PLACE_ENDS, 2500)
        years = [str(year) for year in range(1702, 2024)]
        self.fillers = {"n": words.NOUNS, "a": words.ADJECTIVES, "t": words.TRADES, "v": words.VERBS, "m": words.MATERIALS,
                        "p": self.places, "f": words.FIRST, "s": self.surnames, "y": years,
                        "d": [str(n) for n in range(3, 480)], "k": words.SEASONS, "o": words.TOPICS}
        self.fillers |= {gap.upper(): with_articles(self.fillers[gap]) for gap in "nat"}
        self.sentences = [self.compiled(line) for line in words.SENTENCES]
        self.titles = [self.compiled(line) for line in words.TITLES]
        self.foreign = {code: [self.compiled(line) for line in lines.split("\n")]
                        for code, (_, _, lines) in words.FOREIGN.items()}

    def compound(self, ends, count):
        found = {}
        while len(found) < count:
            name = "".join(self.pick(words.SYLLABLES) for _ in range(1 + (self.chance() < 0.4))) + self.pick(ends)
            found[name.capitalize()] = None  # a dict keeps the order
        return list(found)

    def compiled(self, line):
        line = ARTICLE.sub(lambda found: "{%s}" % found[1].upper(), line)
        return GAP.sub("%s", line.replace("%", "%%")), [self.fillers[gap] for gap in GAP.findall(line)]

    def pick(self, of):
        return of[int(self.chance() * len(of))]

    def fill(self, patterns):
        line, gaps = self.pick(patterns)
        chance = self.chance
        text = line % tuple(of[int(chance() * len(of))] for of in gaps)
        return text[0].upper() + text[1:]

    def sentence(self, language=None):
        return self.fill(self.foreign.get(language) or self.sentences)

    def paragraph(self, language=None, least=2, most=6):
        return " ".join(self.sentence(language) for _ in range(least + int(self.chance() * (most - least + 1))))

    def title(self):
        return self.fill(self.titles)

    def person(self):
        return f"{self.pick(words.FIRST)} {self.pick(self.surnames)}"

    def date(self, first=2009, last=2025):
        return "%04d-%02d-%02d" % (first + int(self.chance() * (last - first + 1)), 1 + int(self.chance() * 12),
                                   1 + int(self.chance() * 28))

    def id(self, length=16, alphabet="abcdefghijklmnopqrstuvwxyz0123456789"):
        return "".join(self.random.choices(alphabet, k=length))

    def uuid4(self):
        digits = self.id(32, "0123456789abcdef")
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"


def slug_of(title):
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "page"
