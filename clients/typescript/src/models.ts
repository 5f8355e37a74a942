// Handles: pages, files, users and the site by their names, with what can be done to them. Making one asks nothing.
import { fill, pagePart, part, type QueryValue } from "./paths.js";
import type * as Api from "./schema.js";
import type { RequestOptions, Transport } from "./transport.js";
import { uploadOne, uploadSeveral, type Upload, type UploadOptions } from "./uploads.js";

/** Values by the names of their fields. */
export type Fields = Record<string, unknown>;

/** On the wire a `content` without fields is [], here it is a map as any other. */
type Member<M, K extends keyof M> = K extends "content" ? Fields : Exclude<M[K], undefined>;

/** Members that were asked for are there. */
export type Shown<M, K extends keyof M> = { [Name in K]-?: Member<M, Name> };

/** Any members may be there. */
export type Maybe<M> = { [Name in keyof M]?: Member<M, Name> };

/** What to show of a model: some members, a view by its name, or its usual ones. */
export interface Look<M> extends RequestOptions {
  select?: readonly (keyof M & string)[];
  view?: string;
}

/** `D` are the usual members. */
export type Seen<M, D extends keyof M, L> = L extends { view: string }
  ? Maybe<M>
  : L extends { select: readonly (infer K)[] } ? Shown<M, K & keyof M> : Shown<M, D>;

/** A model, with the ETag that names its state for `ifMatch`. */
export interface Stored<T> {
  data: T;
  /** Null where the server sends none, or a browser may not show it (`exposeHeaders` of its CORS). */
  etag: string | null;
}

export interface List<T> {
  items: T[];
  pagination: Api.Pagination;
  etag: string | null;
}

export interface ListOptions<M> extends Look<M> {
  /** From 1. */
  page?: number;
  /** Items on a page. */
  limit?: number;
}

export interface PageListOptions<M> extends ListOptions<M> {
  status?: "all" | "draft" | "listed" | "unlisted" | "published";
}

export interface WriteOptions extends RequestOptions {
  /** ETag of the state that the write is meant for: `OutdatedError` where the model has another one by now. */
  ifMatch?: string | null;
}

type PageDefault = "content" | "id" | "status" | "num" | "options" | "parent" | "slug" | "template" | "title" | "url" | "uuid";
type PageCompact = "id" | "title" | "url" | "num" | "uuid";
type SiteDefault = "content" | "options" | "title" | "url";
type FileDefault =
  | "content" | "dimensions" | "exists" | "extension" | "filename" | "id" | "link" | "mime" | "modified" | "name" | "next"
  | "niceSize" | "options" | "parent" | "prev" | "size" | "template" | "type" | "url" | "uuid";
type UserDefault =
  | "avatar" | "content" | "email" | "id" | "language" | "name" | "next" | "options" | "prev" | "role" | "username" | "uuid";
type UserCompact = "avatar" | "email" | "id" | "language" | "name" | "role" | "username" | "uuid";

export type Page = Shown<Api.Page, PageDefault>;
export type PageSummary = Shown<Api.Page, PageCompact>;
export type Site = Shown<Api.Site, SiteDefault>;
export type StoredFile = Shown<Api.File, FileDefault>;
export type User = Shown<Api.User, UserDefault>;
export type UserSummary = Shown<Api.User, UserCompact>;

interface Envelope {
  data: unknown;
  pagination?: Api.Pagination;
}

function withFields<T>(model: T): T {
  const { content } = model as { content?: unknown };
  return Array.isArray(content) ? { ...model, content: {} } : model;
}

function lookQuery(look: Look<never>): Record<string, QueryValue> {
  return { select: look.select, view: look.view };
}

/** What all handles share: a place below the API. */
export class Place {
  constructor(
    protected readonly transport: Transport,
    protected readonly path: string,
  ) {}

  /** A model. */
  protected async one<T>(look: Look<never> | object, rest = ""): Promise<Stored<T>> {
    return this.ask<T>("GET", rest, look as Look<never>);
  }

  /** A change that answers with what it changed. */
  protected async write<T>(method: string, rest: string, body: unknown, options: WriteOptions): Promise<Stored<T>> {
    return this.ask<T>(method, rest, options, body);
  }

