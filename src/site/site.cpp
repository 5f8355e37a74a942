#include "site/site.h"

#include <algorithm>

#include "content/media.h"
#include "core/log.h"
#include "core/text.h"
#include "http/query.h"
#include "site/builtin.h"
#include "site/media.h"
#include "site/path.h"
#include "site/variables.h"

namespace latchkey::site {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t max_template_bytes = 1 << 20, max_templates = 1024;

/// Whether the query holds the token that shows a draft.
bool has_preview_token(auth::Visit const& visit, content::Snapshot const& content,
                       content::Page const& page) {
  http::Query const query(visit.request().query());
  auto const token = query.find("_token");
  return token && content.media().is_preview_token(*token, page.id);
}

bool has_header(http::Reply const& reply, std::string_view name) {
  return std::ranges::any_of(reply.headers,
                             [&](auto const& header) { return iequals(header.name, name); });
}

void add_default(http::Reply& reply, std::string_view name, std::string_view value) {
  if (!has_header(reply, name)) reply.add(std::string(name), std::string(value));
}

/// Pages of the site's own templates: the owner's headers, and ours where there are none.
http::Reply template_page(int status, std::string html, config::Options const& options) {
  http::Reply reply;
  reply.status = status;
  for (auto const& [name, value] : options.headers) reply.add(name, value);
  add_default(reply, "Content-Type", "text/html; charset=UTF-8");
  add_default(reply, "X-Content-Type-Options", "nosniff");
  add_default(reply, "Referrer-Policy", "strict-origin-when-cross-origin");
  add_default(reply, "Content-Security-Policy", "frame-ancestors 'self'");
  add_default(reply, "Cross-Origin-Opener-Policy", "same-origin-allow-popups");
  add_default(reply, "Cross-Origin-Resource-Policy", "same-origin");
  reply.body = std::move(html);
  return reply;
}

http::Reply redirect(std::string to) {
  http::Reply reply;
  reply.status = 302;
  reply.add("Location", std::move(to));
  return reply;
}

/// The language whose address begins with the first part, cut off; else the default one.
content::Language const& take_language(content::Languages const& languages,
                                       std::vector<std::string>& parts) {
  if (!languages.multilang || parts.empty()) return languages.standard();
  for (auto const& language : languages.all) {
    if (content::language_url(language, "") != "/" + parts.front()) continue;
    parts.erase(parts.begin());
    return language;
  }
  return languages.standard();
}

/// Addresses of assets and of files of the site; what else begins so is a page.
bool is_for_files(std::vector<std::string> const& parts) {
  return !parts.empty() &&
         (parts.front() == "media" || (parts.size() > 1 && parts.front() == "assets"));
}

/// The page that `parts` below a language name, if this visit may see it.
std::shared_ptr<content::Page const> find_shown(auth::Visit const& visit,
                                                content::Snapshot const& content,
                                                std::vector<std::string> const& parts,
                                                std::string const& language) {
  auto found = content.page(parts.empty() ? visit.options().home : join(parts), language);
  if (found && !is_public(*found) && !has_preview_token(visit, content, *found)) return nullptr;
  return found;
}

}  // namespace

/// A template as last read, with the stamps of all files it was made of.
struct Site::Cached {
  std::vector<std::pair<std::string, std::optional<store::Stamp>>> files;
  std::optional<Template> compiled;
  std::string problem;  ///< why `compiled` is missing although the file is there
  Instant checked{};
};

Site::Site(store::Files& files, content::Content& content, auth::Auth& auth, Clock const& clock)
    : files_(files), content_(content), auth_(auth), clock_(clock), assets_(files, clock) {}
Site::~Site() = default;

http::Reply Site::answer(auth::Visit& visit, std::vector<std::string>& vary) {
  auto const& request = visit.request();
  auto parts = parse_path(request.path(), visit.address().path);
  bool const reads = request.method == http::Method::get || request.method == http::Method::head;
  if (!reads) return refuse_write(visit, vary, std::move(parts));
  if (!parts) return not_found(visit, vary);
  if (is_for_files(*parts)) {
    auto reply =
        parts->front() == "assets" ? assets_.answer(join(*parts), request) : media(visit, *parts);
    if (!reply) return not_found(visit, vary);
    if (is_compressible(content_type_of(parts->back()))) vary.emplace_back("Accept-Encoding");
    return std::move(*reply);
  }
  return page(visit, vary, std::move(*parts));
}

/// Addresses can only be read; where there is none, that is all there is to say, also below the
/// slug of an API that is off (spec/auth 1).
http::Reply Site::refuse_write(auth::Visit& visit, std::vector<std::string>& vary,
                               std::optional<std::vector<std::string>> parts) {
  auto const content = content_.snapshot();
  auto const languages = content->languages();
  auto const is_there = [&] {
    if (is_for_files(*parts)) return true;
    auto const& language = take_language(*languages, *parts);
    return find_shown(visit, *content, *parts, language.code) != nullptr;
  };
  bool const is_known = visit.request().method != http::Method::other;
  if (is_known && !(parts && is_there())) return not_found(visit, vary);
  auto reply =
      own_page(405, plain_page("Not here", "This address can only be read.", visit.address().base));
  reply.add("Allow", "GET, HEAD");
  return reply;
}

