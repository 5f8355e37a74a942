// Uploads: one file, several, pieces, and what is refused.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { UploadError } from "../dist/index.js";
import { basicOf, keeper, onePixel, reader, serve } from "./server.mjs";

test("a picture is stored as it is sent", async (t) => {
  const { base, root } = await serve(t);
  const files = basicOf(base, keeper).page("about").files;
  const stored = await files.upload({ name: "Ein Bild (1).PNG", data: onePixel }, { sort: 3 });
  assert.equal(stored.filename, "ein-bild-1.png");
  assert.deepEqual(stored.dimensions, { width: 1, height: 1, ratio: 1, orientation: "square" });
  assert.deepEqual(await readFile(join(root, "content/4_about/ein-bild-1.png")), onePixel);
  const file = files.file(stored.filename);
  assert.equal((await file.rename("dot")).data.filename, "dot.png");
  assert.equal((await files.get()).items.length, 1);
  await files.file("dot.png").delete();
  assert.equal((await files.get()).items.length, 0);
});

test("a large file goes in pieces and arrives whole", async (t) => {
  const { base, root } = await serve(t);
  const files = basicOf(base, keeper).page("about").files;
  const bytes = Buffer.from(Array.from({ length: 10_001 }, (_, i) => (i % 95) + 32));
  const seen = [];
  const stored = await files.upload({ name: "list.csv", data: new Blob([bytes]) }, { pieceBytes: 2500, onProgress: (sent, total) => seen.push([sent, total]) });
  assert.equal(stored.size, bytes.length);
  assert.deepEqual(seen, [[2500, 10_001], [5000, 10_001], [7500, 10_001], [10_000, 10_001], [10_001, 10_001]]);
  assert.deepEqual(await readFile(join(root, "content/4_about/list.csv")), bytes);
  const replaced = await files.file("list.csv").replace({ name: "other.csv", data: "a;b" });
  assert.equal(replaced.size, 3);
});

test("of several files the good ones are stored", async (t) => {
  const { base } = await serve(t);
  const files = basicOf(base, keeper).page("about").files;
  assert.deepEqual(await files.uploadAll([]), {});
  assert.deepEqual(Object.keys(await files.uploadAll([{ name: "one.csv", data: "1" }])), ["one.csv"]);
  const both = await files.uploadAll([{ name: "A.csv", data: "a" }, { name: "B.csv", data: "b" }]);
  assert.deepEqual(Object.entries(both).map(([name, file]) => [name, file.filename]), [["A.csv", "a.csv"], ["B.csv", "b.csv"]]);
  const error = await files.uploadAll([{ name: "c.csv", data: "c" }, { name: "d.php", data: "<?php" }]).catch((caught) => caught);
  assert.ok(error instanceof UploadError);
  assert.equal(error.status, 400);
  assert.deepEqual(Object.keys(error.errors), ["d.php"]);
  assert.deepEqual((await files.get()).items.map(({ filename }) => filename), ["a.csv", "b.csv", "c.csv", "one.csv"]);
  await assert.rejects(files.uploadAll([{ name: "e.csv", data: "1" }, { name: "e.csv", data: "2" }]), TypeError);
  await files.sort(["about/one.csv", "about/a.csv"]);
  assert.deepEqual((await files.get()).items.map(({ filename }) => filename), ["b.csv", "c.csv", "one.csv", "a.csv"]);
});

test("a refused file says why", async (t) => {
  const { base } = await serve(t);
  const error = await basicOf(base, reader).page("about").files.upload({ name: "a.png", data: onePixel }).catch((caught) => caught);
  assert.ok(error instanceof UploadError);
  assert.deepEqual(error.errors, {});
  assert.match(error.message, /not allowed/);
});
