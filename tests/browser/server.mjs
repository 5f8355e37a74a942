// Servers and sites for one test each; everything ends with the test that asked for it.
import { spawn } from "node:child_process";
import { cp, mkdtemp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createServer as createSocket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const binary = process.env.LATCHKEY ?? resolve(here, "../../build/debug/latchkey");
const example = resolve(here, "../../examples/site");

export const accounts = {
  keeper: { email: "keeper@skerrow.example", password: "lantern-under-granite" },
  editor: { email: "editor@skerrow.example", password: "curlew-beyond-breakers" },
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

/** Another origin on the same machine: one page with `html(path)`, and the scripts in the folder `scripts`. */
export async function serveForeign(t, html, scripts) {
  const server = createServer(async (request, response) => {
    const isScript = scripts !== undefined && /^\/[\w-]+\.js$/.test(request.url);
    response.setHeader("Content-Type", `text/${isScript ? "javascript" : "html"}; charset=UTF-8`);
    response.end(isScript ? await readFile(join(scripts, request.url)) : html(request.url));
  }).listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  t.after(() => server.close());
  const { port } = server.address();
  return { sameSite: `http://127.0.0.1:${port}`, crossSite: `http://localhost:${port}`, port };
}
