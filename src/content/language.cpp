#include "content/language.h"

#include <algorithm>

#include "content/site.h"
#include "core/log.h"
#include "core/text.h"
#include "formats/php.h"

namespace latchkey::content {
namespace {

std::string text_of(json::object const& values, std::string_view key) {
  auto const* const found = values.if_contains(key);
  return found && found->is_string() ? std::string(found->get_string()) : std::string();
}

/// Replacements in slugs: those of the language itself, then those of its file. Source:
/// spec/content-api 12 ("ä" is "ae" in German only).
json::value slug_rules(std::string_view code, json::value const* own) {
  json::object out;
  auto const end = code.find_first_of("_-.");
  if (iequals(code.substr(0, end), "de"))
    out = {{"ä", "ae"}, {"ö", "oe"}, {"ü", "ue"}, {"ß", "ss"}};
  if (auto const* const map = own ? own->if_object() : nullptr)
    for (auto const& [letter, text] : *map) out[letter] = text;
  return out;
}

std::optional<Language> read_language(store::Files const& files, std::string const& name) {
  std::string const path = "site/languages/" + name;
  auto const bytes = files.read(path, 1 << 20);
  auto const parsed =
      bytes ? php::parse(*bytes) : Result<php::Document>(tl::make_unexpected(bytes.error()));
  json::value const value = parsed ? php::to_json(parsed->root) : json::value();
  if (!value.is_object()) {
    log::warn("language.unreadable",
              {{"file", path}, {"cause", parsed ? "no array" : parsed.error().message}});
    return std::nullopt;
  }
  auto const& values = value.get_object();
  Language out;
  out.path = path;
  out.code = text_of(values, "code");
  if (out.code.empty()) out.code = name.substr(0, name.size() - 4);
  out.name = text_of(values, "name");
  if (out.name.empty()) out.name = out.code;
  if (text_of(values, "direction") == "rtl") out.direction = "rtl";
  if (auto const* const url = values.if_contains("url"); url && url->is_string())
    out.url = text_of(values, "url");
  if (auto const* const locale = values.if_contains("locale")) out.locale = *locale;
  out.slugs = slug_rules(out.code, values.if_contains("slugs"));
  auto const* const standard = values.if_contains("default");
  out.is_default = out.claims_default = standard && standard->is_bool() && standard->get_bool();
  return out;
}

}  // namespace

Language const& Languages::standard() const {
  return *std::ranges::find_if(all, &Language::is_default);
}

Language const& Languages::pick(std::string_view code) const {
  auto const found = std::ranges::find(all, code, &Language::code);
  return found == all.end() ? standard() : *found;
}

Languages load_languages(store::Files const& files) {
  Languages out;
  if (auto const entries = files.list("site/languages")) {
    for (auto const& entry : *entries) {
      if (entry.is_directory || !entry.name.ends_with(".php") || entry.name.front() == '.')
        continue;
      if (auto language = read_language(files, entry.name)) out.all.push_back(std::move(*language));
    }
  }
  out.multilang = !out.all.empty();
  if (!out.multilang) out.all.push_back({});
  auto const standard = std::ranges::find_if(out.all, &Language::is_default);
  std::size_t const index =
      standard == out.all.end() ? 0 : static_cast<std::size_t>(standard - out.all.begin());
  for (std::size_t i = 0; i < out.all.size(); ++i) out.all[i].is_default = i == index;
  return out;
}

std::string language_url(Language const& language, std::string_view base) {
  if (language.code.empty()) return std::string(base);
  std::string url = language.url.value_or("/" + language.code);
  while (!url.empty() && url.back() == '/') url.pop_back();
  if (url.starts_with("http://") || url.starts_with("https://")) return url;
  if (!url.empty() && url.front() != '/') url.insert(0, "/");
  return std::string(base) + url;
}

accounts::UserTextNames user_text_names(Snapshot const& content) {
  auto const languages = content.languages();
  auto const name_in = [&](std::string const& code) {
    return "user" + (code.empty() ? "" : "." + code) + "." + content.settings().extension;
  };
  accounts::UserTextNames out{name_in(languages->multilang ? languages->standard().code : "")};
  for (auto const& language : languages->all)
    if (!language.is_default) out.translations.emplace_back(language.code, name_in(language.code));
  return out;
}

}  // namespace latchkey::content
