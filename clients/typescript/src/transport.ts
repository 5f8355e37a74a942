// One request and its answer.
import { errorOf } from "./errors.js";
import { BasicProof, CookieJar, SessionProof, type Credentials, type Proof } from "./proof.js";
import { queryText, type QueryValue } from "./paths.js";

export interface Options {
  /** Address of the site: "https://example.com", with a path where the site is in a folder. */
  url: string;
  /** First part of the API's paths (option `api.slug` of the site). */
  slug?: string;
  /** HTTP Basic with every request; a session without. */
  basic?: Credentials;
  /** Language of the content, on sites that have several. */
  language?: string;
  /** In place of the platform's own. */
  fetch?: typeof fetch;
  /** Who keeps the cookies of a session: the browser, or this client. Found out by itself. */
  cookies?: "browser" | "own";
}

/** What a single request may say besides its operation. */
export interface RequestOptions {
  /** Language of the content, in place of the client's. */
  language?: string;
  signal?: AbortSignal;
}

export interface Request extends RequestOptions {
  method: string;
  /** Below the API: "/pages/notes". */
  path: string;
  query?: Record<string, QueryValue>;
  /** JSON, or a form with files. */
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Answer<T> {
  body: T;
  headers: Headers;
}

/** Refused before anything was done, maybe for a token that is no longer the session's. */
function isAboutToken(request: Request, status: number, body: unknown): boolean {
  const key = (body as { key?: unknown } | undefined)?.key;
  if (status === 401) return key === "error.auth";
  const checksItself = /^\/(auth\/(login|code)|system\/install)$/.test(request.path);
  return status === 400 && key === "error.invalidArgument" && checksItself;
}

const isNode = () => "process" in globalThis && !("document" in globalThis);

export class Transport {
  readonly proof: Proof;
  readonly #base: string;
  readonly #language: string | undefined;
  readonly #fetch: typeof fetch;

  constructor(options: Options) {
    const url = new URL(options.url);
    if (url.protocol !== "http:" && url.protocol !== "https:") throw new TypeError(`${options.url} is no address of a site`);
    if (url.username || url.password) throw new TypeError("Credentials go into `basic`, not into the address");
    this.#base = url.origin + url.pathname.replace(/\/+$/, "") + "/" + (options.slug ?? "api");
    this.#language = options.language;
    this.#fetch = options.fetch ?? ((input, init) => fetch(input, init));
    const jar = (options.cookies ?? (isNode() ? "own" : "browser")) === "own" ? new CookieJar() : undefined;
    this.proof = options.basic ? new BasicProof(url, options.basic) : new SessionProof((headers) => this.#token(headers), jar);
  }

  /** The answer of a success. Throws `ApiError` for every other, `TypeError` where none came. */
  async send<T>(request: Request): Promise<Answer<T>> {
    let [response, body] = await this.#once(request, await this.proof.headers());
    if (isAboutToken(request, response.status, body) && (await this.proof.renew()))
      [response, body] = await this.#once(request, await this.proof.headers());
    if (!response.ok || body === undefined) throw errorOf(`${request.method} ${request.path}`, response, body);
    return { body: body as T, headers: response.headers };
  }

  async #once(request: Request, proof: Record<string, string>): Promise<[Response, unknown]> {
    const language = request.language ?? this.#language;
    const isForm = request.body instanceof FormData;
    const headers: Record<string, string> = { Accept: "application/json", ...request.headers, ...proof };
    if (language) headers["X-Language"] = language;
    if (request.body !== undefined && !isForm) headers["Content-Type"] = "application/json";
    const init: RequestInit = {
      method: request.method,
      headers,
      credentials: this.proof.credentials,
      redirect: "error", // the API has none, and they would take the credentials along
      cache: "no-store",
      signal: request.signal ?? null,
    };
    if (request.body !== undefined) init.body = isForm ? (request.body as FormData) : JSON.stringify(request.body);
    const response = await this.#fetch(this.#base + request.path + queryText(request.query ?? {}), init);
    this.proof.learn(response);
    return [response, parsed(await response.text())];
  }

  async #token(headers: Record<string, string>): Promise<string> {
    const [response, body] = await this.#once({ method: "GET", path: "/auth/csrf" }, headers);
    const token = (body as { csrf?: unknown } | undefined)?.csrf;
    if (!response.ok || typeof token !== "string") throw errorOf("GET /auth/csrf", response, body);
    return token;
  }
}

/** Undefined for what is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
