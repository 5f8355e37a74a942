// Files on their way to the server: in one request, or in pieces.
import type * as Api from "./schema.js";
import type { RequestOptions, Transport } from "./transport.js";

/** A file of the browser, or bytes with a name. */
export type Upload = File | { name: string; data: Blob | Uint8Array | string };

export interface UploadOptions extends RequestOptions {
  /** Template of the new files. */
  template?: string;
  /** Number in the order of the files. */
  sort?: number;
  /** Larger files go in pieces of so many bytes; 8 MiB unless told. */
  pieceBytes?: number;
  /** Bytes that have arrived, after each piece. */
  onProgress?: (sent: number, total: number) => void;
}

const defaultPiece = 8 << 20;

interface Named {
  name: string;
  data: Blob;
}

function named(upload: Upload): Named {
  if (upload instanceof Blob) return { name: upload.name, data: upload };
  const { name, data } = upload;
  return { name, data: data instanceof Blob ? data : new Blob([data as BlobPart]) };
}

function formOf(files: Named[], options: UploadOptions): FormData {
  const form = new FormData();
  if (options.template !== undefined) form.append("template", options.template);
  if (options.sort !== undefined) form.append("sort", String(options.sort));
  for (const { name, data } of files) form.append("file", data, name);
  return form;
}

/** Only tells one upload of a user from the others: no secret. */
function uploadId(): string {
  return Date.now().toString(36) + Math.random().toString(36).slice(2, 12).padEnd(10, "0");
}

/** One file, in pieces where it is large. `path` takes uploads. */
export async function uploadOne(transport: Transport, path: string, upload: Upload, options: UploadOptions): Promise<Api.File> {
  const { name, data } = named(upload);
  const piece = options.pieceBytes ?? defaultPiece;
  if (!(piece > 0)) throw new TypeError("pieceBytes must be more than 0");
  const inPieces = data.size > piece;
  const id = uploadId();
  let offset = 0;
  do {
    const bytes = inPieces ? data.slice(offset, offset + piece) : data;
    const headers: Record<string, string> = inPieces
      ? { "Upload-Length": String(data.size), "Upload-Offset": String(offset), "Upload-Id": id }
      : {};
    const { body } = await transport.send<Api.Upload>({
      ...requestOptions(options), method: "POST", path, headers, body: formOf([{ name, data: bytes }], options),
    });
    offset += bytes.size;
    options.onProgress?.(offset, data.size);
    if (body.data !== null) return body.data as Api.File;
  } while (offset < data.size);
  throw new Error(`The server still waits for more of ${name}`);
}

/** Several files in one request; the answer has them by the names they were given. */
export async function uploadSeveral(
  transport: Transport, path: string, uploads: readonly Upload[], options: UploadOptions,
): Promise<Record<string, Api.File>> {
  const files = uploads.map(named);
  if (new Set(files.map(({ name }) => name)).size < files.length) throw new TypeError("Two of the files have the same name");
  const [first] = files;
  if (!first) return {};
  if (files.length === 1) return { [first.name]: await uploadOne(transport, path, first, options) };
  const { body } = await transport.send<Api.Upload>({ ...requestOptions(options), method: "POST", path, body: formOf(files, options) });
  return body.data as Record<string, Api.File>;
}

function requestOptions({ language, signal }: RequestOptions): RequestOptions {
  return { ...(language === undefined ? {} : { language }), ...(signal ? { signal } : {}) };
}