  /** A change that answers that it is done. */
  protected async run(method: string, rest: string, body: unknown, options: WriteOptions): Promise<void> {
    await this.transport.send({ ...options, method, path: this.path + rest, body, headers: ifMatch(options) });
  }

  protected async list<T>(rest: string, options: ListOptions<never>, more: Record<string, QueryValue> = {}, method = "GET", body?: unknown): Promise<List<T>> {
    const query = { ...lookQuery(options), page: options.page, limit: options.limit, ...more };
    const answer = await this.transport.send<Envelope>({ ...options, method, path: this.path + rest, query, body });
    return { items: (answer.body.data as T[]).map(withFields), pagination: answer.body.pagination!, etag: answer.headers.get("ETag") };
  }

  protected async ask<T>(method: string, rest: string, options: Look<never> & WriteOptions, body?: unknown): Promise<Stored<T>> {
    const { body: said, headers } = await this.transport.send<Envelope>({
      ...options, method, path: this.path + rest, query: lookQuery(options), body, headers: ifMatch(options),
    });
    return { data: withFields(said.data as T), etag: headers.get("ETag") };
  }

  protected async raw<T>(rest: string, query: Record<string, QueryValue>, options: RequestOptions): Promise<T> {
    return (await this.transport.send<T>({ ...options, method: "GET", path: this.path + rest, query })).body;
  }
}

function ifMatch(options: WriteOptions): Record<string, string> {
  return options.ifMatch ? { "If-Match": options.ifMatch } : {};
}

/** The pending version of a model: what is saved, but not yet published. */
export class Changes extends Place {
  /** Merges values into the pending version; nothing is validated. */
  async save(fields: Fields, options: WriteOptions = {}): Promise<void> {
    await this.run("POST", "/save", fields, options);
  }
  /** Saves, validates, and makes the pending version the present one. */
  async publish(fields: Fields = {}, options: WriteOptions = {}): Promise<void> {
    await this.run("POST", "/publish", fields, options);
  }
  /** Removes the pending version. */
  async discard(options: WriteOptions = {}): Promise<void> {
    await this.run("POST", "/discard", {}, options);
  }
  /** Gives one's own lock back. */
  async unlock(options: WriteOptions = {}): Promise<void> {
    await this.run("POST", "/unlock", {}, options);
  }
}

/** Models that have a form: its blueprint, its sections, and a pending version. */
class FormPlace extends Place {
  get changes(): Changes {
    return new Changes(this.transport, this.path + "/changes");
  }
  async section(name: string, options: RequestOptions & { page?: number; searchterm?: string } = {}): Promise<Api.Section> {
    return this.raw(`/sections/${part(name)}`, { page: options.page, searchterm: options.searchterm }, options);
  }
  /** What a field offers: candidates of a picker, or `name/fieldsets/text` of blocks. */
  async field(name: string, options: RequestOptions & { page?: number; search?: string; parent?: string } = {}): Promise<Api.FieldOffer> {
    return this.raw(fill("/fields/{path}", { path: name }), { page: options.page, search: options.search, parent: options.parent }, options);
  }
}

export class FileHandle extends FormPlace {
  get<const L extends Look<Api.File> = {}>(look?: L): Promise<Stored<Seen<Api.File, FileDefault, L>>> {
    return this.one(look ?? {});
  }
  update(fields: Fields, options: WriteOptions = {}): Promise<Stored<StoredFile>> {
    return this.write("PATCH", "", fields, options);
  }
  /** `name` without the extension. The handle keeps the old name: ask for a new one. */
  rename(name: string, options: WriteOptions = {}): Promise<Stored<StoredFile>> {
    return this.write("PATCH", "/name", { name }, options);
  }
  /** Other bytes under the same name. */
  replace(upload: Upload, options: UploadOptions = {}): Promise<Api.File> {
    return uploadOne(this.transport, this.path, upload, { ...options, pieceBytes: Infinity });
  }
  delete(options: WriteOptions = {}): Promise<void> {
    return this.run("DELETE", "", undefined, options);
  }
}

