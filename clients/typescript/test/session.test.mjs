// Who asks: sessions with their token, and Basic.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Latchkey, ForbiddenError, UnauthenticatedError } from "../dist/index.js";
import { basicOf, clientOf, editor, keeper, reader, serve } from "./server.mjs";

/** A client whose requests are written down: "METHOD /path". */
function watched(base, options = {}) {
  const seen = [];
  const watch = (input, init) => {
    seen.push(`${init.method} ${new URL(input).pathname}`);
    return fetch(input, init);
  };
  return { client: clientOf(base, { fetch: watch, ...options }), seen };
}

test("somebody logs in, is known, logs out and is refused", async (t) => {
  const { base } = await serve(t);
  const client = clientOf(base);
  assert.equal(await client.me(), null);
  await assert.rejects(client.page("home").get(), UnauthenticatedError);

  const { user } = await client.login(reader.email, reader.password);
  assert.equal(user.email, reader.email);
  assert.equal((await client.me()).email, reader.email);
  assert.equal((await client.page("home").get()).data.id, "home");
  await client.ping();

  await client.logout();
  assert.equal(await client.me(), null);
  const error = await client.page("home").get().catch((caught) => caught);
  assert.ok(error instanceof UnauthenticatedError);
  assert.equal(error.key, "error.auth");
  assert.equal(error.operation, "GET /pages/home");
});

test("the token is fetched once, and anew after a login", async (t) => {
  const { base } = await serve(t);
  const { client, seen } = watched(base);
  await client.login(reader.email, reader.password);
  await Promise.all([client.page("home").get(), client.page("visit").get()]);
  assert.deepEqual(seen.slice(0, 3), ["GET /api/auth/csrf", "POST /api/auth/login", "GET /api/auth/csrf"]);
  assert.equal(seen.filter((line) => line === "GET /api/auth/csrf").length, 2);
});

test("requests at the same time share one token", async (t) => {
  const { base } = await serve(t);
  const { client, seen } = watched(base);
  await Promise.allSettled(["home", "visit", "about"].map((id) => client.page(id).get()));
  const first = seen.slice(0, 4);
  assert.deepEqual(first.map((line) => line.split(" ")[1]).sort(), ["/api/auth/csrf", "/api/pages/about", "/api/pages/home", "/api/pages/visit"]);
});

test("a token that is no longer the session's is fetched again", async (t) => {
  const { base } = await serve(t);
  let spoil = false;
  const seen = [];
  const spoiling = (input, init) => {
    const headers = { ...init.headers };
    if (spoil && headers["X-CSRF"]) headers["X-CSRF"] = "0".repeat(64);
    spoil = false;
    seen.push(new URL(input).pathname);
    return fetch(input, { ...init, headers });
  };
  const client = clientOf(base, { fetch: spoiling });
  await client.login(reader.email, reader.password);
  spoil = true;
  // The very token is right, so there is nothing new to try: one more question, no loop.
  await assert.rejects(client.page("home").get(), UnauthenticatedError);
  assert.deepEqual(seen.slice(-2), ["/api/pages/home", "/api/auth/csrf"]);
  assert.equal((await client.page("home").get()).data.id, "home");
});

test("a client whose session was replaced by another login goes on", async (t) => {
  const { base } = await serve(t);
  // Two clients of one browser: one jar of cookies, each with a token of its own.
  let cookie = "";
  const shared = async (input, init) => {
    const response = await fetch(input, { ...init, headers: { ...init.headers, ...(cookie ? { Cookie: cookie } : {}) } });
    for (const line of response.headers.getSetCookie())
      if (line.startsWith("kirby_session=")) cookie = /Max-Age=0/i.test(line) ? "" : line.split(";")[0];
    return response;
  };
  const first = clientOf(base, { fetch: shared, cookies: "browser" });
  const second = clientOf(base, { fetch: shared, cookies: "browser" });
  await first.login(reader.email, reader.password);
  cookie = ""; // the browser forgot; the second tab begins anew
  await second.login(editor.email, editor.password);
  assert.equal((await first.account.get()).data.email, editor.email);
});

test("a wrong password is told apart from a missing page", async (t) => {
  const { base } = await serve(t);
  const client = clientOf(base);
  const error = await client.login(reader.email, "not-the-password").catch((caught) => caught);
  assert.ok(error instanceof ForbiddenError);
  assert.equal(error.key, "error.access.login");
});

test("a code is asked for where the site wants one", async (t) => {
  const { base } = await serve(t, { config: { auth: { methods: { password: { "2fa": true } } } } });
  const client = clientOf(base);
  const result = await client.login(reader.email, reader.password);
  assert.deepEqual(result, { challenge: "email" });
  const error = await client.answerCode("000000").catch((caught) => caught);
  assert.equal(error.key, "error.access.code");
  assert.deepEqual(error.details, { challengeDestroyed: false });
});

test("Basic needs no session and no token", async (t) => {
  const { base } = await serve(t);
  const { client, seen } = watched(base, { basic: { ...keeper, allowInsecure: true } });
  assert.equal((await client.account.get()).data.email, keeper.email);
  assert.equal((await client.me()).email, keeper.email);
  assert.deepEqual(seen, ["GET /api/account", "GET /api/system"]);
  await assert.rejects(client.logout(), TypeError);
  await assert.rejects(client.login(keeper.email, keeper.password), TypeError);
  await assert.rejects(basicOf(base, { ...keeper, password: "wrong-password" }).account.get(), ForbiddenError);
});

test("Basic is not sent in the clear unless told", () => {
  assert.throws(() => new Latchkey({ url: "http://127.0.0.1:1", basic: keeper }), TypeError);
  assert.doesNotThrow(() => new Latchkey({ url: "https://127.0.0.1:1", basic: keeper }));
  assert.throws(() => new Latchkey({ url: "https://127.0.0.1:1", basic: { email: "a:b", password: "c" } }), TypeError);
  assert.throws(() => new Latchkey({ url: "https://a:b@127.0.0.1:1" }), TypeError);
  assert.throws(() => new Latchkey({ url: "ftp://127.0.0.1" }), TypeError);
});

// Oracle: RFC 7617, 2.1: the credentials are UTF-8.
test("Basic sends names and passwords as UTF-8", async () => {
  let sent;
  const fetchOnce = async (_, init) => {
    sent = init.headers.Authorization;
    return Response.json({ code: 200, data: {}, status: "ok", type: "model" });
  };
  await clientOf("https://example.com", { basic: { email: "k@example.com", password: "käuzchen:grün" }, fetch: fetchOnce }).account.get();
  assert.equal(Buffer.from(sent.slice(6), "base64").toString("utf8"), "k@example.com:käuzchen:grün");
});

test("an answer that is no JSON is an error with its status", async () => {
  const client = clientOf("https://example.com", { basic: keeper, fetch: async () => new Response("<html>", { status: 200 }) });
  const error = await client.account.get().catch((caught) => caught);
  assert.equal(error.status, 200);
  assert.equal(error.key, null);
});
