/** A client of the REST API that Latchkey serves. See README.md. */
export { Latchkey, type Call, type LoginResult } from "./client.js";
export {
  ApiError, BusyError, ForbiddenError, InvalidError, LockedError, NotFoundError, OutdatedError, UnauthenticatedError,
  UploadError,
} from "./errors.js";
export type * from "./models.js";
export type { Credentials } from "./proof.js";
export type { Options, RequestOptions } from "./transport.js";
export type { Upload, UploadOptions } from "./uploads.js";
/** Shapes of what the API takes and answers, by the names of its OpenAPI document. */
export type * as Api from "./schema.js";