http::Reply Site::page(auth::Visit& visit, std::vector<std::string>& vary,
                       std::vector<std::string> parts) {
  auto const content = content_.snapshot();
  auto const languages = content->languages();
  bool const at_root = parts.empty();
  auto const& language = take_language(*languages, parts);
  auto const home = visit.options().home;
  auto const base = visit.address().base;
  std::string const top = content::language_url(language, base);
  if (at_root && top != base) return redirect(top + "/");
  auto const found = find_shown(visit, *content, parts, language.code);
  if (!found) return not_found(visit, vary);
  bool const is_preview = !is_public(*found);
  if (!parts.empty() && found->id == home) return redirect(top + "/");
  auto reply = show(visit, vary, found, language.code, 200);
  if (is_preview) {
    std::erase_if(reply.headers,
                  [](auto const& header) { return iequals(header.name, "Cache-Control"); });
    reply.add("Cache-Control", "no-store, private");
  }
  return reply;
}

http::Reply Site::show(auth::Visit& visit, std::vector<std::string>& vary,
                       std::shared_ptr<content::Page const> const& page,
                       std::string const& language, int status) {
  auto const content = content_.snapshot();
  auto const& base = visit.address().base;
  auto const found = page_template(page->template_name());
  if (!found) {
    log::error("template.failed", {{"cause", found.error().cause}});
    auto reply = own_page(
        500, plain_page("Something went wrong", "This page cannot be shown right now.", base));
    finish(visit, reply, vary);
    return reply;
  }
  auto reply = *found ? template_page(status, "", visit.options())
                      : own_page(status, default_page(*content, *page, base, language));
  if (*found) {
    Rendering const rendering{*content, auth_, visit, language, page};
    reply.body = (*found)->render(make_root(rendering));
  }
  finish(visit, reply, vary);
  return reply;
}

http::Reply Site::not_found(auth::Visit& visit, std::vector<std::string>& vary) {
  auto const content = content_.snapshot();
  auto const page = content->page(visit.options().error);
  if (page && is_public(*page))
    return show(visit, vary, page, content->languages()->standard().code, 404);
  auto reply = own_page(
      404, plain_page("Page not found", "There is nothing at this address.", visit.address().base));
  finish(visit, reply, vary);
  return reply;
}

http::Reply Site::not_found(auth::Visit& visit) {
  std::vector<std::string> unused;
  return not_found(visit, unused);
}

void Site::finish(auth::Visit& visit, http::Reply& reply, std::vector<std::string>& vary) {
  if (auth_.is_private(visit)) {
    std::erase_if(reply.headers,
                  [](auto const& header) { return iequals(header.name, "Cache-Control"); });
    reply.add("Cache-Control", "no-store, private");
  } else {
    vary = auth_.vary(visit);
  }
}

/// The page's own template, else the site's `default`.
Result<std::optional<Template>> Site::page_template(std::string_view name) {
  LK_TRY(auto own, load_template(name));
  if (own || name == "default") return own;
  return load_template("default");
}

Result<std::optional<Template>> Site::load_template(std::string_view name) {
  std::string const path = "site/templates/" + std::string(name) + ".mustache";
  Instant const now = clock_.now();
  std::lock_guard const lock(mutex_);
  auto const known = templates_.find(path);
  std::shared_ptr<Cached> cached = known == templates_.end() ? nullptr : known->second;
  auto const is_same = [this](auto const& file) {
    return files_.stat(file.first).value_or(std::nullopt) == file.second;
  };
  bool const is_fresh = cached && now >= cached->checked && now - cached->checked < 1s;
  if (!is_fresh && cached && std::ranges::all_of(cached->files, is_same)) {
    cached->checked = now;
  } else if (!is_fresh) {
    cached = compile(path);
    if (templates_.size() >= max_templates) templates_.clear();
    templates_.insert_or_assign(path, cached);
  }
  if (!cached->problem.empty()) return fail_internal(cached->problem);
  return cached->compiled;
}

std::shared_ptr<Site::Cached> Site::compile(std::string const& path) const {
  auto out = std::make_shared<Cached>();
  out->checked = clock_.now();
  auto const read = [&](std::string const& file) -> std::optional<std::string> {
    out->files.emplace_back(file, files_.stat(file).value_or(std::nullopt));
    auto bytes = files_.read(file, max_template_bytes);
    if (bytes) return std::move(*bytes);
    if (bytes.error().kind != Kind::not_found)
      out->problem = file + ": " + bytes.error().message + bytes.error().cause;
    return std::nullopt;
  };
  auto const text = read(path);
  if (!text) return out;
  auto compiled = Template::compile(path, *text, [&](std::string_view name) {
    auto snippet = read(snippet_path(name));
    if (!snippet)
      log::warn("snippet.missing", {{"template", path}, {"snippet", std::string(name)}});
    return snippet;
  });
  if (compiled)
    out->compiled = std::move(*compiled);
  else
    out->problem = compiled.error().message;
  return out;
}

std::optional<std::string> Site::mail(std::string_view name, json::object const& variables) {
  auto const found = load_template(name);
  if (!found) log::error("template.failed", {{"cause", found.error().cause}});
  if (!found || !*found) return std::nullopt;
  return (*found)->render(make_json_scope(variables));
}

}  // namespace latchkey::site
