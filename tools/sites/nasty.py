"""What goes wrong on real disks, as pages below content/nasty (and a few blueprints): each case says what is broken.

A case gets a `Place` to write into and yields rows (path from the root, what is wrong). `doctor` of a row: whether
`latchkey doctor` has to name that path; the others are odd but sound, as a byte order mark or CRLF.
"""
import os
from pathlib import Path

GOOD = "Title: {title}\n\n----\n\nText: A sound text.\n\n----\n\nUuid: {uuid}"
CASES = []


def case(function):
    CASES.append(function)
    return function


class Place:
    def __init__(self, root, tree, pages):
        self.root, self.tree, self.prose, self.pages = Path(root), tree, tree.prose, pages
        self.folder = self.root / "content/nasty"
        self.ending = ".en.txt" if tree.codes else ".txt"

    def page(self, name, text=None, template="page"):
        """A page with this text (str or bytes; by default a sound one). Returns its folder."""
        folder = self.folder / name
        folder.mkdir(parents=True)
        text = GOOD.format(title=name, uuid=self.prose.id()) if text is None else text
        (folder / (template + self.ending)).write_bytes(text if isinstance(text, bytes) else text.encode())
        return folder

    def row(self, path, what, doctor=True):
        return {"path": str(path.relative_to(self.root)), "what": what, "doctor": doctor}


@case
def broken_values(place):
    yaml = "- \n  year: [1900\n   place: {Nowhere\n\t- event"
    json = '[{"content":{"text":"<p>cut'
    yield place.row(place.page("broken-yaml", f"Title: Broken YAML\n\n----\n\nTimeline:\n\n{yaml}", "item"),
                    "a structure that is no YAML", False)
    yield place.row(place.page("broken-json", f"Title: Broken JSON\n\n----\n\nBlocks: {json}", "story"),
                    "blocks that are no JSON", False)
    yield place.row(place.page("broken-related", "Title: Lost\n\n----\n\nRelated: - page://nobodyhasthisid1", "item"),
                    "a link to a page that does not exist", False)


@case
def broken_blueprints(place):
    path = place.root / "site/blueprints/pages/torn.yml"
    path.write_text("title: Torn: twice: [\nfields:\n  text: {\n")
    yield place.row(path, "a blueprint that is no YAML")
    place.page("torn-blueprint", template="torn")
    path = place.root / "site/blueprints/pages/odd.yml"
    path.write_text("title: Odd\nfields:\n  text:\n    type: nosuchfield\n  list: 5\n")
    yield place.row(path, "a blueprint with an unknown type of field", False)
    place.page("odd-blueprint", template="odd")


@case
def encodings(place):
    yield place.row(place.page("latin-1", "Title: Café".encode("latin-1")) / ("page" + place.ending), "not UTF-8")
    yield place.row(place.page("cut-letter", b"Title: caf\xc3") / ("page" + place.ending), "UTF-8 that ends within a letter")
    yield place.row(place.page("nul", b"Title: a\0b\n\n----\n\nText: c\0") / ("page" + place.ending), "NUL bytes", False)
    yield place.row(place.page("utf-16", "Title: Wide".encode("utf-16")) / ("page" + place.ending), "UTF-16")
    yield place.row(place.page("bom", b"\xef\xbb\xbfTitle: With a mark"), "a byte order mark", False)
    yield place.row(place.page("crlf", b"Title: Windows\r\n\r\n----\r\n\r\nText: Two\r\nlines"), "CRLF", False)
    folder = os.fsencode(place.folder) + b"/latin-\xe4"
    os.mkdir(folder)
    with open(folder + b"/page" + place.ending.encode(), "wb") as file:
        file.write(b"Title: A folder whose name is not UTF-8")
    yield {"path": "content/nasty/latin-\ufffd", "what": "a folder whose name is not UTF-8", "doctor": True}


@case
def unreadable(place):
    text = place.page("unreadable-text") / ("page" + place.ending)
    text.chmod(0)
    folder = place.page("unreadable-folder")
    folder.chmod(0)
    secret = place.page("unreadable-picture") / "photo.svg"
    secret.write_text("<svg/>")
    secret.chmod(0)
    for path in (text, folder, secret):
        yield place.row(path, "no right to read it (root may all the same)", os.geteuid() != 0)


@case
def links(place):
    folder = place.page("links")
    target = place.page("links-target")
    for name, to in (("dangling", "nowhere"), ("outside", "/etc"), ("loop", "loop"), ("circle", "../links"), ("up", "../.."),
                     ("good", "../links-target"), ("file.svg", "../links-target/none.svg")):
        (folder / name).symlink_to(to)
    for name, what in (("dangling", "a link to nothing"), ("outside", "a link out of the site"), ("loop", "a link to itself"),
                       ("circle", "a link to the folder it is in"), ("up", "a link to a folder above"),
                       ("file.svg", "a link to a file that is missing")):
        yield place.row(folder / name, what)
    yield place.row(folder / "good", "a sound link", False)
    (target / "again").symlink_to("../links")


@case
def special_files(place):
    folder = place.page("special")
    os.mkfifo(folder / "pipe")
    os.mkfifo(folder / ("other" + place.ending))
    (folder / "text-as-folder.txt").mkdir()
    yield place.row(folder, "named pipes, and a folder called like a text", False)


