// The built program in a real browser: sessions, other origins, remembered credentials, stored scripts.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { accounts, openBrowser, serve, serveForeign } from "./support.mjs";
import { fieldsWith, payloads } from "./payloads.mjs";

const { keeper, reader } = accounts;

async function signIn(page, { email, password }) {
  await page.locator("[name=email]").fill(email);
  await page.locator("[name=password]").fill(password);
  await page.locator("#login [type=submit]").click();
  await page.locator("#signed-in").waitFor({ state: "visible" });
}

/** The token that the template printed. */
function tokenOf(page) {
  return page.evaluate(() => JSON.parse(document.getElementById("latchkey").textContent).csrf);
}

async function answerOf(page) {
  await page.locator("#answer").waitFor({ state: "visible" });
  return { status: await page.locator("#status").textContent(), json: JSON.parse(await page.locator("#json").textContent()) };
}

test("somebody signs in, reads, reloads, signs out and is refused", async (t) => {
  const { base } = await serve(t);
  const { page, context, seen } = await openBrowser(t);
  await page.goto(base + "/example");
  await page.locator("#signed-out").waitFor({ state: "visible" });

  await page.locator("#refusal").click();
  const refused = await answerOf(page);
  assert.equal(refused.status, "401");
  assert.equal(refused.json.key, "error.auth");

  await signIn(page, reader);
  await page.waitForFunction(() => document.getElementById("status").textContent === "200");
  const read = await answerOf(page);
  assert.equal(read.json.id, "example");
  assert.equal(read.json.options.update, false);
  assert.equal(await page.locator("#who").textContent(), "Mirja Holm");

  const cookie = (await context.cookies()).find(({ name }) => name === "kirby_session");
  assert.ok(cookie.httpOnly);
  assert.equal(cookie.sameSite, "Lax");
  assert.equal(await page.evaluate(() => document.cookie), "");

  await page.reload();
  await page.locator("#signed-in").waitFor({ state: "visible" });
  assert.equal((await answerOf(page)).status, "200");

  await page.locator("#logout").click();
  await page.locator("#signed-out").waitFor({ state: "visible" });
  await page.locator("#refusal").click();
  assert.equal((await answerOf(page)).status, "401");
  await page.reload();
  await page.locator("#signed-out").waitFor({ state: "visible" });
  assert.deepEqual(seen, { dialogs: [], errors: [] });
});

test("a wrong password is refused without a trace", async (t) => {
  const { base } = await serve(t);
  const { page } = await openBrowser(t);
  await page.goto(base + "/example");
  await page.locator("[name=email]").fill(reader.email);
  await page.locator("[name=password]").fill("not-the-password");
  await page.locator("#login [type=submit]").click();
  await page.waitForFunction(() => document.getElementById("problem").textContent !== "");
  assert.ok(await page.locator("#signed-out").isVisible());
});

test("a session needs its token, a login the right one", async (t) => {
  const { base } = await serve(t);
  const { page } = await openBrowser(t);
  await page.goto(base + "/example");
  const login = (csrf) => ask(page, "/api/auth/login", {
    method: "POST", headers: { "X-CSRF": csrf, "Content-Type": "application/json" }, body: JSON.stringify(reader),
  });
  assert.equal((await login("0".repeat(64))).status, 400);
  assert.equal((await login("")).status, 400);
  const csrf = await tokenOf(page);
  assert.equal((await login(csrf)).status, 200);
  assert.equal((await ask(page, "/api/auth")).status, 401, "the cookie alone reads nothing");
  assert.equal((await ask(page, "/api/auth", { headers: { "X-CSRF": "0".repeat(64) } })).status, 401);
  assert.equal((await ask(page, "/api/auth", { headers: { "X-CSRF": csrf } })).status, 200);
  assert.equal((await ask(page, "/api/pages/home", { method: "PATCH", body: "{}" })).status, 401);
});

