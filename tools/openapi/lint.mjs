// lint.mjs FILE - whether an OpenAPI document is valid, and what Redocly's recommended rules say of it.
import { createConfig, formatProblems, getTotals, lint } from "@redocly/openapi-core";

const config = await createConfig({
  extends: ["recommended-strict"],
  rules: {
    "info-license": "off", // the project has none yet
    "no-ambiguous-paths": "off", // `/pages/{id}/files/sort` beside `/pages/{id}/files/{name}`: the route tables know which goes first
    "operation-tag-defined": "error",
    "no-invalid-schema-examples": "error",
    "no-unused-components": "error",
  },
});
const problems = await lint({ ref: process.argv[2], config });
const totals = getTotals(problems);
formatProblems(problems, { format: "stylish", totals, version: "", maxProblems: 50 });
console.log(`${totals.errors + totals.warnings} problems in ${process.argv[2]}`);
process.exitCode = totals.errors + totals.warnings ? 1 : 0;
