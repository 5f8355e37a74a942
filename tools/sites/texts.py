"""The text files of pages: fields of several types by kind of page, in the layout the server itself writes."""
import json

import words


def text_file(fields):
    """Fields without a value are left out. Source: spec of content files, docs/formats/README.md."""
    return "\n\n----\n\n".join(f"{key}:\n\n{value}" if "\n" in value else f"{key}: {value}"
                               for key, value in fields if value is not None)


def body(prose, language=None, least=2, most=6):
    """Markdown of a few paragraphs, now and then with a heading, a list or a quotation."""
    parts = []
    for number in range(least + int(prose.chance() * (most - least + 1))):
        chance = prose.chance()
        if number and chance < 0.12:
            parts.append("## " + prose.title())
        elif number and chance < 0.2:
            parts.append("\n".join("- " + prose.sentence(language) for _ in range(3)))
        elif number and chance < 0.25:
            parts.append("> " + prose.sentence(language))
        parts.append(prose.paragraph(language))
    return "\n\n".join(parts)


def tags(prose):
    return ", ".join(dict.fromkeys(prose.pick(words.TOPICS) for _ in range(1 + int(prose.chance() * 4))))


def related(prose, known):
    """Links to earlier pages, as a field of type `pages` stores them."""
    if len(known) < 5 or prose.chance() < 0.3:
        return None
    return "\n".join(f"- page://{prose.pick(known)}" for _ in range(2 + int(prose.chance() * 2)))


def timeline(prose):
    """Rows of a structure, as YAML."""
    return "\n".join(f'- \n  year: "{prose.pick(prose.fillers["y"])}"\n  place: {prose.pick(prose.places)}\n'
                     f"  event: {prose.pick(words.TRADES)} and {prose.pick(words.NOUNS)} {prose.pick(words.VERBS)}"
                     for _ in range(1 + int(prose.chance() * 4)))


def measures(prose):
    """An object, as YAML."""
    return f"height: {1 + int(prose.chance() * 300)}\nwidth: {1 + int(prose.chance() * 200)}\nunit: cm"


def block(prose, kind, **content):
    return {"content": content, "id": prose.uuid4(), "isHidden": False, "type": kind}


def blocks(prose):
    """Blocks, as JSON on one line."""
    out = [block(prose, "heading", level="h2", text=prose.title())]
    for _ in range(1 + int(prose.chance() * 3)):
        out.append(block(prose, "text", text="".join(f"<p>{prose.paragraph()}</p>" for _ in range(2))))
        if prose.chance() < 0.3:
            out.append(block(prose, "quote", text=prose.sentence(), citation=prose.person()))
    return json.dumps(out, ensure_ascii=False, separators=(",", ":"))


def item(prose, known):
    return [("Lead", prose.sentence()), ("Year", prose.pick(prose.fillers["y"])), ("Material", prose.pick(words.MATERIALS)),
            ("Tags", tags(prose)), ("Measures", measures(prose)), ("Timeline", timeline(prose)),
            ("Related", related(prose, known)), ("Text", body(prose))]


def article(prose, known):
    return [("Date", prose.date()), ("Author", prose.person()), ("Tags", tags(prose)), ("Lead", prose.sentence()),
            ("Featured", "true" if prose.chance() < 0.1 else "false"), ("Related", related(prose, known)),
            ("Text", body(prose, most=8))]


def story(prose, known):
    return [("Author", prose.person()), ("Published", prose.date() + " 10:%02d:00" % (5 * int(prose.chance() * 12))),
            ("Tags", tags(prose)), ("Blocks", blocks(prose)), ("Related", related(prose, known))]


def person(prose, known):
    return [("Born", prose.date(1820, 1980)), ("Trade", prose.pick(words.TRADES)), ("Related", related(prose, known)),
            ("Text", body(prose, most=3))]


def section(prose, known):
    return [("Lead", prose.sentence()), ("Text", prose.paragraph())]


def page(prose, known):
    return [("Lead", prose.sentence()), ("Tags", tags(prose)), ("Text", body(prose))]


KINDS = {"item": item, "article": article, "story": story, "person": person, "section": section, "page": page}


def translation(prose, language, title):
    """What a translator wrote so far: the fields of prose."""
    return [("Title", title), ("Lead", prose.sentence(language)), ("Text", body(prose, language, 1, 3))]