export class Files extends Place {
  get<const L extends ListOptions<Api.File> = {}>(options?: L): Promise<List<Seen<Api.File, FileDefault, L>>> {
    return this.list("", options ?? {});
  }
  search<const L extends ListOptions<Api.File> = {}>(q: string, options?: L): Promise<List<Seen<Api.File, FileDefault, L>>> {
    return this.list("/search", options ?? {}, { q });
  }
  file(name: string): FileHandle {
    return new FileHandle(this.transport, `${this.path}/${part(name)}`);
  }
  /** Stores a file, in pieces where it is large. Throws `UploadError` where it is refused. */
  upload(upload: Upload, options: UploadOptions = {}): Promise<Api.File> {
    return uploadOne(this.transport, this.path, upload, options);
  }
  /** Stores several files. `UploadError.errors` names those that were refused; the others are stored then, too. */
  uploadAll(uploads: readonly Upload[], options: UploadOptions = {}): Promise<Record<string, Api.File>> {
    return uploadSeveral(this.transport, this.path, uploads, options);
  }
  /** `ids` in the order wanted. */
  sort(ids: readonly string[], options: WriteOptions & { index?: number } = {}): Promise<List<StoredFile>> {
    return this.list("/sort", options, {}, "PATCH", { files: ids, ...(options.index === undefined ? {} : { index: options.index }) });
  }
}

class OwnerPlace extends FormPlace {
  get files(): Files {
    return new Files(this.transport, this.path + "/files");
  }
  async blueprint(options: RequestOptions = {}): Promise<Api.Blueprint> {
    return (await this.one<Api.Blueprint>(options, "/blueprint")).data;
  }
  /** Templates that fit, or those that a section makes. */
  async templates(options: RequestOptions & { section?: string } = {}): Promise<Api.TemplateChoices> {
    return this.raw("/blueprints", { section: options.section }, options);
  }
}

/** What pages and the site have in common: children. */
class ParentPlace extends OwnerPlace {
  children<const L extends PageListOptions<Api.Page> = {}>(options?: L): Promise<List<Seen<Api.Page, PageCompact, L>>> {
    return this.list("/children", options ?? {}, { status: options?.status });
  }
  searchChildren<const L extends PageListOptions<Api.Page> = {}>(q: string, options?: L): Promise<List<Seen<Api.Page, PageCompact, L>>> {
    return this.list("/children/search", options ?? {}, { q, status: options?.status });
  }
  /** A draft unless told. Without a slug it is made of the title in `content`. */
  createChild(page: Api.PageInput, options: WriteOptions = {}): Promise<Stored<Page>> {
    return this.write("POST", "/children", page, options);
  }
}

export class SiteHandle extends ParentPlace {
  get<const L extends Look<Api.Site> = {}>(look?: L): Promise<Stored<Seen<Api.Site, SiteDefault, L>>> {
    return this.one(look ?? {});
  }
  update(fields: Fields, options: WriteOptions = {}): Promise<Stored<Site>> {
    return this.write("PATCH", "", fields, options);
  }
  changeTitle(title: string, options: WriteOptions = {}): Promise<Stored<Site>> {
    return this.write("PATCH", "/title", { title }, options);
  }
  /** All pages and drafts. */
  search<const L extends ListOptions<Api.Page> = {}>(q: string, options?: L): Promise<List<Seen<Api.Page, PageCompact, L>>> {
    return this.list("/search", options ?? {}, { q });
  }
  /** Pages by their ids or uuids; those that are missing are left out. */
  find<const L extends ListOptions<Api.Page> = {}>(ids: readonly string[], options?: L): Promise<List<Seen<Api.Page, PageCompact, L>>> {
    return this.list("/find", options ?? {}, {}, "POST", ids);
  }
}

/** A page by its id, "notes/first". After a change of its slug or parent ask for a new handle. */
export class PageHandle extends ParentPlace {
  constructor(transport: Transport, id: string) {
    super(transport, "/pages/" + pagePart(id));
  }
  get<const L extends Look<Api.Page> = {}>(look?: L): Promise<Stored<Seen<Api.Page, PageDefault, L>>> {
    return this.one(look ?? {});
  }
  update(fields: Fields, options: WriteOptions = {}): Promise<Stored<Page>> {
    return this.write("PATCH", "", fields, options);
  }
  changeTitle(title: string, options: WriteOptions = {}): Promise<Stored<Page>> {
    return this.write("PATCH", "/title", { title }, options);
  }
  changeSlug(slug: string, options: WriteOptions = {}): Promise<Stored<Page>> {
    return this.write("PATCH", "/slug", { slug }, options);
  }
  changeTemplate(template: string, options: WriteOptions = {}): Promise<Stored<Page>> {
    return this.write("PATCH", "/template", { template }, options);
  }
  /** `position` among the listed siblings, from 1. */
  changeStatus(status: Api.StatusInput["status"], options: WriteOptions & { position?: number } = {}): Promise<Stored<Page>> {
    return this.write("PATCH", "/status", { status, ...(options.position === undefined ? {} : { position: options.position }) }, options);
  }
  /** A draft beside the page; `<slug>-copy` without a slug. */
  duplicate(copy: Api.CopyInput = {}, options: WriteOptions = {}): Promise<Stored<Page>> {
    return this.write("POST", "/duplicate", copy, options);
  }
  /** `force` deletes children and drafts as well. */
  delete(options: WriteOptions & { force?: boolean } = {}): Promise<void> {
    return this.run("DELETE", "", { force: options.force ?? false }, options);
  }
}

