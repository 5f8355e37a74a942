"""The tree of a made site: which pages there are, of which kind, in which state, and in which order they are written."""
import os
from pathlib import Path

import texts
from prose import slug_of

SVG = ('<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}">'
       '<rect width="{w}" height="{h}" fill="#{c}"/><circle cx="{x}" cy="{y}" r="{r}" fill="#fff"/></svg>\n')
FAN = 25  # pages in a folder of the collection


class Parent:
    """A folder that gets children: their slugs and the next number."""

    def __init__(self, folder):
        self.folder, self.slugs, self.number = folder, set(), 0

    def free_slug(self, title):
        slug = slug_of(title)[:80]
        name, count = slug, 1
        while name in self.slugs:
            count += 1
            name = f"{slug}-{count}"
        self.slugs.add(name)
        return name


class Tree:
    """Writes pages below `root`/content; `uuids` and `folders` grow with them."""

    def __init__(self, root, prose, codes=()):
        self.root, self.prose, self.codes = Path(root), prose, list(codes)
        self.content = str(self.root / "content")
        os.makedirs(self.content, exist_ok=True)
        self.top, self.uuids, self.pages = Parent(self.content), [], 0

    def page(self, parent, kind, title=None, slug=None, state=None):
        """One more page. `state`: listed, unlisted, draft; by chance if not given. Returns it as a parent."""
        title = title or self.prose.title()
        slug = slug or parent.free_slug(title)
        folder = os.path.join(parent.folder, self.name_of(parent, kind, slug, state or self.any_state()))
        fields = [("Title", title)] + texts.KINDS[kind](self.prose, self.uuids)
        number = dict(fields).get("Date")
        if number and os.path.basename(folder) == f"0_{slug}":
            folder = os.path.join(parent.folder, f"{number.replace('-', '')}_{slug}")
        os.makedirs(folder, exist_ok=True)
        self.write_texts(folder, kind, title, fields)
        if self.prose.chance() < 0.04:
            self.write_picture(folder)
        self.pages += 1
        return Parent(folder)

    def any_state(self):
        chance = self.prose.chance()
        return "draft" if chance < 0.04 else "unlisted" if chance < 0.14 else "listed"

    def name_of(self, parent, kind, slug, state):
        if state == "draft":
            return os.path.join("_drafts", slug)
        if state == "unlisted":
            return slug
        if kind in ("article", "person"):  # numbered by date, or all alike
            return f"0_{slug}"
        parent.number += 1
        return f"{parent.number}_{slug}"

    def write_texts(self, folder, kind, title, fields):
        uuid = self.prose.id()
        if self.prose.chance() < 0.97:  # the others get one when they are first read
            fields = fields + [("Uuid", uuid)]
            self.uuids.append(uuid)
        suffix = ".en.txt" if self.codes else ".txt"
        self.write(os.path.join(folder, kind + suffix), texts.text_file(fields))
        for code in self.codes:
            if self.prose.chance() < 0.7:
                self.write(os.path.join(folder, f"{kind}.{code}.txt"),
                           texts.text_file(texts.translation(self.prose, code, f"{title} ({code})")))

    def write_picture(self, folder):
        name = self.prose.pick(texts.words.NOUNS) + ".svg"
        w, h = 200 + int(self.prose.chance() * 600), 200 + int(self.prose.chance() * 400)
        self.write(os.path.join(folder, name), SVG.format(w=w, h=h, c=self.prose.id(6, "0123456789abcdef"), x=w // 2, y=h // 2,
                                                          r=h // 3))
        meta = [("Alt", self.prose.sentence()), ("Credit", self.prose.person()), ("Template", "picture"), ("Sort", "1"),
                ("Uuid", self.prose.id())]
        self.write(os.path.join(folder, name + (".en.txt" if self.codes else ".txt")), texts.text_file(meta))

    @staticmethod
    def write(path, text):
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def grow(self, parent, count):
        """`count` pages beneath `parent`: all of them here if they fit into a folder, else in sections."""
        if count <= FAN:
            for _ in range(count):
                self.page(parent, "item")
            return
        for number in range(FAN):
            share = count // FAN + (number < count % FAN)
            section = self.page(parent, "section" if share > 1 else "item", state="listed" if share > 1 else None)
            self.grow(section, share - 1)


def write_pages(tree, count):
    """`count` pages in all, site not counted: a thousand siblings, a news list, people, stories, and a deep collection."""
    suffix = ".en.txt" if tree.codes else ".txt"
    tree.write(os.path.join(tree.content, "site" + suffix), "Title: Marren\n\n----\n\nTagline: A coast that nobody has ever seen")
    left = count
    for slug, state in (("home", "unlisted"), ("error", "unlisted"), ("about", "listed"), ("collection", "listed"),
                        ("archive", "listed"), ("articles", "listed"), ("people", "listed"), ("stories", "listed")):
        if left == 0:
            return
        page = tree.page(tree.top, "page" if slug in ("home", "error", "about") else "section", slug.capitalize(), slug, state)
        left -= 1
        if slug == "collection":
            collection = page
        share = min(left, {"archive": min(1000, count // 5), "articles": min(2000, count // 6), "people": min(1500, count // 8),
                           "stories": min(300, count // 20)}.get(slug, 0))
        left -= share
        for _ in range(share):
            if slug == "archive":
                tree.page(page, "page", state="listed")
            else:
                tree.page(page, {"articles": "article", "people": "person", "stories": "story"}[slug])
    tree.grow(collection, left)
