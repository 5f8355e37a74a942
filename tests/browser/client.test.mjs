// The TypeScript client in a page of another origin, with CORS and credentials.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { accounts, openBrowser, serve, serveForeign } from "./support.mjs";

const scripts = fileURLToPath(new URL("../../clients/typescript/dist", import.meta.url));
const { keeper } = accounts;

const page = `<title>An app</title><input type="file" id="picture"><script type="module">
  import * as client from "/index.js";
  globalThis.client = client;
</script>`;

/** A site that lets a page of another origin use the API, and that page with a client of it. */
async function openApp(t, cors = {}, more = {}) {
  const app = await serveForeign(t, () => page, scripts);
  const { base, root } = await serve(t, {
    config: {
      cors: {
        allowOrigin: [app.sameSite], allowCredentials: true, exposeHeaders: ["ETag"],
        allowHeaders: ["Content-Type", "X-CSRF", "X-Language", "If-Match", "Upload-Length", "Upload-Offset", "Upload-Id"], ...cors,
      },
      ...more,
    },
  });
  const browser = await openBrowser(t);
  await browser.page.goto(app.sameSite);
  await browser.page.waitForFunction(() => "client" in globalThis);
  await browser.page.evaluate((url) => { globalThis.latchkey = new client.Latchkey({ url }); }, base);
  return { ...browser, base, root, app };
}

test("an app of another origin logs in, uploads, edits, saves, publishes, logs out and is refused", async (t) => {
  const { page: app, base, root, context, seen } = await openApp(t);
  assert.equal(await app.evaluate(() => latchkey.me()), null);
  const user = await app.evaluate(async ({ email, password }) => (await latchkey.login(email, password)).user, keeper);
  assert.equal(user.email, keeper.email);

  const picture = await app.evaluate(async () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 40, height: 30 });
    canvas.getContext("2d").fillRect(5, 5, 20, 20);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
    const file = new File([blob], "Light House.png", { type: "image/png" });
    globalThis.sent = Array.from(new Uint8Array(await file.arrayBuffer()));
    return latchkey.page("example").files.upload(file, { pieceBytes: 64 });
  });
  assert.equal(picture.filename, "light-house.png");
  assert.equal(picture.dimensions.width, 40);
  const stored = await readFile(join(root, "content/example/light-house.png"));
  assert.deepEqual(Array.from(stored), await app.evaluate(() => sent));

  const edited = await app.evaluate(async () => {
    const example = latchkey.page("example");
    const first = await example.get({ select: ["title"] });
    const next = await example.update({ lead: "Edited from afar." }, { ifMatch: first.etag });
    const late = await example.changeTitle("Late", { ifMatch: first.etag }).catch((error) => error);
    return { tag: first.etag, lead: next.data.content.lead, isOutdated: late instanceof client.OutdatedError };
  });
  assert.match(edited.tag ?? "", /^"/, "the page may see the ETag");
  assert.equal(edited.lead, "Edited from afar.");
  assert.ok(edited.isOutdated);

  const text = () => readFile(join(root, "content/example/example.txt"), "utf8");
  await app.evaluate(() => latchkey.page("example").changes.save({ lead: "Pending from afar." }));
  assert.doesNotMatch(await text(), /Pending from afar/);
  await app.evaluate(() => latchkey.page("example").changes.publish());
  assert.match(await text(), /Lead: Pending from afar\./);

  // What scripts of the page must never see.
  assert.ok((await context.cookies(base)).some(({ name, httpOnly }) => name === "kirby_session" && httpOnly));
  assert.equal(await app.evaluate(() => document.cookie), "");

  await app.evaluate(() => latchkey.logout());
  const refused = await app.evaluate(() => latchkey.page("example").update({ lead: "Too late." }).catch((error) => [error.name, error.status, error.key]));
  assert.deepEqual(refused, ["UnauthenticatedError", 401, "error.auth"]);
  assert.equal(await app.evaluate(() => latchkey.me()), null);
  assert.doesNotMatch(await text(), /Too late/);
  assert.deepEqual(seen.dialogs, []);
});

test("an app survives a login in another tab", async (t) => {
  const { page: app, context, app: origin, base } = await openApp(t);
  await app.evaluate(({ email, password }) => latchkey.login(email, password), accounts.reader);
  await context.clearCookies();
  const other = await context.newPage();
  await other.goto(origin.sameSite);
  await other.waitForFunction(() => "client" in globalThis);
  await other.evaluate(([url, { email, password }]) => new client.Latchkey({ url }).login(email, password), [base, keeper]);
  assert.equal(await app.evaluate(async () => (await latchkey.account.get()).data.email), keeper.email);
});

test("an app of an origin that is not named gets nothing", async (t) => {
  const { page: app } = await openApp(t, { allowOrigin: ["https://app.example.com"] });
  const refused = await app.evaluate(({ email, password }) => latchkey.login(email, password).then(() => "in", (error) => error.name), keeper);
  assert.equal(refused, "TypeError");
});

test("Basic from a page sends no cookies and keeps none", async (t) => {
  const { page: app, context, base } = await openApp(t, { allowHeaders: ["Authorization"] }, { api: { basicAuth: true, allowInsecure: true } });
  const email = await app.evaluate(async ([url, { email, password }]) => {
    const script = new client.Latchkey({ url, basic: { email, password, allowInsecure: true } });
    return (await script.account.get()).data.email;
  }, [base, keeper]).catch((error) => String(error));
  assert.equal(email, keeper.email);
  assert.deepEqual(await context.cookies(), []);
});
