// The examples of README.md, in their order as one program: they compile, run, and print what their comments say.
import assert from "node:assert/strict";
import { spawnSync, spawn } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import ts from "typescript";
import { keeper, serve } from "./server.mjs";

const folder = new URL("../", import.meta.url);
const at = (path) => fileURLToPath(new URL(path, folder));

const readme = await readFile(at("README.md"), "utf8");
const program = Array.from(readme.matchAll(/^```ts\n(.*?)^```$/gms), (match) => match[1]).join("\n");
const promised = Array.from(program.matchAll(/\/\/ → (.*)$/gm), (match) => match[1]);

/** `…` stands for anything. */
function fits(promise, line) {
  const pattern = promise.split("…").map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(".*");
  return new RegExp(`^${pattern}$`).test(line);
}

test("the examples are strict TypeScript, and types refuse what is wrong", async () => {
  await mkdir(at("build"), { recursive: true });
  await writeFile(at("build/readme.ts"), program);
  const settings = JSON.parse(await readFile(at("tsconfig.json"), "utf8"));
  const { rootDir, outDir, declaration, ...options } = settings.compilerOptions;
  await writeFile(at("build/tsconfig.json"), JSON.stringify({
    compilerOptions: { ...options, noEmit: true, noUnusedLocals: false, rootDir: "..", paths: { "latchkey-client": ["../src/index.ts"] } },
    include: ["readme.ts", "../test/types.ts"],
  }));
  const { status, stdout } = spawnSync(process.execPath, [at("node_modules/typescript/bin/tsc"), "-p", at("build")], { encoding: "utf8" });
  assert.equal(status, 0, stdout);
});

test("the examples print what they promise", async (t) => {
  assert.ok(promised.length > 10);
  const { base } = await serve(t);
  const preamble = `import { inspect } from "node:util";
const show = (item) => (typeof item === "string" ? item : inspect(item, { breakLength: Infinity, compact: true }));
console.log = (...items) => process.stdout.write(items.map(show).join(" ") + "\\n");
`;
  const { outputText } = ts.transpileModule(program, { compilerOptions: { target: "ES2022", module: "ES2022" } });
  const text = outputText
    .replaceAll('"latchkey-client"', '"../dist/index.js"')
    .replaceAll("https://example.com", base)
    .replaceAll("you@example.com", keeper.email)
    .replaceAll('"password"', `"${keeper.password}"`)
    .replaceAll("basic: {", "basic: { allowInsecure: true,");
  await mkdir(at("build"), { recursive: true });
  await writeFile(at("build/readme.mjs"), preamble + text);
  const run = spawn(process.execPath, ["--no-warnings", at("build/readme.mjs")], { stdio: ["ignore", "pipe", "pipe"] });
  let out = "";
  let complaints = "";
  run.stdout.on("data", (chunk) => (out += chunk));
  run.stderr.on("data", (chunk) => (complaints += chunk));
  await new Promise((done) => run.once("close", done));
  assert.equal(complaints, "");
  const lines = out.trimEnd().split("\n");
  promised.forEach((promise, i) => assert.ok(fits(promise.replaceAll("you@example.com", keeper.email), lines[i] ?? ""), `promised ${promise}, printed ${lines[i]}`));
  assert.equal(lines.length, promised.length);
});
