// Made from docs/openapi.json by tools/generate.mjs (npm run generate). Do not edit.

/** A page: the members that `view` or `select` asks for. */
export interface Page {
  blueprint?: Blueprint | null;
  blueprints?: TemplateChoice[];
  children?: Page[];
  content?: Record<string, unknown> | [];
  drafts?: Page[];
  errors?: Record<string, FormError> | [];
  files?: File[];
  hasChildren?: boolean;
  hasDrafts?: boolean;
  hasFiles?: boolean;
  id?: string;
  isSortable?: boolean;
  num?: number | null;
  options?: Record<string, boolean>;
  panelImage?: Picture | null;
  parent?: Page | null;
  parents?: Page[];
  previewUrl?: string | null;
  siblings?: Page[];
  slug?: string;
  status?: "draft" | "unlisted" | "listed";
  template?: string;
  title?: string;
  url?: string;
  uuid?: string | null;
}
/** The site: the members that `view` or `select` asks for. */
export interface Site {
  blueprint?: Blueprint | null;
  children?: Page[];
  content?: Record<string, unknown> | [];
  drafts?: Page[];
  files?: File[];
  options?: Record<string, boolean>;
  previewUrl?: string | null;
  title?: string;
  url?: string;
}
/** A file of the site, of a page or of a user: the members that `view` or `select` asks for. */
export interface File {
  blueprint?: Blueprint | null;
  content?: Record<string, unknown> | [];
  dimensions?: Dimensions | NoDimensions;
  dragText?: string;
  exists?: boolean;
  extension?: string;
  filename?: string;
  id?: string;
  link?: string;
  mime?: string;
  modified?: string;
  name?: string;
  next?: File | null;
  nextWithTemplate?: File | null;
  niceSize?: string;
  options?: Record<string, boolean>;
  panelImage?: Picture | null;
  panelUrl?: string;
  parent?: Page | Site | User | null;
  parents?: Page[];
  prev?: File | null;
  prevWithTemplate?: File | null;
  size?: number;
  template?: string | null;
  thumbs?: Record<string, string> | null;
  type?: string | null;
  url?: string;
  uuid?: string | null;
}
/** A user: the members that `view` or `select` asks for. */
export interface User {
  avatar?: File | null;
  blueprint?: Blueprint | null;
  content?: Record<string, unknown> | [];
  email?: string | null;
  files?: File[];
  id?: string;
  language?: string;
  name?: string | null;
  next?: User | null;
  options?: Record<string, boolean>;
  permissions?: Permissions | null;
  prev?: User | null;
  role?: Role | null;
  roles?: Role[];
  username?: string | null;
  uuid?: string;
}
/** A role: the members that `view` or `select` asks for. */
export interface Role {
  description?: string | null;
  name?: string;
  permissions?: Permissions;
  title?: string;
}
/** By category, then by action. */
export type Permissions = Record<string, Record<string, boolean>>;
/** A language of the content. */
export interface Language {
  code?: string;
  default?: boolean;
  direction?: "ltr" | "rtl";
  locale?: Record<string, unknown>;
  name?: string;
  rules?: Record<string, string> | [];
  url?: string;
}
/** Texts of the interface. */
export interface Translation {
  author?: string;
  data?: Record<string, string>;
  direction?: "ltr" | "rtl";
  id?: string;
  name?: string;
}
/** The form of a model: what `name`, `options` and `tabs` of its file come to. */
export interface Blueprint {
  name?: string;
  num?: unknown;
  options?: Record<string, unknown> | boolean;
  preview?: unknown;
  status?: Record<string, PageState> | [];
  tabs?: BlueprintTab[];
  title?: string;
}
/** How the interface names a status. */
export interface PageState {
  label: string | null;
  text: string | null;
}
/** A tab of a form. */
export interface BlueprintTab {
  name: string;
  link: string;
  columns?: unknown;
  label?: unknown;
  icon?: unknown;
}
/** A template to choose. */
export interface TemplateChoice {
  name: string;
  title: string;
}
/** Size of a picture; zero and false where it cannot be read. */
export interface Dimensions {
  width: number;
  height: number;
  ratio: number;
  orientation: "landscape" | "portrait" | "square" | false;
}
/** Of files that are no pictures. */
export interface NoDimensions {
  dimensions: null;
}
/** How the interface shows a model. */
export interface Picture {
  back?: string;
  color?: string;
  cover?: boolean;
  icon?: string;
  ratio?: string;
  src?: string;
  srcset?: string;
  url?: string;
}
/** State of the system; a visitor sees less than a user. */
export interface System {
  ascii?: Record<string, string>;
  authStatus?: AuthStatus;
  defaultLanguage?: string;
  isInstallable?: boolean;
  isInstalled?: boolean;
  isLocal?: boolean;
  isOk?: boolean;
  kirbytext?: boolean;
  languages?: string[];
  license?: null;
  locales?: Record<string, unknown> | [];
  loginMethods?: string[];
  multilang?: boolean;
  requirements?: Record<string, boolean>;
  site?: string;
  slugs?: Record<string, unknown> | [];
  title?: string;
  translation?: Translation;
  user?: User;
  version?: string | null;
}
/** How far a login has come. */
export interface AuthStatus {
  challenge: string | null;
  email: string | null;
  mode: string | null;
  status: "inactive" | "pending" | "active";
}
/** Which part of a collection this is; page 0 of an empty one. */
export interface Pagination {
  page: number;
  total: number;
  offset: number;
  limit: number;
}
/** It is done. */
export interface Saved {
  status: "ok";
}
/** An OpenAPI document. */
export type Document = Record<string, unknown>;
/** What was asked for: whatever the query gives, or name -> result. */
export interface QueryAnswer {
  code: 200;
  result: unknown;
  status: "ok";
}
/** It is done. */
export interface Done {
  status: "ok";
  message: "ok";
  code: 200;
}
/** The token of the session, for the header X-CSRF. */
export interface Csrf {
  code: 200;
  csrf: string;
  status: "ok";
}
/** `user` after a login; `challenge` where a code is asked for (null: none will come). */
export interface Login {
  code: 200;
  status: "ok";
  user?: User;
  challenge?: string | null;
}
/** The first account, logged in. */
export interface Installed {
  status: "ok";
  token: true;
  user: User;
}
/** Templates to choose from. */
export type TemplateChoices = TemplateChoice[];
/** One file: itself, null while pieces are missing. Several: by the name each was given. */
export interface Upload {
  status: "ok";
  data: File | Record<string, File> | null;
}
/** What is wrong with a field or section: a text for each broken rule. */
export interface FormError {
  label: string;
  message: Record<string, string>;
}
/** A section by its type; unknown types are shown as info. */
export type Section = PagesSection | FilesSection | FieldsSection | StatsSection | InfoSection;
export interface PagesSection {
  status: "ok";
  code: 200;
  name: string;
  type: "pages";
  data: PageItem[];
  errors: Record<string, FormError> | [];
  options: SectionOptions;
  pagination: Pagination;
}
export interface FilesSection {
  status: "ok";
  code: 200;
  name: string;
  type: "files";
  data: FileItem[];
  errors: Record<string, FormError> | [];
  options: SectionOptions;
  pagination: Pagination;
}
/** Properties of each field, with their defaults, without values. */
export interface FieldsSection {
  status: "ok";
  code: 200;
  name: string;
  type: "fields";
  fields: Record<string, FieldProperties> | [];
}
export interface FieldProperties {
  name?: string;
  type: string;
}
export interface StatsSection {
  status: "ok";
  code: 200;
  name: string;
  type: "stats";
  reports: StatsReport[];
  size: string;
}
export interface StatsReport {
  icon: string | number | null;
  info: string | number | null;
  label: string | number | null;
  link: string | number | null;
  theme: string | number | null;
  value: string | number | null;
}
/** `text` is HTML. */
export interface InfoSection {
  status: "ok";
  code: 200;
  name: string;
  type: "info";
  icon: unknown;
  label: string;
  text: string | null;
  theme: unknown;
}
export interface SectionOptions {
  accept?: string | null;
  add?: boolean;
  apiUrl?: string;
  batch: boolean;
  columns: unknown;
  empty: string | null;
  headline: string;
  help: string | null;
  layout: string;
  link: string | null;
  max: number | null;
  min: number | null;
  search: boolean;
  size: string;
  sortable: boolean;
  upload?: SectionUpload | false;
}
/** Where uploads of a section go, and how many more it takes. */
export interface SectionUpload {
  accept: string | null;
  api: string;
  attributes: UploadAttributes;
  max: number | null;
  multiple: boolean;
  preview: Record<string, unknown> | [];
}
export interface UploadAttributes {
  sort: number | null;
  template: string | null;
}
/** A page in a section or picker. */
export interface PageItem {
  id: string;
  image: Picture | null;
  info: string;
  link: string;
  permissions: Record<string, boolean>;
  text: string;
  uuid: string | null;
  dragText: string;
  parent: string | null;
  status: "draft" | "unlisted" | "listed";
  template: string;
  url: string;
  hasChildren?: boolean;
  sortable?: boolean;
}
/** A file in a section or picker. */
export interface FileItem {
  id: string;
  image: Picture | null;
  info: string;
  link: string;
  permissions: Record<string, boolean>;
  text: string;
  uuid: string | null;
  dragText: string;
  extension: string;
  filename: string;
  mime: string;
  parent: string;
  template: string | null;
  url: string;
  sortable?: boolean;
  type?: string | null;
}
/** A user in a picker. */
export interface UserItem {
  id: string;
  image: Picture | null;
  info: string;
  link: string;
  permissions: Record<string, boolean>;
  text: string;
  uuid: string;
  email: string | null;
  sortable: boolean;
  username: string | null;
}
/** By the type of the field and the rest of the path. */
export type FieldOffer = PageCandidates | FileCandidates | UserCandidates | NewId | Block;
export interface PageCandidates {
  data: PageItem[];
  pagination: CandidatePages;
  model: CandidateParent | null;
}
export interface FileCandidates {
  data: FileItem[];
  pagination: CandidatePages;
}
export interface UserCandidates {
  data: UserItem[];
  pagination: CandidatePages;
}
export interface CandidatePages {
  limit: number;
  page: number;
  total: number;
}
/** Whose children the candidates are. */
export interface CandidateParent {
  id: string | null;
  parent: string | null;
  title: string;
}
export interface NewId {
  uuid: string;
}
export interface Block {
  content: Record<string, unknown> | [];
  id: string;
  isHidden: boolean;
  type: string;
}
export interface Layout {
  attrs: Record<string, unknown> | [];
  columns: LayoutColumn[];
  id: string;
}
export interface LayoutColumn {
  blocks: Block[];
  id: string;
  width: string;
}
/** Blocks or layouts made of the input, or files taken. */
export type FieldResult = Block[] | Layout[] | Layout | FieldUpload;
/** As `Upload`, with what the field shows of a file. */
export interface FieldUpload {
  status: "ok";
  data: FileItem | Record<string, FileItem> | InsertedFile | Record<string, InsertedFile> | null;
}
/** What a textarea puts into its text. */
export interface InsertedFile {
  dragText: string;
  filename: string;
}
/** `key` names the reason in every language; null for missing routes and crashes. With option `debug` four members more. */
export interface Error {
  status: "error";
  message: string;
  code: number;
  key: string | null;
  details: Record<string, unknown> | [];
  exception?: string;
  file?: string;
  line?: number;
  route?: string | null;
}
/** Missing languages, avatars, sections and translations say no key. */
export interface Nothing {
  status: "error";
  message: string;
  code: 404;
}
/** `message` for one file. Several: `errors` by the name each was given; the others are stored. */
export interface UploadFailure {
  status: "error";
  message?: string;
  errors?: Record<string, string>;
}
/** An address, an account id or `user://ID`. Without a password a code is sent, where that is on. `long` keeps the session for weeks. */
export interface LoginInput {
  email?: string;
  password?: string;
  long?: boolean;
}
/** The code that was sent, or that of an authenticator. */
export interface CodeInput {
  code: string;
}
export interface AccountInput {
  email: string;
  password: string;
  name?: string;
  language?: string;
  role?: string;
}
export interface UserInput {
  email: string;
  password?: string;
  name?: string | null;
  language?: string | null;
  role?: string | null;
  id?: string | null;
  content?: Record<string, unknown> | [] | null;
}
export interface EmailInput {
  email: string;
}
/** Of files without the extension. */
export interface NameInput {
  name: string;
}
export interface LanguageCodeInput {
  language: string;
}
export interface RoleInput {
  role: string;
}
/** `currentPassword` is the acting user's own. */
export interface PasswordInput {
  password: string;
  currentPassword?: string;
}
/** Values of fields by their names; null empties a field. What is not named stays as it is. */
export type FieldsInput = Record<string, unknown> | [];
export interface TitleInput {
  title: string;
}
export interface SlugInput {
  slug: string;
}
export interface TemplateInput {
  template: string;
}
/** `position` among the listed siblings, from 1. */
export interface StatusInput {
  status: "draft" | "unlisted" | "listed";
  position?: number | null;
}
/** Without a slug the copy's ends in `-copy`. */
export interface CopyInput {
  slug?: string;
  children?: boolean;
  files?: boolean;
}
/** Without a slug it is made of the title in `content`. A draft unless told. */
export interface PageInput {
  slug?: string;
  template?: string;
  content?: Record<string, unknown> | [];
  draft?: boolean;
  isDraft?: boolean;
  translations?: TranslationInput[];
}
export interface TranslationInput {
  code: string;
  slug?: string;
  content?: Record<string, unknown> | [];
}
/** `force` deletes pages with their children and drafts. */
export interface DeleteInput {
  force?: boolean;
}
/** Offset and limit are applied before the search. */
export interface SearchInput {
  search?: string | SearchQuery | null;
  offset?: number;
  limit?: number;
  paginate?: number | Paging;
}
export interface SearchQuery {
  query?: string;
  options?: SearchOptions;
}
export interface SearchOptions {
  fields?: string[] | string;
  minlength?: number;
  score?: Record<string, number>;
  stopwords?: string[] | string;
  words?: boolean;
}
export interface Paging {
  page?: number;
  limit?: number;
}
/** One request, or several under their names. */
export interface QueryInput {
  query?: string | null;
  select?: string | unknown[] | Record<string, unknown> | null;
  pagination?: QueryPaging | unknown[] | null;
  queries?: Record<string, string | QueryInput> | null;
}
/** Of what `select` shows of a list. */
export interface QueryPaging {
  limit?: unknown;
  page?: unknown;
}
/** Ids or uuids (`page://…`), in any members. */
export type FindInput = unknown[] | Record<string, unknown>;
/** Ids in the order wanted; they get the numbers from `index` + 1 on. */
export interface SortInput {
  files: string[];
  index?: number;
}
export interface LanguageInput {
  code: string;
  name: string;
  direction?: "ltr" | "rtl";
  locale?: string | Record<string, string>;
  default?: boolean;
  url?: string | null;
  translations?: Record<string, string> | [];
}
export interface LanguageChange {
  name?: string;
  direction?: "ltr" | "rtl";
  locale?: string | Record<string, string>;
  default?: boolean;
  url?: string | null;
  translations?: Record<string, string> | [];
}
export interface SectionDeleteInput {
  ids: string[];
  force?: boolean;
}
/** `html` or `json` to paste; `columns` and `attrs` of a new layout. */
export interface FieldInput {
  html?: string;
  json?: string;
  columns?: string[];
  attrs?: Record<string, unknown> | [] | null;
}
/** Every part with a file name is a file, whatever the part is called. One file at a time with Upload-Length. */
export interface UploadInput {
  file: Blob[];
  template?: string;
  sort?: number;
}
/** One part with a file name. */
export interface FileInput {
  file: Blob;
}
export interface PageModel {
  code: 200;
  data: Page;
  status: "ok";
  type: "model";
}
export interface PageCollection {
  code: 200;
  data: Page[];
  pagination: Pagination;
  status: "ok";
  type: "collection";
}
export interface SiteModel {
  code: 200;
  data: Site;
  status: "ok";
  type: "model";
}
export interface FileModel {
  code: 200;
  data: File;
  status: "ok";
  type: "model";
}
export interface FileCollection {
  code: 200;
  data: File[];
  pagination: Pagination;
  status: "ok";
  type: "collection";
}
export interface UserModel {
  code: 200;
  data: User;
  status: "ok";
  type: "model";
}
export interface UserCollection {
  code: 200;
  data: User[];
  pagination: Pagination;
  status: "ok";
  type: "collection";
}
export interface RoleModel {
  code: 200;
  data: Role;
  status: "ok";
  type: "model";
}
export interface RoleCollection {
  code: 200;
  data: Role[];
  pagination: Pagination;
  status: "ok";
  type: "collection";
}
export interface LanguageModel {
  code: 200;
  data: Language;
  status: "ok";
  type: "model";
}
export interface LanguageCollection {
  code: 200;
  data: Language[];
  pagination: Pagination;
  status: "ok";
  type: "collection";
}
export interface TranslationModel {
  code: 200;
  data: Translation;
  status: "ok";
  type: "model";
}
export interface TranslationCollection {
  code: 200;
  data: Translation[];
  pagination: Pagination;
  status: "ok";
  type: "collection";
}
export interface SystemModel {
  code: 200;
  data: System;
  status: "ok";
  type: "model";
}
export interface BlueprintModel {
  code: 200;
  data: Blueprint;
  status: "ok";
  type: "model";
}
/** Every route: what goes into its path, query and body, and what it answers. */
export interface Operations {
  /** The signed-in user */
  "GET /auth": {
    path: {};
    query: { pretty?: string };
    body: undefined;
    answer: UserModel;
  };
  /** A CSRF token; sets the cookie */
  "GET /auth/csrf": {
    path: {};
    query: { pretty?: string };
    body: undefined;
    answer: Csrf;
  };
  /** Sign in, or ask for a code */
  "POST /auth/login": {
    path: {};
    query: { pretty?: string };
    body: LoginInput;
    answer: Login;
  };
  /** Answer a challenge with its code */
  "POST /auth/code": {
    path: {};
    query: { pretty?: string };
    body: CodeInput;
    answer: Login;
  };
  /** Sign out */
  "POST /auth/logout": {
    path: {};
    query: { pretty?: string };
    body: undefined;
    answer: Done;
  };
  /** Keep the session alive */
  "POST /auth/ping": {
    path: {};
    query: { pretty?: string };
    body: undefined;
    answer: Done;
  };
  /** State of the system, by login state */
  "GET /system": {
    path: {};
    query: { pretty?: string };
    body: undefined;
    answer: SystemModel;
  };
  /** Make the first account */
  "POST /system/install": {
    path: {};
    query: { pretty?: string };
    body: AccountInput;
    answer: Installed;
  };
  /** Users by name, then address */
  "GET /users": {
    path: {};
    query: { select?: string; view?: string; language?: string; page?: number; limit?: number; query?: SearchInput; pretty?: string };
    body: undefined;
    answer: UserCollection;
  };
  /** Makes a user: email, password, name, role, language, content, id */
  "POST /users": {
    path: {};
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: UserInput;
    answer: UserModel;
  };
  /** Users whose texts match q */
  "GET /users/search": {
    path: {};
    query: { select?: string; view?: string; language?: string; page?: number; limit?: number; q?: string; pretty?: string };
    body: undefined;
    answer: UserCollection;
  };
  /** Users whose texts match search */
  "POST /users/search": {
    path: {};
    query: { select?: string; view?: string; language?: string; page?: number; limit?: number; pretty?: string };
    body: SearchInput;
    answer: UserCollection;
  };
  /** One user, by id or address */
  "GET /users/{id}": {
    path: { id: string };
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: undefined;
    answer: UserModel;
  };
  /** Changes a user's content */
  "PATCH /users/{id}": {
    path: { id: string };
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: FieldsInput;
    answer: UserModel;
  };
  /** Deletes a user */
  "DELETE /users/{id}": {
    path: { id: string };
    query: { language?: string; pretty?: string };
    body: undefined;
    answer: Done;
  };
  /** Changes a user's address */
  "PATCH /users/{id}/email": {
    path: { id: string };
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: EmailInput;
    answer: UserModel;
  };
  /** Changes a user's name */
  "PATCH /users/{id}/name": {
    path: { id: string };
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: NameInput;
    answer: UserModel;
  };
  /** Changes a user's language */
  "PATCH /users/{id}/language": {
    path: { id: string };
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: LanguageCodeInput;
    answer: UserModel;
  };
  /** Changes a user's role */
  "PATCH /users/{id}/role": {
    path: { id: string };
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: RoleInput;
    answer: UserModel;
  };
  /** Changes a user's password; needs currentPassword, the acting user's own */
  "PATCH /users/{id}/password": {
    path: { id: string };
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: PasswordInput;
    answer: UserModel;
  };
  /** Roles this user may be given */
  "GET /users/{id}/roles": {
    path: { id: string };
    query: { select?: string; view?: string; language?: string; page?: number; limit?: number; query?: SearchInput; pretty?: string };
    body: undefined;
    answer: RoleCollection;
  };
  /** The acting user */
  "GET /account": {
    path: {};
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: undefined;
    answer: UserModel;
  };
  /** Changes the acting user's content */
  "PATCH /account": {
    path: {};
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: FieldsInput;
    answer: UserModel;
  };
  /** Deletes the acting user */
  "DELETE /account": {
    path: {};
    query: { language?: string; pretty?: string };
    body: undefined;
    answer: Done;
  };
  /** Changes the acting user's address */
  "PATCH /account/email": {
    path: {};
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: EmailInput;
    answer: UserModel;
  };
  /** Changes the acting user's name */
  "PATCH /account/name": {
    path: {};
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: NameInput;
    answer: UserModel;
  };
  /** Changes the acting user's language */
  "PATCH /account/language": {
    path: {};
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: LanguageCodeInput;
    answer: UserModel;
  };
  /** Changes the acting user's role */
  "PATCH /account/role": {
    path: {};
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: RoleInput;
    answer: UserModel;
  };
  /** Changes the acting user's password */
  "PATCH /account/password": {
    path: {};
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: PasswordInput;
    answer: UserModel;
  };
  /** Roles the acting user may be given */
  "GET /account/roles": {
    path: {};
    query: { select?: string; view?: string; language?: string; page?: number; limit?: number; query?: SearchInput; pretty?: string };
    body: undefined;
    answer: RoleCollection;
  };
  /** Roles; canBe=created or changed: those one may give */
  "GET /roles": {
    path: {};
    query: { select?: string; view?: string; page?: number; limit?: number; query?: SearchInput; canBe?: "created" | "changed"; pretty?: string };
    body: undefined;
    answer: RoleCollection;
  };
  /** One role */
  "GET /roles/{name}": {
    path: { name: string };
    query: { select?: string; view?: string; pretty?: string };
    body: undefined;
    answer: RoleModel;
  };
  /** The site */
  "GET /site": {
    path: {};
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: undefined;
    answer: SiteModel;
  };
  /** Change the site's fields */
  "PATCH /site": {
    path: {};
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: FieldsInput;
    answer: SiteModel;
  };
  /** Pages at the top */
  "GET /site/children": {
    path: {};
    query: { select?: string; view?: string; language?: string; page?: number; limit?: number; query?: SearchInput; status?: "all" | "draft" | "drafts" | "listed" | "unlisted" | "published"; pretty?: string };
    body: undefined;
    answer: PageCollection;
  };
  /** Create a page at the top */
  "POST /site/children": {
    path: {};
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: PageInput;
    answer: PageModel;
  };
  /** Search the top */
  "GET /site/children/search": {
    path: {};
    query: { select?: string; view?: string; language?: string; page?: number; limit?: number; q?: string; status?: "all" | "draft" | "drafts" | "listed" | "unlisted" | "published"; pretty?: string };
    body: undefined;
    answer: PageCollection;
  };
  /** Search the top */
  "POST /site/children/search": {
    path: {};
    query: { select?: string; view?: string; language?: string; page?: number; limit?: number; status?: "all" | "draft" | "drafts" | "listed" | "unlisted" | "published"; pretty?: string };
    body: SearchInput;
    answer: PageCollection;
  };
  /** Search all pages */
  "GET /site/search": {
    path: {};
    query: { select?: string; view?: string; language?: string; page?: number; limit?: number; q?: string; pretty?: string };
    body: undefined;
    answer: PageCollection;
  };
  /** Search all pages */
  "POST /site/search": {
    path: {};
    query: { select?: string; view?: string; language?: string; page?: number; limit?: number; pretty?: string };
    body: SearchInput;
    answer: PageCollection;
  };
  /** Pages by a list of ids or uuids */
  "POST /site/find": {
    path: {};
    query: { select?: string; view?: string; language?: string; page?: number; limit?: number; pretty?: string };
    body: FindInput;
    answer: PageCollection;
  };
  /** One page */
  "GET /pages/{id}": {
    path: { id: string };
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: undefined;
    answer: PageModel;
  };
  /** Change a page's fields */
  "PATCH /pages/{id}": {
    path: { id: string };
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: FieldsInput;
    answer: PageModel;
  };
  /** Delete a page */
  "DELETE /pages/{id}": {
    path: { id: string };
    query: { language?: string; pretty?: string };
    body: DeleteInput;
    answer: Done;
  };
  /** Pages below a page */
  "GET /pages/{id}/children": {
    path: { id: string };
    query: { select?: string; view?: string; language?: string; page?: number; limit?: number; query?: SearchInput; status?: "all" | "draft" | "drafts" | "listed" | "unlisted" | "published"; pretty?: string };
    body: undefined;
    answer: PageCollection;
  };
  /** Create a page below a page */
  "POST /pages/{id}/children": {
    path: { id: string };
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: PageInput;
    answer: PageModel;
  };
  /** Search below a page */
  "GET /pages/{id}/children/search": {
    path: { id: string };
    query: { select?: string; view?: string; language?: string; page?: number; limit?: number; q?: string; status?: "all" | "draft" | "drafts" | "listed" | "unlisted" | "published"; pretty?: string };
    body: undefined;
    answer: PageCollection;
  };
  /** Search below a page */
  "POST /pages/{id}/children/search": {
    path: { id: string };
    query: { select?: string; view?: string; language?: string; page?: number; limit?: number; status?: "all" | "draft" | "drafts" | "listed" | "unlisted" | "published"; pretty?: string };
    body: SearchInput;
    answer: PageCollection;
  };
  /** Change the site's title */
  "PATCH /site/title": {
    path: {};
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: TitleInput;
    answer: SiteModel;
  };
  /** Change a page's title */
  "PATCH /pages/{id}/title": {
    path: { id: string };
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: TitleInput;
    answer: PageModel;
  };
  /** Change a page's slug */
  "PATCH /pages/{id}/slug": {
    path: { id: string };
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: SlugInput;
    answer: PageModel;
  };
  /** Make a page a draft, unlisted or listed, at a position */
  "PATCH /pages/{id}/status": {
    path: { id: string };
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: StatusInput;
    answer: PageModel;
  };
  /** Change a page's template */
  "PATCH /pages/{id}/template": {
    path: { id: string };
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: TemplateInput;
    answer: PageModel;
  };
  /** Copy a page as a draft beside it */
  "POST /pages/{id}/duplicate": {
    path: { id: string };
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: CopyInput;
    answer: PageModel;
  };
  /** Files of the site */
  "GET /site/files": {
    path: {};
    query: { select?: string; view?: string; language?: string; page?: number; limit?: number; query?: SearchInput; pretty?: string };
    body: undefined;
    answer: FileCollection;
  };
  /** Uploads files to the site */
  "POST /site/files": {
    path: {};
    query: { language?: string; pretty?: string };
    body: FormData;
    answer: Upload;
  };
  /** Files of a page */
  "GET /pages/{id}/files": {
    path: { id: string };
    query: { select?: string; view?: string; language?: string; page?: number; limit?: number; query?: SearchInput; pretty?: string };
    body: undefined;
    answer: FileCollection;
  };
  /** Uploads files to a page */
  "POST /pages/{id}/files": {
    path: { id: string };
    query: { language?: string; pretty?: string };
    body: FormData;
    answer: Upload;
  };
  /** Files of a user */
  "GET /users/{id}/files": {
    path: { id: string };
    query: { select?: string; view?: string; language?: string; page?: number; limit?: number; query?: SearchInput; pretty?: string };
    body: undefined;
    answer: FileCollection;
  };
  /** Uploads files to a user */
  "POST /users/{id}/files": {
    path: { id: string };
    query: { language?: string; pretty?: string };
    body: FormData;
    answer: Upload;
  };
  /** Files of the acting user */
  "GET /account/files": {
    path: {};
    query: { select?: string; view?: string; language?: string; page?: number; limit?: number; query?: SearchInput; pretty?: string };
    body: undefined;
    answer: FileCollection;
  };
  /** Uploads files to the acting user */
  "POST /account/files": {
    path: {};
    query: { language?: string; pretty?: string };
    body: FormData;
    answer: Upload;
  };
  /** Search the files of the site */
  "GET /site/files/search": {
    path: {};
    query: { select?: string; view?: string; language?: string; page?: number; limit?: number; q?: string; pretty?: string };
    body: undefined;
    answer: FileCollection;
  };
  /** Search the files of the site */
  "POST /site/files/search": {
    path: {};
    query: { select?: string; view?: string; language?: string; page?: number; limit?: number; pretty?: string };
    body: SearchInput;
    answer: FileCollection;
  };
  /** Search the files of a page */
  "GET /pages/{id}/files/search": {
    path: { id: string };
    query: { select?: string; view?: string; language?: string; page?: number; limit?: number; q?: string; pretty?: string };
    body: undefined;
    answer: FileCollection;
  };
  /** Search the files of a page */
  "POST /pages/{id}/files/search": {
    path: { id: string };
    query: { select?: string; view?: string; language?: string; page?: number; limit?: number; pretty?: string };
    body: SearchInput;
    answer: FileCollection;
  };
  /** Search the files of a user */
  "GET /users/{id}/files/search": {
    path: { id: string };
    query: { select?: string; view?: string; language?: string; page?: number; limit?: number; q?: string; pretty?: string };
    body: undefined;
    answer: FileCollection;
  };
  /** Search the files of a user */
  "POST /users/{id}/files/search": {
    path: { id: string };
    query: { select?: string; view?: string; language?: string; page?: number; limit?: number; pretty?: string };
    body: SearchInput;
    answer: FileCollection;
  };
  /** Search the files of the acting user */
  "GET /account/files/search": {
    path: {};
    query: { select?: string; view?: string; language?: string; page?: number; limit?: number; q?: string; pretty?: string };
    body: undefined;
    answer: FileCollection;
  };
  /** Search the files of the acting user */
  "POST /account/files/search": {
    path: {};
    query: { select?: string; view?: string; language?: string; page?: number; limit?: number; pretty?: string };
    body: SearchInput;
    answer: FileCollection;
  };
  /** One file of the site */
  "GET /site/files/{name}": {
    path: { name: string };
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: undefined;
    answer: FileModel;
  };
  /** Changes the content of a file of the site */
  "PATCH /site/files/{name}": {
    path: { name: string };
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: FieldsInput;
    answer: FileModel;
  };
  /** Deletes a file of the site */
  "DELETE /site/files/{name}": {
    path: { name: string };
    query: { language?: string; pretty?: string };
    body: undefined;
    answer: Done;
  };
  /** Replaces the bytes of a file of the site */
  "POST /site/files/{name}": {
    path: { name: string };
    query: { language?: string; pretty?: string };
    body: FormData;
    answer: Upload;
  };
  /** One file of the site */
  "GET /files/{name}": {
    path: { name: string };
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: undefined;
    answer: FileModel;
  };
  /** Changes the content of a file of the site */
  "PATCH /files/{name}": {
    path: { name: string };
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: FieldsInput;
    answer: FileModel;
  };
  /** Deletes a file of the site */
  "DELETE /files/{name}": {
    path: { name: string };
    query: { language?: string; pretty?: string };
    body: undefined;
    answer: Done;
  };
  /** Replaces the bytes of a file of the site */
  "POST /files/{name}": {
    path: { name: string };
    query: { language?: string; pretty?: string };
    body: FormData;
    answer: Upload;
  };
  /** One file of a page */
  "GET /pages/{id}/files/{name}": {
    path: { id: string; name: string };
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: undefined;
    answer: FileModel;
  };
  /** Changes the content of a file of a page */
  "PATCH /pages/{id}/files/{name}": {
    path: { id: string; name: string };
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: FieldsInput;
    answer: FileModel;
  };
  /** Deletes a file of a page */
  "DELETE /pages/{id}/files/{name}": {
    path: { id: string; name: string };
    query: { language?: string; pretty?: string };
    body: undefined;
    answer: Done;
  };
  /** Replaces the bytes of a file of a page */
  "POST /pages/{id}/files/{name}": {
    path: { id: string; name: string };
    query: { language?: string; pretty?: string };
    body: FormData;
    answer: Upload;
  };
  /** One file of a user */
  "GET /users/{id}/files/{name}": {
    path: { id: string; name: string };
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: undefined;
    answer: FileModel;
  };
  /** Changes the content of a file of a user */
  "PATCH /users/{id}/files/{name}": {
    path: { id: string; name: string };
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: FieldsInput;
    answer: FileModel;
  };
  /** Deletes a file of a user */
  "DELETE /users/{id}/files/{name}": {
    path: { id: string; name: string };
    query: { language?: string; pretty?: string };
    body: undefined;
    answer: Done;
  };
  /** Replaces the bytes of a file of a user */
  "POST /users/{id}/files/{name}": {
    path: { id: string; name: string };
    query: { language?: string; pretty?: string };
    body: FormData;
    answer: Upload;
  };
  /** One file of the acting user */
  "GET /account/files/{name}": {
    path: { name: string };
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: undefined;
    answer: FileModel;
  };
  /** Changes the content of a file of the acting user */
  "PATCH /account/files/{name}": {
    path: { name: string };
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: FieldsInput;
    answer: FileModel;
  };
  /** Deletes a file of the acting user */
  "DELETE /account/files/{name}": {
    path: { name: string };
    query: { language?: string; pretty?: string };
    body: undefined;
    answer: Done;
  };
  /** Replaces the bytes of a file of the acting user */
  "POST /account/files/{name}": {
    path: { name: string };
    query: { language?: string; pretty?: string };
    body: FormData;
    answer: Upload;
  };
  /** The picture of a user */
  "GET /users/{id}/avatar": {
    path: { id: string };
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: undefined;
    answer: FileModel;
  };
  /** Deletes the picture of a user */
  "DELETE /users/{id}/avatar": {
    path: { id: string };
    query: { language?: string; pretty?: string };
    body: undefined;
    answer: Done;
  };
  /** Uploads the picture of a user */
  "POST /users/{id}/avatar": {
    path: { id: string };
    query: { language?: string; pretty?: string };
    body: FormData;
    answer: Upload;
  };
  /** The picture of the acting user */
  "GET /account/avatar": {
    path: {};
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: undefined;
    answer: FileModel;
  };
  /** Deletes the picture of the acting user */
  "DELETE /account/avatar": {
    path: {};
    query: { language?: string; pretty?: string };
    body: undefined;
    answer: Done;
  };
  /** Uploads the picture of the acting user */
  "POST /account/avatar": {
    path: {};
    query: { language?: string; pretty?: string };
    body: FormData;
    answer: Upload;
  };
  /** Sorts files of the site */
  "PATCH /site/files/sort": {
    path: {};
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: SortInput;
    answer: FileCollection;
  };
  /** Sorts files of a page */
  "PATCH /pages/{id}/files/sort": {
    path: { id: string };
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: SortInput;
    answer: FileCollection;
  };
  /** Sorts files of a user */
  "PATCH /users/{id}/files/sort": {
    path: { id: string };
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: SortInput;
    answer: FileCollection;
  };
  /** Sorts files of the acting user */
  "PATCH /account/files/sort": {
    path: {};
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: SortInput;
    answer: FileCollection;
  };
  /** Renames a file of the site */
  "PATCH /site/files/{name}/name": {
    path: { name: string };
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: NameInput;
    answer: FileModel;
  };
  /** Renames a file of the site */
  "PATCH /files/{name}/name": {
    path: { name: string };
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: NameInput;
    answer: FileModel;
  };
  /** Renames a file of a page */
  "PATCH /pages/{id}/files/{name}/name": {
    path: { id: string; name: string };
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: NameInput;
    answer: FileModel;
  };
  /** Renames a file of a user */
  "PATCH /users/{id}/files/{name}/name": {
    path: { id: string; name: string };
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: NameInput;
    answer: FileModel;
  };
  /** Renames a file of the acting user */
  "PATCH /account/files/{name}/name": {
    path: { name: string };
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: NameInput;
    answer: FileModel;
  };
  /** Merges the body into the pending version of the site */
  "POST /site/changes/save": {
    path: {};
    query: { language?: string; pretty?: string };
    body: FieldsInput;
    answer: Saved;
  };
  /** Merges the body into the pending version of a page */
  "POST /pages/{id}/changes/save": {
    path: { id: string };
    query: { language?: string; pretty?: string };
    body: FieldsInput;
    answer: Saved;
  };
  /** Merges the body into the pending version of a user */
  "POST /users/{id}/changes/save": {
    path: { id: string };
    query: { language?: string; pretty?: string };
    body: FieldsInput;
    answer: Saved;
  };
  /** Merges the body into the pending version of the acting user */
  "POST /account/changes/save": {
    path: {};
    query: { language?: string; pretty?: string };
    body: FieldsInput;
    answer: Saved;
  };
  /** Saves, validates, makes the pending version of the site present */
  "POST /site/changes/publish": {
    path: {};
    query: { language?: string; pretty?: string };
    body: FieldsInput;
    answer: Saved;
  };
  /** Saves, validates, makes the pending version of a page present */
  "POST /pages/{id}/changes/publish": {
    path: { id: string };
    query: { language?: string; pretty?: string };
    body: FieldsInput;
    answer: Saved;
  };
  /** Saves, validates, makes the pending version of a user present */
  "POST /users/{id}/changes/publish": {
    path: { id: string };
    query: { language?: string; pretty?: string };
    body: FieldsInput;
    answer: Saved;
  };
  /** Saves, validates, makes the pending version of the acting user present */
  "POST /account/changes/publish": {
    path: {};
    query: { language?: string; pretty?: string };
    body: FieldsInput;
    answer: Saved;
  };
  /** Removes the pending version of the site */
  "POST /site/changes/discard": {
    path: {};
    query: { language?: string; pretty?: string };
    body: undefined;
    answer: Saved;
  };
  /** Removes the pending version of a page */
  "POST /pages/{id}/changes/discard": {
    path: { id: string };
    query: { language?: string; pretty?: string };
    body: undefined;
    answer: Saved;
  };
  /** Removes the pending version of a user */
  "POST /users/{id}/changes/discard": {
    path: { id: string };
    query: { language?: string; pretty?: string };
    body: undefined;
    answer: Saved;
  };
  /** Removes the pending version of the acting user */
  "POST /account/changes/discard": {
    path: {};
    query: { language?: string; pretty?: string };
    body: undefined;
    answer: Saved;
  };
  /** Gives the acting user's lock on the site back */
  "POST /site/changes/unlock": {
    path: {};
    query: { language?: string; pretty?: string };
    body: undefined;
    answer: Saved;
  };
  /** Gives the acting user's lock on a page back */
  "POST /pages/{id}/changes/unlock": {
    path: { id: string };
    query: { language?: string; pretty?: string };
    body: undefined;
    answer: Saved;
  };
  /** Gives the acting user's lock on a user back */
  "POST /users/{id}/changes/unlock": {
    path: { id: string };
    query: { language?: string; pretty?: string };
    body: undefined;
    answer: Saved;
  };
  /** Gives the acting user's lock on the acting user back */
  "POST /account/changes/unlock": {
    path: {};
    query: { language?: string; pretty?: string };
    body: undefined;
    answer: Saved;
  };
  /** Merges the body into the pending version of a file of the site */
  "POST /site/files/{name}/changes/save": {
    path: { name: string };
    query: { language?: string; pretty?: string };
    body: FieldsInput;
    answer: Saved;
  };
  /** Merges the body into the pending version of a file of the site */
  "POST /files/{name}/changes/save": {
    path: { name: string };
    query: { language?: string; pretty?: string };
    body: FieldsInput;
    answer: Saved;
  };
  /** Merges the body into the pending version of a file of a page */
  "POST /pages/{id}/files/{name}/changes/save": {
    path: { id: string; name: string };
    query: { language?: string; pretty?: string };
    body: FieldsInput;
    answer: Saved;
  };
  /** Merges the body into the pending version of a file of a user */
  "POST /users/{id}/files/{name}/changes/save": {
    path: { id: string; name: string };
    query: { language?: string; pretty?: string };
    body: FieldsInput;
    answer: Saved;
  };
  /** Merges the body into the pending version of a file of the acting user */
  "POST /account/files/{name}/changes/save": {
    path: { name: string };
    query: { language?: string; pretty?: string };
    body: FieldsInput;
    answer: Saved;
  };
  /** Saves, validates, makes the pending version of a file of the site present */
  "POST /site/files/{name}/changes/publish": {
    path: { name: string };
    query: { language?: string; pretty?: string };
    body: FieldsInput;
    answer: Saved;
  };
  /** Saves, validates, makes the pending version of a file of the site present */
  "POST /files/{name}/changes/publish": {
    path: { name: string };
    query: { language?: string; pretty?: string };
    body: FieldsInput;
    answer: Saved;
  };
  /** Saves, validates, makes the pending version of a file of a page present */
  "POST /pages/{id}/files/{name}/changes/publish": {
    path: { id: string; name: string };
    query: { language?: string; pretty?: string };
    body: FieldsInput;
    answer: Saved;
  };
  /** Saves, validates, makes the pending version of a file of a user present */
  "POST /users/{id}/files/{name}/changes/publish": {
    path: { id: string; name: string };
    query: { language?: string; pretty?: string };
    body: FieldsInput;
    answer: Saved;
  };
  /** Saves, validates, makes the pending version of a file of the acting user present */
  "POST /account/files/{name}/changes/publish": {
    path: { name: string };
    query: { language?: string; pretty?: string };
    body: FieldsInput;
    answer: Saved;
  };
  /** Removes the pending version of a file of the site */
  "POST /site/files/{name}/changes/discard": {
    path: { name: string };
    query: { language?: string; pretty?: string };
    body: undefined;
    answer: Saved;
  };
  /** Removes the pending version of a file of the site */
  "POST /files/{name}/changes/discard": {
    path: { name: string };
    query: { language?: string; pretty?: string };
    body: undefined;
    answer: Saved;
  };
  /** Removes the pending version of a file of a page */
  "POST /pages/{id}/files/{name}/changes/discard": {
    path: { id: string; name: string };
    query: { language?: string; pretty?: string };
    body: undefined;
    answer: Saved;
  };
  /** Removes the pending version of a file of a user */
  "POST /users/{id}/files/{name}/changes/discard": {
    path: { id: string; name: string };
    query: { language?: string; pretty?: string };
    body: undefined;
    answer: Saved;
  };
  /** Removes the pending version of a file of the acting user */
  "POST /account/files/{name}/changes/discard": {
    path: { name: string };
    query: { language?: string; pretty?: string };
    body: undefined;
    answer: Saved;
  };
  /** Gives the acting user's lock on a file of the site back */
  "POST /site/files/{name}/changes/unlock": {
    path: { name: string };
    query: { language?: string; pretty?: string };
    body: undefined;
    answer: Saved;
  };
  /** Gives the acting user's lock on a file of the site back */
  "POST /files/{name}/changes/unlock": {
    path: { name: string };
    query: { language?: string; pretty?: string };
    body: undefined;
    answer: Saved;
  };
  /** Gives the acting user's lock on a file of a page back */
  "POST /pages/{id}/files/{name}/changes/unlock": {
    path: { id: string; name: string };
    query: { language?: string; pretty?: string };
    body: undefined;
    answer: Saved;
  };
  /** Gives the acting user's lock on a file of a user back */
  "POST /users/{id}/files/{name}/changes/unlock": {
    path: { id: string; name: string };
    query: { language?: string; pretty?: string };
    body: undefined;
    answer: Saved;
  };
  /** Gives the acting user's lock on a file of the acting user back */
  "POST /account/files/{name}/changes/unlock": {
    path: { name: string };
    query: { language?: string; pretty?: string };
    body: undefined;
    answer: Saved;
  };
  /** Blueprint of the site */
  "GET /site/blueprint": {
    path: {};
    query: { select?: string; language?: string; pretty?: string };
    body: undefined;
    answer: BlueprintModel;
  };
  /** Blueprint of a page */
  "GET /pages/{id}/blueprint": {
    path: { id: string };
    query: { select?: string; language?: string; pretty?: string };
    body: undefined;
    answer: BlueprintModel;
  };
  /** Blueprint of a user */
  "GET /users/{id}/blueprint": {
    path: { id: string };
    query: { select?: string; language?: string; pretty?: string };
    body: undefined;
    answer: BlueprintModel;
  };
  /** Blueprint of the acting user */
  "GET /account/blueprint": {
    path: {};
    query: { select?: string; language?: string; pretty?: string };
    body: undefined;
    answer: BlueprintModel;
  };
  /** Templates that fit the site, or what a section of it makes */
  "GET /site/blueprints": {
    path: {};
    query: { language?: string; section?: string; pretty?: string };
    body: undefined;
    answer: TemplateChoices;
  };
  /** Templates that fit a page, or what a section of it makes */
  "GET /pages/{id}/blueprints": {
    path: { id: string };
    query: { language?: string; section?: string; pretty?: string };
    body: undefined;
    answer: TemplateChoices;
  };
  /** Templates that fit a user, or what a section of it makes */
  "GET /users/{id}/blueprints": {
    path: { id: string };
    query: { language?: string; section?: string; pretty?: string };
    body: undefined;
    answer: TemplateChoices;
  };
  /** Templates that fit the acting user, or what a section of it makes */
  "GET /account/blueprints": {
    path: {};
    query: { language?: string; section?: string; pretty?: string };
    body: undefined;
    answer: TemplateChoices;
  };
  /** A section of the site */
  "GET /site/sections/{section}": {
    path: { section: string };
    query: { language?: string; page?: number; searchterm?: string; pretty?: string };
    body: undefined;
    answer: Section;
  };
  /** A section of a page */
  "GET /pages/{id}/sections/{section}": {
    path: { id: string; section: string };
    query: { language?: string; page?: number; searchterm?: string; pretty?: string };
    body: undefined;
    answer: Section;
  };
  /** A section of a user */
  "GET /users/{id}/sections/{section}": {
    path: { id: string; section: string };
    query: { language?: string; page?: number; searchterm?: string; pretty?: string };
    body: undefined;
    answer: Section;
  };
  /** A section of the acting user */
  "GET /account/sections/{section}": {
    path: { section: string };
    query: { language?: string; page?: number; searchterm?: string; pretty?: string };
    body: undefined;
    answer: Section;
  };
  /** A section of a file of the site */
  "GET /site/files/{name}/sections/{section}": {
    path: { name: string; section: string };
    query: { language?: string; page?: number; searchterm?: string; pretty?: string };
    body: undefined;
    answer: Section;
  };
  /** A section of a file of a page */
  "GET /pages/{id}/files/{name}/sections/{section}": {
    path: { id: string; name: string; section: string };
    query: { language?: string; page?: number; searchterm?: string; pretty?: string };
    body: undefined;
    answer: Section;
  };
  /** A section of a file of a user */
  "GET /users/{id}/files/{name}/sections/{section}": {
    path: { id: string; name: string; section: string };
    query: { language?: string; page?: number; searchterm?: string; pretty?: string };
    body: undefined;
    answer: Section;
  };
  /** A section of a file of the acting user */
  "GET /account/files/{name}/sections/{section}": {
    path: { name: string; section: string };
    query: { language?: string; page?: number; searchterm?: string; pretty?: string };
    body: undefined;
    answer: Section;
  };
  /** Sorts the files of a section of the site */
  "PATCH /site/sections/{section}/sort": {
    path: { section: string };
    query: { language?: string; pretty?: string };
    body: SortInput;
    answer: Done;
  };
  /** Sorts the files of a section of a page */
  "PATCH /pages/{id}/sections/{section}/sort": {
    path: { id: string; section: string };
    query: { language?: string; pretty?: string };
    body: SortInput;
    answer: Done;
  };
  /** Sorts the files of a section of a user */
  "PATCH /users/{id}/sections/{section}/sort": {
    path: { id: string; section: string };
    query: { language?: string; pretty?: string };
    body: SortInput;
    answer: Done;
  };
  /** Sorts the files of a section of the acting user */
  "PATCH /account/sections/{section}/sort": {
    path: { section: string };
    query: { language?: string; pretty?: string };
    body: SortInput;
    answer: Done;
  };
  /** Deletes several pages or files of a section of the site, where its blueprint says `batch: true` */
  "DELETE /site/sections/{section}/delete": {
    path: { section: string };
    query: { language?: string; pretty?: string };
    body: SectionDeleteInput;
    answer: Done;
  };
  /** Deletes several pages or files of a section of a page, where its blueprint says `batch: true` */
  "DELETE /pages/{id}/sections/{section}/delete": {
    path: { id: string; section: string };
    query: { language?: string; pretty?: string };
    body: SectionDeleteInput;
    answer: Done;
  };
  /** Deletes several pages or files of a section of a user, where its blueprint says `batch: true` */
  "DELETE /users/{id}/sections/{section}/delete": {
    path: { id: string; section: string };
    query: { language?: string; pretty?: string };
    body: SectionDeleteInput;
    answer: Done;
  };
  /** Deletes several pages or files of a section of the acting user, where its blueprint says `batch: true` */
  "DELETE /account/sections/{section}/delete": {
    path: { section: string };
    query: { language?: string; pretty?: string };
    body: SectionDeleteInput;
    answer: Done;
  };
  /** What a field of the site offers: candidates, new blocks */
  "GET /site/fields/{path}": {
    path: { path: string };
    query: { language?: string; page?: number; search?: string; parent?: string; pretty?: string };
    body: undefined;
    answer: FieldOffer;
  };
  /** What a field of the site makes of input, without storing it; `upload` takes files */
  "POST /site/fields/{path}": {
    path: { path: string };
    query: { language?: string; pretty?: string };
    body: FieldInput | FormData;
    answer: FieldResult;
  };
  /** What a field of a page offers: candidates, new blocks */
  "GET /pages/{id}/fields/{path}": {
    path: { id: string; path: string };
    query: { language?: string; page?: number; search?: string; parent?: string; pretty?: string };
    body: undefined;
    answer: FieldOffer;
  };
  /** What a field of a page makes of input, without storing it; `upload` takes files */
  "POST /pages/{id}/fields/{path}": {
    path: { id: string; path: string };
    query: { language?: string; pretty?: string };
    body: FieldInput | FormData;
    answer: FieldResult;
  };
  /** What a field of a user offers: candidates, new blocks */
  "GET /users/{id}/fields/{path}": {
    path: { id: string; path: string };
    query: { language?: string; page?: number; search?: string; parent?: string; pretty?: string };
    body: undefined;
    answer: FieldOffer;
  };
  /** What a field of a user makes of input, without storing it; `upload` takes files */
  "POST /users/{id}/fields/{path}": {
    path: { id: string; path: string };
    query: { language?: string; pretty?: string };
    body: FieldInput | FormData;
    answer: FieldResult;
  };
  /** What a field of the acting user offers: candidates, new blocks */
  "GET /account/fields/{path}": {
    path: { path: string };
    query: { language?: string; page?: number; search?: string; parent?: string; pretty?: string };
    body: undefined;
    answer: FieldOffer;
  };
  /** What a field of the acting user makes of input, without storing it; `upload` takes files */
  "POST /account/fields/{path}": {
    path: { path: string };
    query: { language?: string; pretty?: string };
    body: FieldInput | FormData;
    answer: FieldResult;
  };
  /** What a field of a file of the site offers */
  "GET /site/files/{name}/fields/{path}": {
    path: { name: string; path: string };
    query: { language?: string; page?: number; search?: string; parent?: string; pretty?: string };
    body: undefined;
    answer: FieldOffer;
  };
  /** What a field of a file of the site makes of input, or takes */
  "POST /site/files/{name}/fields/{path}": {
    path: { name: string; path: string };
    query: { language?: string; pretty?: string };
    body: FieldInput | FormData;
    answer: FieldResult;
  };
  /** What a field of a file of a page offers */
  "GET /pages/{id}/files/{name}/fields/{path}": {
    path: { id: string; name: string; path: string };
    query: { language?: string; page?: number; search?: string; parent?: string; pretty?: string };
    body: undefined;
    answer: FieldOffer;
  };
  /** What a field of a file of a page makes of input, or takes */
  "POST /pages/{id}/files/{name}/fields/{path}": {
    path: { id: string; name: string; path: string };
    query: { language?: string; pretty?: string };
    body: FieldInput | FormData;
    answer: FieldResult;
  };
  /** What a field of a file of a user offers */
  "GET /users/{id}/files/{name}/fields/{path}": {
    path: { id: string; name: string; path: string };
    query: { language?: string; page?: number; search?: string; parent?: string; pretty?: string };
    body: undefined;
    answer: FieldOffer;
  };
  /** What a field of a file of a user makes of input, or takes */
  "POST /users/{id}/files/{name}/fields/{path}": {
    path: { id: string; name: string; path: string };
    query: { language?: string; pretty?: string };
    body: FieldInput | FormData;
    answer: FieldResult;
  };
  /** What a field of a file of the acting user offers */
  "GET /account/files/{name}/fields/{path}": {
    path: { name: string; path: string };
    query: { language?: string; page?: number; search?: string; parent?: string; pretty?: string };
    body: undefined;
    answer: FieldOffer;
  };
  /** What a field of a file of the acting user makes of input, or takes */
  "POST /account/files/{name}/fields/{path}": {
    path: { name: string; path: string };
    query: { language?: string; pretty?: string };
    body: FieldInput | FormData;
    answer: FieldResult;
  };
  /** Languages of the content, on sites that have some */
  "GET /languages": {
    path: {};
    query: { select?: string; view?: string; language?: string; page?: number; limit?: number; query?: SearchInput; pretty?: string };
    body: undefined;
    answer: LanguageCollection;
  };
  /** Makes a language: code, name, direction, locale, default, url, translations */
  "POST /languages": {
    path: {};
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: LanguageInput;
    answer: LanguageModel;
  };
  /** One language of the content */
  "GET /languages/{code}": {
    path: { code: string };
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: undefined;
    answer: LanguageModel;
  };
  /** Changes a language, all but its code */
  "PATCH /languages/{code}": {
    path: { code: string };
    query: { select?: string; view?: string; language?: string; pretty?: string };
    body: LanguageChange;
    answer: LanguageModel;
  };
  /** Deletes a language with its texts */
  "DELETE /languages/{code}": {
    path: { code: string };
    query: { language?: string; pretty?: string };
    body: undefined;
    answer: Done;
  };
  /** This document: all routes as OpenAPI 3.1 */
  "GET /openapi.json": {
    path: {};
    query: { pretty?: string };
    body: undefined;
    answer: Document;
  };
  /** Interface translations */
  "GET /translations": {
    path: {};
    query: { select?: string; view?: string; page?: number; limit?: number; query?: SearchInput; pretty?: string };
    body: undefined;
    answer: TranslationCollection;
  };
  /** One interface translation with its texts */
  "GET /translations/{code}": {
    path: { code: string };
    query: { select?: string; view?: string; pretty?: string };
    body: undefined;
    answer: TranslationModel;
  };
  /** Answers a query of the site; `query`, `select`, `pagination`, or `queries` */
  "GET /query": {
    path: {};
    query: { language?: string; query?: string; select?: string; pretty?: string };
    body: undefined;
    answer: QueryAnswer;
  };
  /** The same, asked by a body */
  "POST /query": {
    path: {};
    query: { language?: string; pretty?: string };
    body: QueryInput;
    answer: QueryAnswer;
  };
}
