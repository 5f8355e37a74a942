// Servers, sites and browsers for one test each; everything ends with the test that asked for it.
import { chromium } from "playwright-core";

export * from "./server.mjs";

/** Chromium writes every refused answer into the console; what the API refuses in a test is no complaint. */
function isRefusal(message) {
  return /status of 4\d\d/.test(message.text()) && new URL(message.location().url || "http://none/").pathname.startsWith("/api/");
}

/** A page in a browser of its own, with an empty profile. Dialogs, script errors and complaints of the console are collected. */
export async function openBrowser(t, options = {}) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    headless: true,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync"],
  });
  t.after(() => browser.close());
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const seen = { dialogs: [], errors: [] };
  page.on("dialog", (dialog) => {
    seen.dialogs.push(dialog.message());
    dialog.dismiss();
  });
  page.on("pageerror", (error) => seen.errors.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" && !isRefusal(message)) seen.errors.push(message.text());
  });
  return { browser, context, page, seen };
}
