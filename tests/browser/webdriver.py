"""A headless Chromium of our own, driven by the W3C WebDriver protocol through ChromeDriver; standard library only."""
import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
from servers import free_port  # noqa: E402

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--disable-default-apps"]


class Browser:
    """Starts driver and browser, and ends both in `close`."""

    def __init__(self):
        self.port, self.profile = free_port(), tempfile.TemporaryDirectory(prefix="latchkey-browser-")
        self.driver = subprocess.Popen(["chromedriver", f"--port={self.port}"], stdin=subprocess.DEVNULL,
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        self.session = None
        for _ in range(100):
            try:
                self.call("GET", "/status")
                break
            except OSError:
                time.sleep(0.1)
        options = {"args": [*FLAGS, f"--user-data-dir={self.profile.name}"], "binary": "/usr/bin/chromium"}
        wanted = {"browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"},
                  "unhandledPromptBehavior": "ignore"}
        self.session = self.call("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})["sessionId"]
        self.tell("POST", "/timeouts", {"script": 20000, "pageLoad": 20000})

    def call(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, None if body is None else json.dumps(body), {"Content-Type": "application/json"})
        answer = json.loads(connection.getresponse().read())["value"]
        connection.close()
        if isinstance(answer, dict) and answer.get("error"):
            raise RuntimeError(f"{method} {path}: {answer['error']}: {answer['message'][:300]}")
        return answer

    def tell(self, method, path, body=None):
        return self.call(method, f"/session/{self.session}{path}", body)

    def open(self, url):
        self.tell("POST", "/url", {"url": url})

    def run(self, script, *arguments):
        """What a function body returns, awaited if it is a promise."""
        return self.tell("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def find(self, css):
        return next(iter(self.tell("POST", "/element", {"using": "css selector", "value": css}).values()))

    def type(self, css, text):
        self.tell("POST", f"/element/{self.find(css)}/value", {"text": text})

    def click(self, css):
        self.tell("POST", f"/element/{self.find(css)}/click", {})

    def complaints(self):
        """Errors in the console since the last call: scripts, blocked resources, broken policies."""
        return [line["message"] for line in self.tell("POST", "/se/log", {"type": "browser"}) if line["level"] == "SEVERE"]

    def has_dialog(self):
        try:
            self.tell("GET", "/alert/text")
            return True
        except RuntimeError:
            return False

    def close(self):
        try:
            if self.session:
                self.tell("DELETE", "")
        finally:
            os.killpg(self.driver.pid, signal.SIGTERM)
            self.driver.wait(10)
            self.profile.cleanup()
