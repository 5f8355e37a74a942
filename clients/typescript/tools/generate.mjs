// generate.mjs [--check] - writes src/schema.ts from docs/openapi.json; --check only compares.
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const source = new URL("../../../docs/openapi.json", import.meta.url);
const target = fileURLToPath(new URL("../src/schema.ts", import.meta.url));
const document = JSON.parse(await readFile(source, "utf8"));

const plain = { string: "string", boolean: "boolean", integer: "number", number: "number", null: "null" };
const key = (name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));
const nameOf = (reference) => reference.split("/").at(-1);
const resolve = (node) => (node.$ref ? node.$ref.slice(2).split("/").reduce((at, part) => at[part], document) : node);
const listOf = (type) => (/[ |]/.test(type) ? `Array<${type}>` : `${type}[]`);

/** A TypeScript type of a JSON schema, as api/openapi_types.cpp writes them. */
function typeOf(schema) {
  if (schema.$ref) return nameOf(schema.$ref);
  if ("const" in schema) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(" | ");
  if (Array.isArray(schema.type)) return schema.type.map((type) => typeOf({ ...schema, type })).join(" | ");
  if (schema.format === "binary") return "Blob";
  if (schema.type === "array") return schema.maxItems === 0 ? "[]" : listOf(typeOf(schema.items ?? {}));
  if (schema.type === "object" && schema.properties) return membersOf(schema, "");
  if (schema.type === "object") return `Record<string, ${typeOf(schema.additionalProperties || {})}>`;
  return plain[schema.type] ?? "unknown";
}

function membersOf(schema, indent) {
  const lines = Object.entries(schema.properties).map(
    ([name, inner]) => `${indent}  ${key(name)}${schema.required?.includes(name) ? "" : "?"}: ${typeOf(inner)};`);
  return `{\n${lines.join("\n")}\n${indent}}`;
}

function comment(text, indent = "") {
  return text ? `${indent}/** ${text.replace(/\*\//g, "* /")} */\n` : "";
}

function schemas() {
  return Object.entries(document.components.schemas).map(([name, schema]) => {
    const words = comment(schema.description);
    return schema.properties ? `${words}export interface ${name} ${membersOf(schema, "")}` : `${words}export type ${name} = ${typeOf(schema)};`;
  });
}

function parameters(operation, place) {
  const found = operation.parameters.map(resolve).filter((parameter) => parameter.in === place);
  const members = found.map(({ name, required, schema }) => `${key(name)}${required ? "" : "?"}: ${typeOf(schema)}`);
  return members.length ? `{ ${members.join("; ")} }` : "{}";
}

function bodyOf(operation) {
  const content = operation.requestBody?.content ?? {};
  const types = new Set(["application/json", "multipart/form-data"].filter((media) => content[media]).map(
    (media) => (media === "multipart/form-data" ? "FormData" : typeOf(content[media].schema))));
  return types.size ? [...types].join(" | ") : "undefined";
}

function operations() {
  const entries = [];
  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, operation] of Object.entries(methods)) {
      const answer = typeOf(operation.responses["200"].content["application/json"].schema);
      entries.push(comment(operation.summary, "  ") + `  "${method.toUpperCase()} ${path}": {\n` +
        `    path: ${parameters(operation, "path")};\n    query: ${parameters(operation, "query")};\n` +
        `    body: ${bodyOf(operation)};\n    answer: ${answer};\n  };`);
    }
  return `/** Every route: what goes into its path, query and body, and what it answers. */\nexport interface Operations {\n${entries.join("\n")}\n}`;
}

const head = "// Made from docs/openapi.json by tools/generate.mjs (npm run generate). Do not edit.\n";
const text = [head, ...schemas(), operations()].join("\n") + "\n";
if (!process.argv.includes("--check")) {
  await writeFile(target, text);
} else if ((await readFile(target, "utf8").catch(() => "")) !== text) {
  console.error("src/schema.ts is not what docs/openapi.json says: run npm run generate");
  process.exitCode = 1;
}