test("the pages of the example load without a complaint", async (t) => {
  const { base } = await serve(t);
  const { page, seen } = await openBrowser(t);
  for (const path of ["/", "/visit", "/stories", "/example"]) {
    await page.goto(base + path, { waitUntil: "networkidle" });
    assert.notEqual((await page.locator("main").innerText()).trim(), "");
    assert.deepEqual(seen, { dialogs: [], errors: [] }, path);
  }
});

test("pages without a token set no cookie", async (t) => {
  const { base } = await serve(t);
  const { page, context } = await openBrowser(t);
  for (const path of ["/", "/visit", "/stories/a-visitor-from-the-north", "/nowhere"]) await page.goto(base + path);
  assert.deepEqual(await context.cookies(), []);
});

/** Asks the API from the page's own origin, whatever that is; "blocked" if the browser does not show the answer. */
function ask(page, url, options = {}) {
  return page.evaluate(async ([address, init]) => {
    try {
      const response = await fetch(address, { credentials: "include", ...init });
      return { status: response.status, json: await response.json() };
    } catch {
      return "blocked";
    }
  }, [url, options]);
}

test("another origin is refused without CORS", async (t) => {
  const { base } = await serve(t);
  const foreign = await serveForeign(t, () => "<title>elsewhere</title>");
  const { page } = await openBrowser(t);
  await page.goto(base + "/example");
  await signIn(page, reader);
  const csrf = await tokenOf(page);

  for (const origin of [foreign.sameSite, foreign.crossSite]) {
    await page.goto(origin);
    assert.equal(await ask(page, base + "/api/pages/example"), "blocked");
    assert.equal(await ask(page, base + "/api/pages/example", { headers: { "X-CSRF": csrf } }), "blocked");
    assert.equal(await ask(page, base + "/api/auth/csrf"), "blocked");
    assert.equal(await ask(page, base + "/api/auth/logout", { method: "POST" }), "blocked");
    assert.equal(await ask(page, base + "/api/auth/logout", { method: "POST", mode: "no-cors" }), "blocked");
  }
  await page.goto(base + "/example");
  await page.locator("#signed-in").waitFor({ state: "visible" });
});

test("a named origin signs in and reads with CORS and credentials", async (t) => {
  const foreign = await serveForeign(t, () => "<title>elsewhere</title>");
  const { base } = await serve(t, {
    config: { cors: { allowOrigin: [foreign.sameSite], allowCredentials: true, allowHeaders: ["X-CSRF", "Content-Type"] } },
  });
  const { page } = await openBrowser(t);
  await page.goto(foreign.sameSite);
  const token = await ask(page, base + "/api/auth/csrf");
  assert.equal(token.status, 200);
  const headers = { "X-CSRF": token.json.csrf, "Content-Type": "application/json" };
  const login = await ask(page, base + "/api/auth/login", { method: "POST", headers, body: JSON.stringify(reader) });
  assert.equal(login.status, 200, JSON.stringify(login));
  const read = await ask(page, base + "/api/pages/example", { headers: { "X-CSRF": token.json.csrf } });
  assert.equal(read.json.data.id, "example");
  const out = await ask(page, base + "/api/auth/logout", { method: "POST", headers });
  assert.equal(out.status, 200);
  assert.equal((await ask(page, base + "/api/pages/example", { headers })).status, 401);

  await page.goto(foreign.crossSite);
  assert.equal(await ask(page, base + "/api/auth/csrf"), "blocked");
});

/** A page with one form, for foreign sites. */
function form(method, action, enctype, inputs = "") {
  return `<form id="f" method="${method}" action="${action}" enctype="${enctype}">${inputs}</form>`;
}

/** Opens `url` and sends its form; what came of it. */
async function sendForm(page, url) {
  await page.goto(url);
  const [answer] = await Promise.all([page.waitForNavigation(), page.evaluate(() => document.getElementById("f").submit())]);
  return answer;
}

