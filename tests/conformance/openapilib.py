"""Compares live answers with the OpenAPI document. Needs python3-jsonschema (JSON Schema 2020-12)."""
import gzip
import json
import re
import urllib.parse
from collections import Counter

try:
    import jsonschema
except ImportError:
    raise SystemExit("The comparison with the document needs jsonschema: apt-get install python3-jsonschema")

METHODS = {"get", "post", "patch", "delete"}
OVERRIDES = METHODS | {"connect", "head", "options", "put", "trace"}


def pattern_of(path):
    """Regex of a templated path: {path} takes several parts, every other name one."""
    parts = re.split(r"\{([^}]+)\}", path)
    return "".join(re.escape(part) if i % 2 == 0 else ".+" if part == "path" else "[^/]+" for i, part in enumerate(parts))


class Document:
    def __init__(self, text):
        self.tree = json.loads(text)
        self.seen = Counter()       # (path, method, status) -> answers compared
        # The server's own order: parts without braces go before those with.
        self.paths = sorted(self.tree["paths"], key=lambda path: (path.count("{path}"), path.count("{"), path))
        self.regexes = [(path, re.compile(pattern_of(path))) for path in self.paths]
        self.validators = {}

    def resolve(self, node):
        while "$ref" in node:
            at = self.tree
            for part in node["$ref"].removeprefix("#/").split("/"):
                at = at[part]
            node = at
        return node

    def find(self, method, path):
        """The templated path of a request, or None."""
        for template, regex in self.regexes:
            if method in self.tree["paths"][template] and regex.fullmatch(path):
                return template
        return None

    def never_done(self):
        """Operations of which no success was compared."""
        for template, methods in self.tree["paths"].items():
            yield from (f"{method.upper()} {template}" for method in methods if (template, method, "200") not in self.seen)

    def validator(self, key, schema):
        if key not in self.validators:
            whole = {**schema, "components": self.tree["components"]}
            self.validators[key] = jsonschema.Draft202012Validator(whole)
        return self.validators[key]

    def problems_of_body(self, key, schema, body):
        errors = sorted(self.validator(key, schema).iter_errors(body), key=lambda error: -len(error.absolute_path))
        return [f"{error.json_path}: {deepest(error).json_path}: {shortened(deepest(error).message)}" for error in errors[:3]]

    def problems(self, request, response, slug="api"):
        """What an answer below the API has that the document does not say."""
        method = method_of(request)
        target = urllib.parse.urlsplit(request.get("path", "/")).path.strip("/")
        if not target.startswith(slug + "/") or method not in METHODS | {"head"}:
            return []
        path = "/" + target[len(slug):].strip("/")
        template = self.find("get" if method == "head" else method, path)
        if template is None:
            return self.problems_of_stranger(response)
        operation = self.tree["paths"][template]["get" if method == "head" else method]
        status, label = str(response.status), f"document, {method.upper()} {template}"
        self.seen[template, method, status] += 1
        if status not in operation["responses"]:
            return [f"{label}: status {status} is not listed"]
        answer = self.resolve(operation["responses"][status])
        found = [f"{label} {status}: {line}" for line in self.problems_of_headers(answer, response)]
        if method == "head" or "content" not in answer:
            return found + ([f"{label} {status}: has a body"] if response.body else [])
        media = response.headers.get("content-type", "").partition(";")[0]
        if media not in answer["content"]:
            return found + [f"{label} {status}: {media or 'no type'} is not listed"]
        if media == "application/json":
            schema = answer["content"][media]["schema"]
            found += [f"{label} {status}: {line}" for line in
                      self.problems_of_body((template, method, status), schema, json_of(response))]
        return found + [f"{label} takes: {line}" for line in self.problems_of_input(operation, template, method, request, response)]

    def problems_of_input(self, operation, template, method, request, response):
        """What was accepted must be what the document lets in."""
        if response.status != 200 or "json" not in request:
            return []
        content = operation.get("requestBody", {}).get("content", {})
        if not content:
            return [] if request["json"] in ({}, [], None) else ["a body is not listed"]
        schema = content.get("application/json", {}).get("schema", {})
        return self.problems_of_body((template, method, "input"), schema, request["json"])

    def problems_of_headers(self, answer, response):
        listed = answer.get("headers", {})
        for name, header in listed.items():
            if self.resolve(header).get("required") and name.lower() not in response.headers:
                yield f"the header {name} is missing"
        for name in ("etag", "retry-after", "www-authenticate"):
            if name in response.headers and response.status != 304 and name not in map(str.lower, listed):
                yield f"the header {name} is not listed"

    def problems_of_stranger(self, response):
        """No such route: an error in the usual envelope."""
        if response.status < 400 or not isinstance(response.json, dict):
            return [f"document: an answer {response.status} of a route that it does not have"]
        return ["document: " + line for line in
                self.problems_of_body("stranger", {"$ref": "#/components/schemas/Error"}, response.json)]


def json_of(response):
    if response.headers.get("content-encoding") == "gzip":
        return json.loads(gzip.decompress(response.body))
    return response.json if isinstance(response.json, (dict, list)) else None


def deepest(error):
    """The reason that says most: inside anyOf the one that got furthest."""
    while error.context:
        error = max(error.context, key=lambda inner: (len(inner.absolute_path), inner.validator != "type"))
    return error


def shortened(text):
    return text if len(text) <= 300 else text[:200] + " ... " + text[-100:]


def method_of(request):
    """The effective one (spec/auth 1)."""
    headers = {name.lower(): value for name, value in request.get("headers", {}).items()}
    override = str(headers.get("x-http-method-override") or "").lower()
    return override if override in OVERRIDES else request.get("method", "GET").lower()


def slug_of(config):
    """Where a case has its API; None where it has none, or where strangers' answers are no JSON."""
    api = config.get("api", {})
    if api is False:
        return None
    inner = api.get("slug") if isinstance(api, dict) else None
    return config.get("api.slug") or inner or "api"
