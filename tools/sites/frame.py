"""What stands around the pages of a made site: options, accounts, roles, blueprints, templates, languages."""
import json
from pathlib import Path

import words

# Hashes of the passwords beside them (bcrypt, cost 10), so that making a site needs no library. For trying only.
ACCOUNTS = [
    ("kpr4mq7x", "keeper@marren.example", "Ines Falk", "admin", "$2y$10$aayQSv8PuReImhK8AIj.b.GF9BxwLFRFMwZg9S5q01fvigab.rTTW"),
    ("edt8vn2c", "editor@marren.example", "Mirja Holm", "editor", "$2y$10$2CjP0t1/xTMhC1aNHemeIuOajm5c9VsGAmamG4Hby93lJzHKY3bVi"),
    ("rdr5hk9w", "reader@marren.example", "Tobias Ahrens", "reader", "$2y$10$L2lj3vNFMyjO.9ERfGoCLOqjSxua4eFOYiXtleWEBRUdeyp33bClG"),
    ("wrt3zc6d", "writer@marren.example", "Jonna Brandt", "writer", ""),
    ("gst9bf1s", "guest@marren.example", "Emil Strand", "reader", ""),
]
PASSWORDS = {"keeper@marren.example": "ferry-without-captain", "editor@marren.example": "granite-below-heather",
             "reader@marren.example": "plover-across-mudflats"}

ROLES = {
    "admin": "title: Keeper",
    "editor": "title: Editor\npermissions:\n  access:\n    system: false\n    users: false\n  pages:\n    delete: false\n  users: false",
    "writer": "title: Writer\npermissions:\n  access:\n    system: false\n    users: false\n  pages:\n    changeStatus: false\n"
              "    delete: false\n  site:\n    update: false\n  users: false",
    "reader": 'title: Reader\npermissions:\n  access:\n    "*": false\n    panel: true\n    account: true\n  pages:\n    "*": false\n'
              '    access: true\n    list: true\n    read: true\n  files:\n    "*": false\n    access: true\n    list: true\n'
              '    read: true\n  site:\n    "*": false\n    access: true\n  languages: false\n  users: false',
}

TEXT = "type: textarea"
BLUEPRINTS = {
    "default": {"lead": "type: text", "tags": "type: tags", "text": TEXT},
    "section": {"lead": "type: text", "text": TEXT},
    "item": {"lead": "type: text", "year": "type: number", "material": "type: text", "tags": "type: tags",
             "measures": "type: object\n    fields:\n      height:\n        type: number\n      width:\n        type: number\n"
                         "      unit:\n        type: text",
             "timeline": "type: structure\n    fields:\n      year:\n        type: text\n      place:\n        type: text\n"
                         "      event:\n        type: text",
             "related": "type: pages", "text": TEXT},
    "article": {"date": "type: date", "author": "type: text", "tags": "type: tags", "lead": "type: text",
                "featured": "type: toggle", "related": "type: pages", "text": TEXT},
    "story": {"author": "type: text", "published": "type: date\n    time: true", "tags": "type: tags", "blocks": "type: blocks",
              "related": "type: pages"},
    "person": {"born": "type: date", "trade": "type: select\n    options:\n      - " + "\n      - ".join(words.TRADES),
               "related": "type: pages", "text": TEXT},
    "page": {"lead": "type: text", "tags": "type: tags", "text": TEXT},
}
NUMBERS = {"article": "date", "person": "zero"}

TEMPLATE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{{page.title}} – {{site.title}}</title></head>
<body>
<nav>{{#site.listed}}<a href="{{url}}">{{title}}</a> {{/site.listed}}</nav>
<main><h1>{{page.title}}</h1><p>{{page.lead}}</p>{{{page.text.html}}}</main>
</body>
</html>
"""


def blueprint(name, fields):
    lines = [f"title: {name.capitalize()}"] + ([f"num: {NUMBERS[name]}"] if name in NUMBERS else []) + ["fields:"]
    for key, text in fields.items():
        lines += [f"  {key}:", f"    {text}"]
    return "\n".join(lines) + "\n"


def literal(value):
    """A value as PHP writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "'" + str(value).replace("\\", "\\\\").replace("'", "\\'") + "'"


def php(values, indent="    "):
    rows = []
    for key, value in values.items():
        text = literal(value) if not isinstance(value, dict) else \
            "[\n" + "".join(f"{indent * 2}'{k}' => {literal(v)},\n" for k, v in value.items()) + indent + "]"
        rows.append(f"{indent}'{key}' => {text}")
    return "<?php\n\nreturn [\n" + ",\n".join(rows) + "\n];"


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def write_accounts(root):
    for user, email, name, role, digest in ACCOUNTS:
        folder = root / "site/accounts" / user
        write(folder / "index.php", php({"email": email, "language": "en", "name": name, "role": role}))
        write(folder / ".htpasswd", digest)
        (folder / ".htpasswd").chmod(0o600)


def language_names(count):
    """Codes of `count` further languages; after those with words of their own come made-up ones."""
    codes = list(words.FOREIGN)[:count]
    return codes + [f"x{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(count - len(codes))]


def write_languages(root, codes):
    for code in (["en"] + codes) if codes else []:
        name, locale = words.FOREIGN[code][:2] if code in words.FOREIGN else (code.upper(), "en_US.UTF-8")
        name, locale = ("English", "en_US.UTF-8") if code == "en" else (name, locale)
        write(root / f"site/languages/{code}.php", php({"code": code, "default": code == "en", "direction": "ltr",
                                                        "locale": locale, "name": name, "url": "/" + code}))


def readme(pages, seed):
    rows = "".join(f"| {email} | `{PASSWORDS[email]}` | {role} |\n" for _, email, _, role, _ in ACCOUNTS if email in PASSWORDS)
    return (f"# Marren, a made-up site of {pages} pages\n\nMade by `./dev site {pages}` (seed {seed}); delete it whenever you like.\n\n"
            f"| Account | Password | Role |\n|---|---|---|\n{rows}\nBasic works without TLS (`api.allowInsecure`): never put this "
            "site on a network.\n")


def write_frame(root, pages, seed, codes):
    root = Path(root)
    write(root / "site/config/config.php", php({"api": {"basicAuth": True, "allowInsecure": True}}) + "\n")
    write_accounts(root)
    write_languages(root, codes)
    for name, text in ROLES.items():
        write(root / f"site/blueprints/users/{name}.yml", text + "\n")
    for name, fields in BLUEPRINTS.items():
        write(root / f"site/blueprints/pages/{name}.yml", blueprint(name, fields))
    write(root / "site/blueprints/site.yml", "title: Site\nfields:\n  tagline:\n    type: text\n")
    write(root / "site/blueprints/files/picture.yml",
          "title: Picture\nfields:\n  alt:\n    type: text\n  credit:\n    type: text\n")
    write(root / "site/templates/default.mustache", TEMPLATE)
    write(root / "README.md", readme(pages, seed))


def summary(root, pages, seconds, codes):
    """For a script that reads what was made."""
    email = ACCOUNTS[0][1]
    return json.dumps({"root": str(root), "pages": pages, "seconds": round(seconds, 1), "languages": codes,
                       "email": email, "password": PASSWORDS[email]})
