// The client of one site.
import { Catalogue, Files, Languages, PageHandle, SiteHandle, UserHandle, Users } from "./models.js";
import { fill, part, type QueryValue } from "./paths.js";
import { SessionProof } from "./proof.js";
import type * as Api from "./schema.js";
import { Transport, type Options, type RequestOptions } from "./transport.js";

/** A login, or the code that is still asked for (null: none will come). */
export type LoginResult = { user: Api.User; challenge?: undefined } | { user?: undefined; challenge: string | null };

/** What a route of `Operations` takes. */
export type Call<K extends keyof Api.Operations> = RequestOptions & {
  query?: Api.Operations[K]["query"];
  headers?: Record<string, string>;
} & ({} extends Api.Operations[K]["path"] ? { path?: undefined } : { path: Api.Operations[K]["path"] }) &
  (undefined extends Api.Operations[K]["body"] ? { body?: undefined } : { body: Api.Operations[K]["body"] });

export class Latchkey {
  readonly #transport: Transport;

  constructor(options: Options) {
    this.#transport = new Transport(options);
  }

  // ------------------------------------------------------------ who one is

  /** Starts a session. `long` keeps it for weeks. Without a password a code is sent, where the site does that. */
  async login(email: string, password?: string, options: RequestOptions & { long?: boolean } = {}): Promise<LoginResult> {
    const { long = false, ...rest } = options;
    return this.#logIn("/auth/login", { email, long, ...(password === undefined ? {} : { password }) }, rest);
  }

  /** The second step of a login: the code that was sent, or that of an authenticator. */
  async answerCode(code: string, options: RequestOptions = {}): Promise<LoginResult> {
    return this.#logIn("/auth/code", { code }, options);
  }

  /** Ends the session. */
  async logout(options: RequestOptions = {}): Promise<void> {
    this.#requireSession();
    await this.#transport.send({ ...options, method: "POST", path: "/auth/logout" });
    this.#transport.proof.forget();
  }

  /** Who is logged in; null for nobody. */
  async me(options: RequestOptions = {}): Promise<Api.User | null> {
    const { body } = await this.#transport.send<Api.SystemModel>({ ...options, method: "GET", path: "/system" });
    return body.data.user ?? null;
  }

  /** Keeps the session alive. */
  async ping(options: RequestOptions = {}): Promise<void> {
    await this.#transport.send({ ...options, method: "POST", path: "/auth/ping" });
  }

  // --------------------------------------------------------- what there is

  get site(): SiteHandle {
    return new SiteHandle(this.#transport, "/site");
  }
  /** A page by its id: "notes/first". */
  page(id: string): PageHandle {
    return new PageHandle(this.#transport, id);
  }
  /** A user by id or address. */
  user(id: string): UserHandle {
    return new UserHandle(this.#transport, "/users/" + part(id));
  }
  /** The one who is logged in. */
  get account(): UserHandle {
    return new UserHandle(this.#transport, "/account");
  }
  /** Files of the site itself. */
  get files(): Files {
    return new Files(this.#transport, "/site/files");
  }
  get users(): Users {
    return new Users(this.#transport, "/users");
  }
  get roles(): Catalogue<Api.Role> {
    return new Catalogue(this.#transport, "/roles");
  }
  get languages(): Languages {
    return new Languages(this.#transport, "/languages");
  }
  get translations(): Catalogue<Api.Translation> {
    return new Catalogue(this.#transport, "/translations");
  }
  async system(options: RequestOptions = {}): Promise<Api.System> {
    return (await this.call("GET /system", options)).data;
  }

  /**
   * What a query (KQL) gives, as the server's docs/queries.md describes it: the text of a query, or a request with a
   * selection and pagination. The shape follows from the query, so it is the caller's to name.
   */
  async query<T = unknown>(query: string | Api.QueryInput, options: RequestOptions = {}): Promise<T> {
    const body = typeof query === "string" ? { query } : query;
    return (await this.call("POST /query", { ...options, body })).result as T;
  }

  /** Any route, by its method and path in the API's document: `call("GET /pages/{id}", { path: { id } })`. */
  async call<K extends keyof Api.Operations>(operation: K, request: Call<K>): Promise<Api.Operations[K]["answer"]> {
    const [method = "", template = ""] = operation.split(" ");
    const { path, query, ...rest } = request as RequestOptions & { path?: Record<string, string>; query?: Record<string, QueryValue> };
    const answer = await this.#transport.send<Api.Operations[K]["answer"]>({
      ...rest, method, path: fill(template, path ?? {}), ...(query ? { query } : {}),
    });
    return answer.body;
  }

  // ---------------------------------------------------------------- private

  #requireSession(): SessionProof {
    const { proof } = this.#transport;
    if (!(proof instanceof SessionProof)) throw new TypeError("A client with Basic credentials has no session");
    return proof;
  }

  /** The session is another one afterwards, so its token is fetched anew. */
  async #logIn(path: string, body: object, options: RequestOptions): Promise<LoginResult> {
    const proof = this.#requireSession();
    const { body: said } = await this.#transport.send<Api.Login>({ ...options, method: "POST", path, body });
    proof.forget();
    await proof.token();
    return said.user ? { user: said.user } : { challenge: said.challenge ?? null };
  }
}
