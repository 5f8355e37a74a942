"""Reads a whole site through the API: every page with its children and files, by Basic authentication."""
import base64
import http.client
import json
import sys
import urllib.parse
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
sys.dont_write_bytecode = True
sys.path.insert(0, str(SOURCE / "tools/sites"))
import frame  # noqa: E402

LOGIN = frame.ACCOUNTS[0][1]
BASIC = "Basic " + base64.b64encode(f"{LOGIN}:{frame.PASSWORDS[LOGIN]}".encode()).decode()


class Reader:
    """One connection. Answers are (status, bytes), with HOST for the address, so that two servers can be compared."""

    def __init__(self, port, timeout=60):
        self.port = port
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)

    def get(self, path):
        self.connection.request("GET", "/api/" + path, headers={"Authorization": BASIC})
        answer = self.connection.getresponse()
        return answer.status, answer.read().replace(b"127.0.0.1:%d" % self.port, b"HOST")

    def data(self, path):
        """The data of a 200, else the status."""
        status, body = self.get(path)
        return json.loads(body)["data"] if status == 200 else status

    def ids(self, parent=None):
        """Ids of all pages beneath one, or of the site; drafts too."""
        out, number = [], 1
        start = "site" if parent is None else "pages/" + address(parent)
        while True:
            status, body = self.get(f"{start}/children?status=all&limit=500&page={number}&select=id")
            if status != 200:
                return out
            answer = json.loads(body)
            for page in answer["data"]:
                out += [page["id"], *self.ids(page["id"])]
            number += 1
            if number > -(-answer["pagination"]["total"] // 500):
                return out


def address(id):
    """An id as a part of a path."""
    return urllib.parse.quote(id.replace("/", "+"), safe="+")