@case
def crowd(place):
    folder = place.page("crowd")
    count = min(10_000, 10 * place.pages)
    for number in range(count):
        (folder / f"note-{number:05}.md").write_bytes(b"x")
    yield place.row(folder, f"{count} files in one folder", False)


@case
def names(place):
    for name, what in (("l" * 255, "a name of 255 bytes"), ("1_" + "n" * 253, "a listed name of 255 bytes"),
                       ("ü" * 127, "a long name outside ASCII"), ("with space", "a space"), ("Upper-Case", "capitals"),
                       ("per%20cent", "a percent sign"), ("quote'\"<b>", "quotes and angle brackets"),
                       ("line\nfeed", "a line feed"), ("007_agent", "a number with zeros"), ("99999999999999999999_big",
                       "a number over 64 bits"), ("-5_minus", "a negative number"), ("1__double", "two underscores"),
                       ("trailing.", "a dot at the end"), ("emoji-🦉", "four-byte letters")):
        yield place.row(place.page(name, f"Title: {what}"), what, False)
    deep = place.folder / "deep"
    for _ in range(40):
        deep.mkdir()
        (deep / ("page" + place.ending)).write_text("Title: Deep")
        deep = deep / ("d" * 40)
    yield place.row(place.folder / "deep", "forty folders in each other, with long names", False)


@case
def texts(place):
    two = place.page("two-texts")
    (two / ("article" + place.ending)).write_text("Title: The other text\n\n----\n\nDate: 2024-01-01")
    yield place.row(two, "two texts")
    none = place.folder / "no-text"
    none.mkdir()
    (none / "picture.svg").write_text("<svg/>")
    yield place.row(none, "no text", False)
    empty = place.folder / "2_empty-folder"
    (empty / "_drafts").mkdir(parents=True)
    yield place.row(empty, "an empty folder", False)
    yield place.row(place.page("empty-text", ""), "an empty text", False)
    lonely = place.page("lonely-meta")
    (lonely / ("gone.jpg" + place.ending)).write_text("Alt: A picture that was deleted")
    yield place.row(lonely, "meta data of a file that is gone", False)
    yield place.row(place.page("no-template", template="nosuchtemplate"), "a template without a blueprint", False)
    stray = place.page("stray-language")
    (stray / "page.xx.txt").write_text("Title: Nobody speaks this")
    yield place.row(stray, "a text in an unknown language", False)


@case
def half_written(place):
    whole = GOOD.format(title="Half", uuid=place.prose.id()).encode()
    for name, cut in (("cut-in-key", 3), ("cut-in-separator", whole.index(b"----") + 2), ("cut-in-value", len(whole) - 30)):
        yield place.row(place.page(name, whole[:cut]), "a text that ends too early", False)
    folder = place.page("left-over")
    for name in (".page.txt.swp", "page.txt~", ".#page.txt", "page.txt.tmp", ".~lock.page.txt#", "#page.txt#"):
        (folder / name).write_bytes(b"Title: Left over")
    yield place.row(folder, "what editors leave behind", False)


@case
def identities(place):
    uuid = place.prose.id()
    for name in ("twin-one", "twin-two"):
        path = place.page(name, GOOD.format(title=name, uuid=uuid))
    yield place.row(path, "a uuid that two pages have")
    for name in ("3_same-slug", "4_same-slug", "same-slug", "_drafts/same-slug"):
        path = place.page(name)
    yield place.row(place.folder / "4_same-slug", "a slug that four pages have")
    for name in ("5_number-one", "5_number-two"):
        place.page(name)
    yield place.row(place.folder / "5_number-one", "a number that two pages have", False)
    for name, value in (("bad-uuid", "../../etc/passwd"), ("long-uuid", "x" * 5000), ("blank-uuid", "")):
        yield place.row(place.page(name, f"Title: {name}\n\n----\n\nUuid: {value}"), "an odd uuid", False)
    yield place.row(place.page("no-uuid", "Title: No uuid"), "no uuid", False)


@case
def huge(place):
    folder = place.page("huge")
    with open(folder / "film.mp4", "wb") as file:
        file.truncate(6 << 30)  # takes no room on the disk
    yield place.row(folder / "film.mp4", "a file of 6 GiB", False)
    line = (place.prose.paragraph() + "\n\n").encode()
    text = b"Title: Long\n\n----\n\nText:\n\n" + line * (4_000_000 // len(line))
    yield place.row(place.page("long-text", text), "a text of 4 MB", False)
    with open(place.page("endless-text") / ("page" + place.ending), "ab") as file:
        file.truncate(100 << 20)
    yield place.row(place.folder / "endless-text" / ("page" + place.ending), "a text of 100 MiB")
    many = "\n\n----\n\n".join(f"Field-{number}: {number}" for number in range(20_000))
    yield place.row(place.page("many-fields", "Title: Many\n\n----\n\n" + many), "twenty thousand fields", False)


def add(root, tree, pages):
    """Adds all cases and returns what is broken where."""
    place = Place(root, tree, pages)
    place.folder.mkdir()
    (place.folder / ("page" + place.ending)).write_text("Title: Nasty")
    return [row for one in CASES for row in one(place)]
