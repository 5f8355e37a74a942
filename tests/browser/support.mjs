// Servers, sites and browsers for one test each; everything ends with the test that asked for it.
import { spawn } from "node:child_process";
import { cp, mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createServer as createSocket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));
const binary = process.env.LATCHKEY ?? resolve(here, "../../build/debug/latchkey");
const example = resolve(here, "../../examples/site");

export const accounts = {
  keeper: { email: "keeper@skerrow.example", password: "lantern-under-granite" },
  reader: { email: "reader@skerrow.example", password: "dunlin-over-shingle" },
};

export async function freePort() {
  const probe = createSocket().listen(0, "127.0.0.1");
  await new Promise((done) => probe.once("listening", done));
  const { port } = probe.address();
  await new Promise((done) => probe.close(done));
  return port;
}

/** A PHP literal of plain JSON values: what config.php holds. */
function php(value) {
  if (Array.isArray(value)) return "[" + value.map(php).join(", ") + "]";
  if (value && typeof value === "object")
    return "[" + Object.entries(value).map(([key, inner]) => `${php(key)} => ${php(inner)}`).join(", ") + "]";
  if (typeof value === "string") return "'" + value.replace(/[\\']/g, "\\$&") + "'";
  return String(value);
}

/** A copy of the example site, changed by `files` (path -> text) and `config`, served until the test ends. */
export async function serve(t, { config, files = {}, without = [] } = {}) {
  const root = await mkdtemp(join(tmpdir(), "latchkey-browser-"));
  await cp(example, root, { recursive: true });
  for (const path of without) await rm(join(root, path), { recursive: true, force: true });
  if (config) files["site/config/config.php"] = `<?php\n\nreturn ${php(config)};\n`;
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  const port = await freePort();
  const server = spawn(binary, ["serve", "--root", root, "--port", String(port)], { stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise((done) => server.once("exit", done));
  let output = "";
  for (const stream of [server.stdout, server.stderr]) stream.on("data", (text) => (output += text));
  t.after(async () => {
    server.kill("SIGTERM");
    await ended;
    await rm(root, { recursive: true, force: true });
  });
  const base = `http://127.0.0.1:${port}`;
  for (let i = 0; i < 100; ++i) {
    if (server.exitCode !== null) throw new Error("the server ended:\n" + output);
    if (await fetch(base + "/assets/site.css").then((r) => r.ok || r.status === 404, () => false)) return { base, port, root, output: () => output };
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error("the server does not answer:\n" + output);
}

/** Another origin on the same machine: one page with `html(path)`. */
export async function serveForeign(t, html) {
  const server = createServer((request, response) => {
    response.setHeader("Content-Type", "text/html; charset=UTF-8");
    response.end(html(request.url));
  }).listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  t.after(() => server.close());
  const { port } = server.address();
  return { sameSite: `http://127.0.0.1:${port}`, crossSite: `http://localhost:${port}`, port };
}

/** Chromium writes every refused answer into the console; what the API refuses in a test is no complaint. */
function isRefusal(message) {
  return /status of 4\d\d/.test(message.text()) && new URL(message.location().url || "http://none/").pathname.startsWith("/api/");
}

/** A page in a browser of its own, with an empty profile. Dialogs, script errors and complaints of the console are collected. */
export async function openBrowser(t, options = {}) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    headless: true,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync"],
  });
  t.after(() => browser.close());
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const seen = { dialogs: [], errors: [] };
  page.on("dialog", (dialog) => {
    seen.dialogs.push(dialog.message());
    dialog.dismiss();
  });
  page.on("pageerror", (error) => seen.errors.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" && !isRefusal(message)) seen.errors.push(message.text());
  });
  return { browser, context, page, seen };
}
