// Who asks: a session with its token, or an account by HTTP Basic.

/** Adds to requests what proves who asks, and learns from answers. */
export interface Proof {
  /** Whether the browser sends its cookies along. */
  readonly credentials: RequestCredentials;
  headers(): Promise<Record<string, string>>;
  /** Looks at an answer of the API. */
  learn(response: Response): void;
  /** Whether there is something new to try after a request was refused for its proof. */
  renew(): Promise<boolean>;
  /** The session is another one now. */
  forget(): void;
}

export interface Credentials {
  /** An address, an account id or `user://ID`. */
  email: string;
  password: string;
  /** Send the password over plain HTTP, too. The server must allow it as well. */
  allowInsecure?: boolean;
}

/** HTTP Basic. Cookies are neither sent nor kept. */
export class BasicProof implements Proof {
  readonly credentials = "omit";
  readonly #header: string;

  constructor(url: URL, { email, password, allowInsecure = false }: Credentials) {
    if (url.protocol !== "https:" && !allowInsecure)
      throw new TypeError(`A password for ${url.origin} would travel in the clear; use https, or allowInsecure where that is harmless`);
    if (email.includes(":")) throw new TypeError("HTTP Basic cannot send a name that holds a colon");
    const bytes = new TextEncoder().encode(`${email}:${password}`);
    this.#header = "Basic " + btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  }

  async headers(): Promise<Record<string, string>> {
    return { Authorization: this.#header };
  }
  learn(): void {}
  async renew(): Promise<boolean> {
    return false;
  }
  forget(): void {}
}

/** Cookies of one site, for platforms whose `fetch` keeps none. Source: RFC 6265, 5.3, as far as one site needs it. */
export class CookieJar {
  readonly #cookies = new Map<string, string>();

  take(headers: Headers): void {
    for (const line of headers.getSetCookie()) {
      const [pair = "", ...attributes] = line.split(";").map((part) => part.trim());
      const at = pair.indexOf("=");
      if (at < 1) continue;
      const age = attributes.find((attribute) => /^max-age=/i.test(attribute));
      const isGone = age !== undefined && Number(age.slice(8)) <= 0;
      if (isGone) this.#cookies.delete(pair.slice(0, at));
      else this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
  }

  header(): string {
    return Array.from(this.#cookies, ([name, value]) => `${name}=${value}`).join("; ");
  }
}

/** A session: its cookie, kept by the browser or in a jar of our own, and the token that goes with it. */
export class SessionProof implements Proof {
  readonly credentials = "include";
  #token: Promise<string> | undefined;

  /** `ask` fetches a token with the headers given. */
  constructor(
    private readonly ask: (headers: Record<string, string>) => Promise<string>,
    private readonly jar: CookieJar | undefined,
  ) {}

  async headers(): Promise<Record<string, string>> {
    const token = await this.token();
    return { ...this.#cookie(), "X-CSRF": token };
  }

  learn(response: Response): void {
    this.jar?.take(response.headers);
  }

  async renew(): Promise<boolean> {
    const old = await this.#token?.catch(() => undefined);
    this.forget();
    return (await this.token()) !== old;
  }

  forget(): void {
    this.#token = undefined;
  }

  /** Requests at the same time ask once. */
  token(): Promise<string> {
    this.#token ??= this.ask(this.#cookie()).catch((error: unknown) => {
      this.forget();
      throw error;
    });
    return this.#token;
  }

  #cookie(): Record<string, string> {
    const cookie = this.jar?.header();
    return cookie ? { Cookie: cookie } : {};
  }
}
