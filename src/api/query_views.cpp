#include "api/query_views.h"

#include <algorithm>
#include <set>

#include "api/blueprint_view.h"
#include "api/file_view.h"
#include "api/locks.h"
#include "api/page_search.h"
#include "api/translation_texts.h"
#include "api/translation_view.h"
#include "api/user_view.h"
#include "content/media.h"
#include "core/text.h"

namespace latchkey::api {
namespace {

/// The words of a header like "de-CH, en;q=0.5", the best first.
std::vector<std::string> wished_codes(std::string_view header) {
  std::vector<std::pair<double, std::string>> found;
  for (auto const part : split(header, ',')) {
    auto const [tag, rest] = cut(part, ';');
    auto const quality = trim(rest);
    double const weight =
        quality.starts_with("q=") ? query::parse_number(quality.substr(2)).value_or(0) : 1;
    if (weight > 0) found.emplace_back(weight, lower(trim(tag)));
  }
  std::ranges::stable_sort(found, std::greater(), &std::pair<double, std::string>::first);
  std::vector<std::string> out;
  out.reserve(found.size());
  for (auto& [weight, tag] : found) out.push_back(std::move(tag));
  return out;
}

SearchRequest search_request(query::Values const& arguments) {
  SearchRequest out{query::text_argument(arguments, 0), {}};
  auto fields = arguments.size() > 1 ? query::data_of(arguments[1]) : json::value();
  if (fields.is_string()) {
    json::array names;
    for (auto const name : split(fields.get_string(), '|')) names.push_back(json::text(name));
    fields = std::move(names);
  }
  if (fields.is_array() && !fields.get_array().empty()) out.options["fields"] = std::move(fields);
  return out;
}

/// All that needs no actor.
class PublicViews : public fields::Views {
 public:
  explicit PublicViews(PublicPlace place) : place_(std::move(place)) {}

  json::object permissions(fields::Model const&) const override { return {}; }
  bool may(fields::Model const&, std::string_view) const override { return false; }
  json::value preview_url(fields::Model const&) const override { return nullptr; }
  json::array blueprints(fields::Model const&, std::string_view) const override { return {}; }
  json::value lock(fields::Model const&) const override { return nullptr; }

  query::Items search(query::Items const& items, query::Values const& arguments) const override {
    Search const search(search_request(arguments));
    std::vector<std::pair<std::int64_t, query::ItemPtr>> hits;
    auto const work = 8 * (1 + search.needles().size());
    for (auto const& item : items) {
      if (!query::Watch::spend(work)) break;  // the request ends by that
      if (auto const points = score(search, *item); points > 0) hits.emplace_back(points, item);
    }
    std::ranges::stable_sort(hits, std::greater(), [](auto const& hit) { return hit.first; });
    query::Items out;
    for (auto& [points, item] : hits) out.push_back(std::move(item));
    return out;
  }

  bool has_template(std::string_view name) const override {
    if (!templates_) templates_ = list_templates();
    return templates_->contains(std::string(name));
  }

  json::array translations() const override {
    json::array out;
    for (auto const& one : api::translations()) out.push_back(render_translation(one.id));
    return out;
  }

  std::string wished_language() const override {
    auto const known = place_.content.languages();
    for (auto const& wish : wished_codes(place_.accept_language))
      for (auto const& language : known->all)
        if (lower(language.code) == wish || wish.starts_with(lower(language.code) + "-"))
          return language.code;
    return {};
  }

  std::string api_url() const override { return place_.api; }

  std::optional<std::int64_t> modified(accounts::User const& user) const override {
    if (!place_.tools.files) return std::nullopt;
    auto const folder = content::owner_of_user(user.id, "").path + "/";
    auto const names = content::user_text_names(place_.content);
    auto at = changed_at(folder + names.standard);
    for (auto const& [code, name] : names.translations)
      if (code == place_.language)
        if (auto const own = changed_at(folder + name)) at = own;
    return at;
  }

  std::optional<std::string> bytes(content::File const& file, std::size_t limit) const override {
    if (!place_.tools.files || file.stamp.size > limit) return std::nullopt;
    auto read = place_.tools.files->read(file.path(), limit);
    return read ? std::optional(std::move(*read)) : std::nullopt;
  }

 private:
  std::int64_t score(Search const& search, query::Item const& item) const {
    auto const page = fields::page_of(&item);
    return page ? score_page(search, *page, place_.language) : 0;
  }
  std::optional<std::int64_t> changed_at(std::string const& path) const {
    auto const stamp = place_.tools.files->stat(path);
    return stamp && *stamp ? std::optional((*stamp)->mtime_seconds()) : std::nullopt;
  }
  std::set<std::string> list_templates() const {
    std::set<std::string> out;
    if (!place_.tools.files) return out;
    auto const entries = place_.tools.files->list("site/templates");
    if (!entries) return out;
    for (auto const& entry : *entries)
      if (!entry.is_directory && entry.name.ends_with(".php"))
        out.insert(entry.name.substr(0, entry.name.size() - 4));
    return out;
  }

  PublicPlace place_;
  mutable std::optional<std::set<std::string>> templates_;
};

/// As one actor has them.
class ActorViews final : public PublicViews {
 public:
  explicit ActorViews(PageContext const& context)
      : PublicViews({context.content, *context.tools, context.language, context.api,
                     context.accept_language}),
        context_(context) {}

  json::object permissions(fields::Model const& model) const override {
    auto all = shown(model, "options");
    return all.is_object() ? all.get_object() : json::object();
  }
  bool may(fields::Model const& model, std::string_view action) const override {
    if (model.page) return api::may(context_, action, *model.page);
    if (model.file) return api::may(context_, action, *model.file);
    if (model.site) return api::may(context_, action, *model.site);
    return accounts::may(context_.actor, action, *model.user, *context_.accounts);
  }
  json::value preview_url(fields::Model const& model) const override {
    if (model.user) return nullptr;
    return shown(model, model.file ? "url" : "previewUrl");
  }
  json::array blueprints(fields::Model const& model, std::string_view section) const override {
    if (model.page && section.empty()) return switchable_templates(context_, *model.page);
    return creatable_templates(context_, model, section).value_or(json::array());
  }
  json::value lock(fields::Model const& model) const override {
    auto const found = foreign_lock(context_, model);
    if (!found) return nullptr;
    auto const failure = locked(context_, *found, "update");
    return json::parse(failure.value().details).value_or(nullptr);
  }

 private:
  /// One member of the model, as the API shows it.
  json::value shown(fields::Model const& model, std::string_view member) const {
    Pick const pick[]{{member}};
    std::span<Pick const> const picks(pick);
    json::object out;
    if (model.page) out = render(*model.page, context_, page_schema(), picks);
    if (model.site) out = render(*model.site, context_, site_schema(), picks);
    if (model.file) out = render(*model.file, context_, file_schema(), picks);
    if (model.user)
      out = render(*model.user, UserContext{*context_.accounts, context_.actor, &context_},
                   user_schema(), picks);
    return out.contains(member) ? out.at(member) : json::value();
  }

  PageContext const& context_;
};

}  // namespace

std::shared_ptr<fields::Views> make_query_views(PageContext const& context) {
  return std::make_shared<ActorViews>(context);
}

std::shared_ptr<fields::Views> make_visitor_views(PublicPlace place) {
  return std::make_shared<PublicViews>(std::move(place));
}

}  // namespace latchkey::api
