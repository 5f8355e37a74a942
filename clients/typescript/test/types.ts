// What must compile and what must not; never run. Compiled with the examples of README.md by readme.test.mjs.
import { Latchkey, type Api } from "latchkey-client";

export async function types(client: Latchkey): Promise<void> {
  const { data } = await client.page("a").get({ select: ["title", "num"] });
  const title: string = data.title;
  const num: number | null = data.num;
  // @ts-expect-error: not asked for
  data.slug;
  // @ts-expect-error: pages have no such member
  await client.page("a").get({ select: ["nothing"] });

  const usual = (await client.page("a").get()).data;
  const status: "draft" | "unlisted" | "listed" = usual.status;
  const lead: unknown = usual.content.lead;
  // @ts-expect-error: not among the usual members
  usual.siblings;
  const seen = (await client.page("a").get({ view: "panel" })).data;
  // @ts-expect-error: a view may leave it out
  const url: string = seen.url;

  // @ts-expect-error: no such status
  await client.page("a").changeStatus("secret");
  const role: Api.RoleModel = await client.call("GET /roles/{name}", { path: { name: "a" } });
  // @ts-expect-error: the name is missing
  await client.call("GET /roles/{name}", {});
  // @ts-expect-error: no such route
  await client.call("GET /rolls", {});
  await client.call("PATCH /pages/{id}/title", { path: { id: "a" }, body: { title: "A" } });
  // @ts-expect-error: the title is missing
  await client.call("PATCH /pages/{id}/title", { path: { id: "a" }, body: {} });
  // @ts-expect-error: files have names
  await client.files.upload(new Blob([]));
  return void [title, num, status, lead, url, role];
}
