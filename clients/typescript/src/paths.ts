// Names in paths, as the API takes them.

/** A name, with percent escapes for all that a part of a path may not hold. */
export function part(name: string): string {
  if (name === "" || name === "." || name === "..") throw new TypeError(`${JSON.stringify(name)} is no name`);
  return encodeURIComponent(name).replace(/[!~*']/g, (c) => "%" + c.charCodeAt(0).toString(16).toUpperCase());
}

/** The id of a page: + stands for /, and nothing is decoded. */
export function pagePart(id: string): string {
  if (!/^[\w.\-=@()]+(\/[\w.\-=@()]+)*$/.test(id)) throw new TypeError(`${JSON.stringify(id)} is no id of a page`);
  return id.replaceAll("/", "+");
}

/** `/pages/{id}` with its names filled in. */
export function fill(template: string, names: Record<string, string>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = names[name];
    if (value === undefined) throw new TypeError(`${template} needs ${name}`);
    if (name === "id" && template.startsWith("/pages/")) return pagePart(value);
    return name === "path" ? value.split("/").map(part).join("/") : part(value);
  });
}

export type QueryValue = string | number | boolean | null | undefined | readonly string[];

/** `?select=id,title&page=2`; what is missing is left out. */
export function queryText(query: Record<string, QueryValue>): string {
  const out = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null) out.set(name, Array.isArray(value) ? value.join(",") : String(value));
  const text = out.toString();
  return text && "?" + text;
}
