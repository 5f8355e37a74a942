// What the documentation of the API shows: a page of the site reads the API with its own session.
// The session travels in a cookie; every request proves with the CSRF token that a page of this site sent it.

const { csrf } = JSON.parse(document.getElementById("latchkey").textContent);
const $ = (id) => document.getElementById(id);

/** One call of the API: status and parsed JSON. */
async function api(path, options = {}) {
  const headers = { "X-CSRF": csrf };
  if (options.body) headers["Content-Type"] = "application/json";
  const response = await fetch("/api/" + path, { headers, method: options.method, body: options.body && JSON.stringify(options.body) });
  return { status: response.status, json: await response.json() };
}

/** The page itself, as the API has it: response.data. */
async function readPage() {
  const response = await fetch("/api/pages/example", { headers: { "X-CSRF": csrf } });
  const json = await response.json();
  show(response.status, json);
  return response.ok;
}

function show(status, json) {
  $("answer").hidden = false;
  $("status").textContent = status;
  $("json").textContent = JSON.stringify(json.data ?? json, null, 2);
  const facts = json.data
    ? { Title: json.data.title, Status: json.data.status, Address: json.data.url }
    : { Refused: json.message, Key: json.key };
  $("facts").replaceChildren(...Object.entries(facts).map(([name, value]) => {
    const row = document.createElement("div");
    const term = document.createElement("dt");
    const detail = document.createElement("dd");
    term.textContent = name;
    detail.textContent = value;
    row.append(term, detail);
    return row;
  }));
}

function setUser(user) {
  $("signed-in").hidden = !user;
  $("signed-out").hidden = Boolean(user);
  $("who").textContent = user ? user.name || user.email : "";
}

/** Who is signed in, by the session alone. */
async function start() {
  const { status, json } = await api("auth");
  setUser(status === 200 ? json.data : null);
  if (status === 200) await readPage();
}

$("login").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = new FormData(event.target);
  $("problem").textContent = "";
  const { status, json } = await api("auth/login", {
    method: "POST",
    body: { email: form.get("email"), password: form.get("password"), long: form.has("long") },
  });
  if (status !== 200 || !json.user) {
    $("problem").textContent = json.message ?? "A second step is needed, which this page does not show.";
    return;
  }
  event.target.reset();
  setUser(json.user);
  await readPage();
});

$("logout").addEventListener("click", async () => {
  await api("auth/logout", { method: "POST" });
  setUser(null);
  $("answer").hidden = true;
});

$("read").addEventListener("click", readPage);
$("refusal").addEventListener("click", readPage);

start();
