// What the tests here share: a server of its own for each, and clients of it.
import { accounts, serve } from "../../../tests/browser/server.mjs";
import { Latchkey } from "../dist/index.js";

export { accounts, serve };
export const { keeper, editor, reader } = accounts;

/** A client with a session that nobody has begun. */
export function clientOf(base, options = {}) {
  return new Latchkey({ url: base, ...options });
}

export function basicOf(base, { email, password }) {
  return clientOf(base, { basic: { email, password, allowInsecure: true } });
}

export const onePixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
