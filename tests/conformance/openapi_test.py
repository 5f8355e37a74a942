#!/usr/bin/env python3
"""The comparison of answers with the OpenAPI document finds what does not fit. Oracle: answers made by hand."""
import copy
import json
import sys
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from conformlib import Response
from openapilib import Document, slug_of

TEXT = (HERE / "../../docs/openapi.json").read_text("utf-8")
ERROR = {"status": "error", "message": "No", "code": 404, "key": "error.page.notFound", "details": []}
PAGE = {"code": 200, "data": {"id": "a", "title": "A"}, "status": "ok", "type": "model"}


def answer(status, body, **headers):
    return Response(status, [("Content-Type", "application/json"), *headers.items()], json.dumps(body).encode())


class Comparison(unittest.TestCase):
    def setUp(self):
        self.document = Document(TEXT)

    def problems(self, path, response, method="GET", **more):
        return self.document.problems({"path": path, "method": method, **more}, response)

    def assert_fits(self, *given, **more):
        self.assertEqual(self.problems(*given, **more), [])

    def assert_found(self, words, *given, **more):
        found = self.problems(*given, **more)
        self.assertTrue(any(words in line for line in found), found)

    def test_what_fits_has_no_problems(self):
        self.assert_fits("/api/pages/a+b?select=id", answer(200, PAGE, ETag='"x"'))
        self.assert_fits("/api/pages/a", answer(404, ERROR))
        self.assert_fits("/api/nowhere", answer(404, {**ERROR, "key": None}))
        self.assert_fits("/elsewhere", answer(200, "anything"))

    def test_members_that_are_not_listed_are_found(self):
        self.assert_found("secret", "/api/pages/a", answer(200, {**PAGE, "data": {"secret": 1}}, ETag='"x"'))
        self.assert_found("'details' is a required", "/api/pages/a", answer(403, {k: ERROR[k] for k in ERROR if k != "details"}))

    def test_wrong_types_are_found(self):
        self.assert_found("data.title", "/api/pages/a", answer(200, {**PAGE, "data": {"title": None}}, ETag='"x"'))
        html = [("Content-Type", "text/html; charset=UTF-8"), ("ETag", '"x"')]
        self.assert_found("text/html is not listed", "/api/pages/a", Response(200, html, b"<html>"))

    def test_a_status_that_is_not_listed_is_found(self):
        self.assert_found("status 418", "/api/pages/a", answer(418, ERROR))
        self.assert_found("status 412", "/api/pages/a", answer(412, ERROR))
        self.assert_fits("/api/pages/a", answer(412, {**ERROR, "code": 412}), method="PATCH")

    def test_headers_are_compared(self):
        self.assert_found("ETag is missing", "/api/pages/a", answer(200, PAGE))
        self.assert_found("etag is not listed", "/api/auth", answer(200, {**PAGE, "data": {"id": "a"}}, ETag='"x"'))

    def test_the_effective_method_and_the_closest_path_count(self):
        self.assertEqual(self.document.find("patch", "/pages/a/files/sort"), "/pages/{id}/files/sort")
        self.assertEqual(self.document.find("get", "/site/fields/a/b/c"), "/site/fields/{path}")
        override = {"headers": {"X-HTTP-Method-Override": "DELETE"}}
        self.assert_found("DELETE /pages/{id} 200", "/api/pages/a", answer(200, PAGE), method="POST", **override)

    def test_what_is_accepted_must_be_listed(self):
        done = answer(200, PAGE, ETag='"x"')
        self.assert_fits("/api/pages/a/status", done, method="PATCH", json={"status": "listed", "position": 2})
        self.assert_found("takes: ", "/api/pages/a/status", done, method="PATCH", json={"status": "secret"})
        self.assert_fits("/api/pages/a/status", answer(400, {**ERROR, "code": 400}), method="PATCH", json={"status": "secret"})

    def test_a_route_that_is_not_there_must_refuse(self):
        self.assert_found("does not have", "/api/nowhere", answer(200, PAGE))

    def test_a_case_may_have_its_api_elsewhere(self):
        self.assertEqual([slug_of(c) for c in ({}, {"api": False}, {"api.slug": "x"}, {"api": {"slug": "y"}})], ["api", None, "x", "y"])

    def test_a_document_that_forgets_a_member_is_found_out(self):
        tree = copy.deepcopy(self.document.tree)
        del tree["components"]["schemas"]["Page"]["properties"]["title"]
        self.document = Document(json.dumps(tree))
        self.assert_found("title", "/api/pages/a", answer(200, PAGE, ETag='"x"'))


if __name__ == "__main__":
    unittest.main()
