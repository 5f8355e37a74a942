"""S26 and section 3: hydra finds a password within the limit and none beyond it; the limiter looks like a wrong password."""
import subprocess
from pathlib import Path

from outside import ADMIN, FIXED, Checks, Client, box, make_site, program, start_latchkey

CONFIG = {"api.csrf": FIXED, "auth.delay": False}


def hydra(folder, port, words):
    """Number of passwords that hydra claims to have found."""
    (Path(folder) / "words").write_text("\n".join(words) + "\n")
    form = f"/api/auth/login:email=^USER^&password=^PASS^&long=0:H=X-CSRF\\: {FIXED}:F=error"
    run = subprocess.run(["hydra", "-I", "-t", "1", "-l", ADMIN[0], "-P", Path(folder) / "words", "-s", str(port), "127.0.0.1",
                          "http-post-form", form], capture_output=True, text=True, timeout=240, stdin=subprocess.DEVNULL, cwd=folder)
    return run.stdout.count(f"login: {ADMIN[0]}"), run.stdout + run.stderr


def main():
    check = Checks()
    wrong = [f"wrong-password-{n}" for n in range(30)]
    for what, words, wanted in (("third of three", wrong[:2] + [ADMIN[1]], 1), ("fifteenth", wrong[:14] + [ADMIN[1]] + wrong[14:20], 0)):
        with box() as folder:
            server = start_latchkey(program(), make_site(folder, CONFIG))
            try:
                found, words_of_hydra = hydra(folder, server.port, words)
                check(found == wanted, f"the right password as the {what}: hydra found {found}, wanted {wanted}: {words_of_hydra[-300:]}")
                if wanted == 0:
                    client = Client(server.port)
                    client.csrf = FIXED
                    answers = {client.ask("POST", "/api/auth/login", {"email": ADMIN[0], "password": p, "long": False})[::2]
                               for p in ("wrong-password-x", ADMIN[1])}
                    check(len(answers) == 1 and next(iter(answers))[0] == 403, f"blocked: right and wrong answer alike: {answers}")
            finally:
                server.stop()
    check.done()


if __name__ == "__main__":
    main()