test("S25: a form from elsewhere does not end a session", async (t) => {
  const { base } = await serve(t);
  const foreign = await serveForeign(t, () => form("post", base + "/api/auth/logout", "text/plain"));
  const { page } = await openBrowser(t);
  await page.goto(base + "/example");
  await signIn(page, reader);
  for (const origin of [foreign.sameSite, foreign.crossSite]) {
    const answer = await sendForm(page, origin);
    assert.equal(answer.status(), 403);
    assert.equal((await answer.json()).key, "error.permission");
  }
  await page.goto(base + "/example");
  await page.locator("#signed-in").waitFor({ state: "visible" });
});

test("S25: a form from elsewhere changes nothing with remembered Basic credentials", async (t) => {
  const { base, root } = await serve(t);
  const children = base + "/api/pages/example/children";
  const pages = {
    "/form": form("post", children, "application/x-www-form-urlencoded", `<input name="slug" value="evil">`),
    "/parts": form("post", children, "multipart/form-data", `<input name="slug" value="evil">`),
    "/json": form("post", children, "text/plain", `<input name='{"slug":"evil","x":"' value='"}'>`),
    "/read": form("get", base + "/api/pages/example", "application/x-www-form-urlencoded"),
  };
  const foreign = await serveForeign(t, (path) => pages[path.replace(/\?.*/, "")] ?? "");
  const { page } = await openBrowser(t, {
    httpCredentials: { username: keeper.email, password: keeper.password, origin: base },
  });
  const first = await page.goto(base + "/api/pages/example");
  assert.equal(first.status(), 200, "the browser answers the challenge and remembers");

  for (const origin of [foreign.sameSite, foreign.crossSite]) {
    const read = await sendForm(page, origin + "/read");
    assert.equal(read.status(), 200, "a foreign form takes the credentials with it");
    for (const path of ["/form", "/parts", "/json"]) {
      const answer = await sendForm(page, origin + path);
      assert.ok(answer.url().startsWith(base));
      assert.match((await answer.request().allHeaders()).authorization ?? "", /^Basic /);
      assert.equal(answer.status(), 403);
    }
  }
  const listed = await page.goto(children + "?status=all");
  assert.deepEqual((await listed.json()).data, []);
  assert.ok(!existsSync(join(root, "content/example/_drafts")));
  assert.ok(!(await readFile(join(root, "content/example/example.txt"), "utf8")).includes("evil"));
});

async function visitAll(page, base, paths) {
  for (const path of paths) {
    await page.goto(base + path, { waitUntil: "load" });
    for (const link of await page.locator("a[href]").evaluateAll((all) => all.map((a) => a.getAttribute("href"))))
      assert.doesNotMatch(link.replace(/[\s\0-\x20]/g, ""), /^(javascript|data|vbscript):/i);
  }
}

test("S20: stored scripts open no dialog", async (t) => {
  const files = {};
  const paths = [];
  payloads.forEach((payload, i) => {
    files[`content/2_stories/${i + 10}_payload-${i}/story.txt`] = fieldsWith(payload);
    files[`content/plain-${i}/untemplated.txt`] = fieldsWith(payload);
    paths.push(`/stories/payload-${i}`, `/plain-${i}`);
  });
  files["content/plain-0/evil.svg"] = `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script></svg>`;
  files["site/accounts/rdr5hk9w/index.php"] =
    "<?php return ['email' => 'reader@skerrow.example', 'language' => 'en', 'name' => '<img src=x onerror=alert(3)>', 'role' => 'reader'];";
  const site = { files, without: ["site/templates/default.mustache"] };
  const { base } = await serve(t, site);
  const { page, seen } = await openBrowser(t);
  await visitAll(page, base, ["/stories", ...paths, "/media/pages/plain-0/evil.svg",
    "/%3Cscript%3Ealert(4)%3C%2Fscript%3E", "/%22%3E%3Cimg%20src=x%20onerror=alert(5)%3E"]);
  await page.goto(base + "/example");
  await signIn(page, reader);
  await answerOf(page);
  assert.deepEqual(seen.dialogs, []);
});
