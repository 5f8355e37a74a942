// What the API refuses, as errors that programs can tell apart: by class, and by a key that is the same in every language.
import type { FormError, UploadFailure } from "./schema.js";

/** What an error knows of the answer it comes from. */
export interface Refusal {
  status: number;
  message: string;
  key: string | null;
  details: Record<string, unknown>;
  /** "PATCH /pages/notes" */
  operation: string;
  headers: Headers;
}

/** An answer that is no success. */
export class ApiError extends Error {
  /** HTTP status. */
  readonly status: number;
  /** "error.page.notFound"; null for missing routes and crashes. */
  readonly key: string | null;
  readonly details: Record<string, unknown>;
  readonly operation: string;

  constructor(refusal: Refusal) {
    super(`${refusal.operation}: ${refusal.message} (${refusal.status}${refusal.key ? `, ${refusal.key}` : ""})`);
    this.name = new.target.name;
    this.status = refusal.status;
    this.key = refusal.key;
    this.details = refusal.details;
    this.operation = refusal.operation;
  }
}

/** 400. `fields` says what is wrong with which field of a form (error.form.incomplete). */
export class InvalidError extends ApiError {
  get fields(): Record<string, FormError> {
    return this.key === "error.form.incomplete" ? (this.details as Record<string, FormError>) : {};
  }
}

/** 401: nobody is logged in, or the role lacks access.panel. */
export class UnauthenticatedError extends ApiError {}

/** 403: not allowed, or wrong credentials. */
export class ForbiddenError extends ApiError {}

/** 404: not there, or hidden from this user. */
export class NotFoundError extends ApiError {}

/** 412: the model has changed since the ETag in `ifMatch` was given. */
export class OutdatedError extends ApiError {}

/** 423: somebody else edits the model. */
export class LockedError extends ApiError {
  get holder(): { id: string; email: string } | null {
    return (this.details.user as { id: string; email: string } | undefined) ?? null;
  }
  get since(): Date | null {
    return typeof this.details.modified === "string" ? new Date(this.details.modified) : null;
  }
}

/** 503: the server is busy. */
export class BusyError extends ApiError {
  /** Seconds to wait. */
  readonly retryAfter: number;
  constructor(refusal: Refusal) {
    super(refusal);
    this.retryAfter = Number(refusal.headers.get("Retry-After")) || 1;
  }
}

/** 400 of an upload. Of several files only those in `errors` were refused; the others are stored. */
export class UploadError extends ApiError {
  /** Reasons by the name that a file was given; empty where a single file was refused. */
  readonly errors: Record<string, string>;
  constructor(refusal: Refusal, failure: UploadFailure) {
    super(refusal);
    this.errors = failure.errors ?? {};
  }
}

const classes: Record<number, new (refusal: Refusal) => ApiError> = {
  400: InvalidError,
  401: UnauthenticatedError,
  403: ForbiddenError,
  404: NotFoundError,
  412: OutdatedError,
  423: LockedError,
  503: BusyError,
};

/** The error for an answer that is no success; `body` is whatever came, parsed where it was JSON. */
export function errorOf(operation: string, response: Response, body: unknown): ApiError {
  const said = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  const errors = said.errors as Record<string, string> | undefined;
  const listed = errors && Object.entries(errors).map(([name, text]) => `${name}: ${text}`).join("; ");
  const isMap = typeof said.details === "object" && said.details !== null && !Array.isArray(said.details);
  const refusal: Refusal = {
    status: response.status,
    message: typeof said.message === "string" ? said.message : (listed ?? "The answer is not that of an API"),
    key: typeof said.key === "string" ? said.key : null,
    details: isMap ? (said.details as Record<string, unknown>) : {},
    operation,
    headers: response.headers,
  };
  const isUpload = response.status === 400 && said.status === "error" && !("code" in said);
  if (isUpload) return new UploadError(refusal, said as unknown as UploadFailure);
  return new (classes[response.status] ?? ApiError)(refusal);
}