/** A user by id or address, or oneself. */
export class UserHandle extends OwnerPlace {
  get<const L extends Look<Api.User> = {}>(look?: L): Promise<Stored<Seen<Api.User, UserDefault, L>>> {
    return this.one(look ?? {});
  }
  update(fields: Fields, options: WriteOptions = {}): Promise<Stored<User>> {
    return this.write("PATCH", "", fields, options);
  }
  changeEmail(email: string, options: WriteOptions = {}): Promise<Stored<User>> {
    return this.write("PATCH", "/email", { email }, options);
  }
  changeName(name: string, options: WriteOptions = {}): Promise<Stored<User>> {
    return this.write("PATCH", "/name", { name }, options);
  }
  changeLanguage(language: string, options: WriteOptions = {}): Promise<Stored<User>> {
    return this.write("PATCH", "/language", { language }, options);
  }
  changeRole(role: string, options: WriteOptions = {}): Promise<Stored<User>> {
    return this.write("PATCH", "/role", { role }, options);
  }
  /** `currentPassword` is one's own, whoever's password changes. Other sessions of that user end. */
  changePassword(password: string, currentPassword: string, options: WriteOptions = {}): Promise<Stored<User>> {
    return this.write("PATCH", "/password", { password, currentPassword }, options);
  }
  /** Roles that may be given to this user. */
  roles(options: ListOptions<Api.Role> = {}): Promise<List<Api.Role>> {
    return this.list("/roles", options);
  }
  uploadAvatar(upload: Upload, options: RequestOptions = {}): Promise<Api.File> {
    return uploadOne(this.transport, this.path + "/avatar", upload, { ...options, pieceBytes: Infinity });
  }
  deleteAvatar(options: WriteOptions = {}): Promise<void> {
    return this.run("DELETE", "/avatar", undefined, options);
  }
  delete(options: WriteOptions = {}): Promise<void> {
    return this.run("DELETE", "", undefined, options);
  }
}

export class Users extends Place {
  get<const L extends ListOptions<Api.User> = {}>(options?: L): Promise<List<Seen<Api.User, UserCompact, L>>> {
    return this.list("", options ?? {});
  }
  search<const L extends ListOptions<Api.User> = {}>(q: string, options?: L): Promise<List<Seen<Api.User, UserCompact, L>>> {
    return this.list("/search", options ?? {}, { q });
  }
  create(user: Api.UserInput, options: RequestOptions = {}): Promise<Stored<User>> {
    return this.write("POST", "", user, options);
  }
}

/** A collection that has its members by name. */
export class Catalogue<M> extends Place {
  get(options: ListOptions<M> = {}): Promise<List<M>> {
    return this.list("", options);
  }
  async find(name: string, options: RequestOptions = {}): Promise<M> {
    return (await this.one<M>(options, "/" + part(name))).data;
  }
}

/** Languages of the content, on sites that have several. */
export class Languages extends Catalogue<Api.Language> {
  create(language: Api.LanguageInput, options: RequestOptions = {}): Promise<Stored<Api.Language>> {
    return this.write("POST", "", language, options);
  }
  update(code: string, change: Api.LanguageChange, options: RequestOptions = {}): Promise<Stored<Api.Language>> {
    return this.write("PATCH", "/" + part(code), change, options);
  }
  /** With all texts in it. */
  delete(code: string, options: RequestOptions = {}): Promise<void> {
    return this.run("DELETE", "/" + part(code), undefined, options);
  }
}
