// Reading and writing models, as the server stores them.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { InvalidError, LockedError, NotFoundError, OutdatedError } from "../dist/index.js";
import { basicOf, editor, keeper, reader, serve } from "./server.mjs";

test("members that are asked for come, and no others", async (t) => {
  const { base } = await serve(t);
  const client = basicOf(base, reader);
  const { data, etag } = await client.page("home").get({ select: ["title", "id"] });
  assert.deepEqual(data, { id: "home", title: "Skerrow Light" });
  assert.match(etag, /^"/);
  assert.ok("panelImage" in (await client.page("home").get({ view: "any" })).data);
  const { items, pagination } = await client.page("stories").children({ limit: 2, page: 2 });
  assert.equal(items.length, 2);
  assert.deepEqual(pagination, { page: 2, total: 5, offset: 2, limit: 2 });
  assert.deepEqual((await client.site.find(["visit", "nowhere", "about"])).items.map(({ id }) => id), ["visit", "about"]);
  assert.equal((await client.call("GET /roles/{name}", { path: { name: "reader" } })).data.name, "reader");
});

test("a query gives what it asks for", async (t) => {
  const { base } = await serve(t);
  const client = basicOf(base, reader);
  assert.equal(await client.query("site.title"), "Skerrow Light");
  assert.deepEqual(
    await client.query({ query: "page('stories').children", select: ["id"], pagination: { limit: 1, page: 2 } }),
    { data: [{ id: "stories/a-very-small-mutiny" }], pagination: { page: 2, pages: 5, offset: 1, limit: 1, total: 5 } });
  await assert.rejects(client.query("page('nowhere').title"), InvalidError);
});

test("a page is made, changed, moved, copied and deleted", async (t) => {
  const { base, root } = await serve(t);
  const client = basicOf(base, keeper);
  const { data: draft } = await client.page("stories").createChild({ content: { title: "A small note" }, template: "story" });
  assert.equal(draft.id, "stories/a-small-note");
  assert.equal(draft.status, "draft");
  const note = client.page(draft.id);
  await note.update({ lead: "One." });
  await note.changeTitle("A note");
  assert.equal((await note.changeStatus("listed", { position: 1 })).data.num, 1);
  const moved = client.page((await note.changeSlug("note")).data.id);
  assert.equal((await moved.get({ select: ["title"] })).data.title, "A note");
  const copy = (await moved.duplicate({ slug: "again" })).data;
  assert.equal(copy.status, "draft");
  assert.match(await readFile(join(root, "content/2_stories/1_note/story.txt"), "utf8"), /Lead: One\./);
  await moved.delete();
  await client.page(copy.id).delete({ force: true });
  await assert.rejects(moved.get(), NotFoundError);
});

test("a write with the ETag of an older state changes nothing", async (t) => {
  const { base } = await serve(t);
  const example = basicOf(base, keeper).page("example");
  const first = await example.get({ select: ["title"] });
  const second = await example.update({ lead: "One." }, { ifMatch: first.etag });
  assert.notEqual(second.etag, first.etag);
  const error = await example.update({ lead: "Two." }, { ifMatch: first.etag }).catch((caught) => caught);
  assert.ok(error instanceof OutdatedError);
  assert.equal(error.key, "error.content.outdated");
  await example.update({ lead: "Three." }, { ifMatch: second.etag });
  assert.equal((await example.get()).data.content.lead, "Three.");
  await assert.rejects(example.changes.save({ lead: "Four." }, { ifMatch: first.etag }), OutdatedError);
});

test("values that are not valid are named by their fields", async (t) => {
  const { base } = await serve(t, {
    files: { "site/blueprints/pages/example.yml": "title: Example\nfields:\n  lead:\n    type: text\n    label: Lead\n    maxlength: 5\n" },
  });
  const example = basicOf(base, keeper).page("example");
  const error = await example.update({ lead: "Much too long" }).catch((caught) => caught);
  assert.ok(error instanceof InvalidError);
  assert.deepEqual(Object.keys(error.fields), ["lead"]);
  assert.equal(error.fields.lead.label, "Lead");
  assert.ok(error.fields.lead.message.maxlength);
  const other = await example.changeStatus("nonsense").catch((caught) => caught);
  assert.deepEqual(other.fields, {});
});

test("pending changes are saved, hold others off, and are published", async (t) => {
  const { base } = await serve(t);
  const mine = basicOf(base, keeper).page("example");
  const theirs = basicOf(base, editor).page("example");
  await mine.changes.save({ lead: "Pending." });
  assert.notEqual((await mine.get()).data.content.lead, "Pending.");
  const error = await theirs.changes.save({ lead: "Mine!" }).catch((caught) => caught);
  assert.ok(error instanceof LockedError);
  assert.equal(error.holder.email, keeper.email);
  assert.ok(Math.abs(error.since - Date.now()) < 60_000);
  await mine.changes.publish({ text: "Published." });
  const { data } = await theirs.get();
  assert.equal(data.content.lead, "Pending.");
  assert.equal(data.content.text, "Published.");
  await mine.changes.save({ lead: "Never." });
  await mine.changes.unlock();
  await theirs.changes.discard();
  assert.equal((await mine.get()).data.content.lead, "Pending.");
});

test("the site, users and files of users have the same ways", async (t) => {
  const { base } = await serve(t);
  const client = basicOf(base, keeper);
  const { data: before, etag } = await client.site.get();
  await client.site.changeTitle(before.title + "!", { ifMatch: etag });
  assert.equal((await client.site.get({ select: ["title"] })).data.title, before.title + "!");
  await client.site.changes.save({ note: "x" });
  await client.site.changes.discard();

  const { data: made } = await client.users.create({ email: "New@skerrow.example", password: "a-long-password", role: "reader" });
  assert.equal(made.email, "new@skerrow.example");
  const user = client.user(made.email);
  assert.equal((await user.changeName("Nele")).data.name, "Nele");
  assert.deepEqual((await client.users.search("nele")).items.map(({ id }) => id), [made.id]);
  assert.ok((await user.roles()).items.some(({ name }) => name === "editor"));
  await user.files.upload({ name: "list.csv", data: "a;b" });
  assert.equal((await user.files.get({ select: ["filename"] })).items[0].filename, "list.csv");
  await user.delete();
  await assert.rejects(user.get(), NotFoundError);
});

test("names that cannot be in a path are refused before anything is sent", () => {
  const client = basicOf("https://127.0.0.1:1", keeper);
  for (const id of ["", "a//b", "/a", "a?b", "a b", "a%2Fb", "ä"]) assert.throws(() => client.page(id), TypeError, id);
  assert.throws(() => client.user(".."), TypeError);
});
