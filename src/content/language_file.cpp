#include "content/language_file.h"

#include <algorithm>
#include <map>

#include "core/text.h"
#include "formats/php.h"

namespace latchkey::content {
namespace {

constexpr std::size_t max_language_bytes = 1 << 20;

Failure unwritable(std::string const& path, std::string const& why) {
  return fail(Kind::invalid, "error.logic", path + " cannot be changed here: " + why);
}

Failure bad_locale() {
  return fail(Kind::invalid, "error.invalidArgument",
              "\"locale\" must be a text or a map of categories");
}

}  // namespace

std::string_view locale_category(std::string_view name_or_number) {
  auto const number = parse_unsigned(name_or_number);
  if (number)
    return static_cast<std::size_t>(*number) < locale_categories.size()
               ? locale_categories[static_cast<std::size_t>(*number)]
               : std::string_view();
  auto const* const found = std::ranges::find(locale_categories, name_or_number);
  return found == locale_categories.end() ? std::string_view() : *found;
}

std::string language_path(std::string_view code) {
  return "site/languages/" + std::string(code) + ".php";
}

Result<json::object> read_language_file(store::Files const& files, std::string const& path) {
  LK_TRY(auto const bytes, files.read(path, max_language_bytes));
  auto const parsed = php::parse(bytes);
  if (!parsed) return unwritable(path, parsed.error().message);
  auto value = php::to_json(parsed->root);
  if (value.is_array() && value.get_array().empty()) return json::object();
  if (!value.is_object()) return unwritable(path, "it returns no literal array");
  if (json::print(value).find("\"$opaque\"") != std::string::npos)
    return unwritable(path, "it holds an expression that rewriting would lose");
  return std::move(value.get_object());
}

std::string print_language_file(json::object const& values) {
  std::map<std::string, json::value> sorted;
  for (auto const& [key, value] : values) sorted.emplace(key, value);
  return php::print_array_file({sorted.begin(), sorted.end()});
}

Result<json::object> stored_locale(json::value const& locale, std::string_view code) {
  json::object out;
  auto const add = [&](std::string_view key, json::value const& value) -> Result<> {
    auto const category = locale_category(key);
    if (category.empty() || !value.is_string()) return bad_locale();
    out[category] = value;
    return {};
  };
  if (auto const* const map = locale.if_object()) {
    for (auto const& [key, value] : *map) LK_CHECK(add(key, value));
  } else if (auto const* const list = locale.if_array()) {  // numbers from 0 on
    for (std::size_t i = 0; i < list->size(); ++i) LK_CHECK(add(std::to_string(i), (*list)[i]));
  } else if (locale.is_string()) {
    if (!locale.get_string().empty()) out["LC_ALL"] = locale;
  } else if (!locale.is_null()) {
    return bad_locale();
  }
  if (out.empty()) out["LC_ALL"] = json::text(code);
  return out;
}

}  // namespace latchkey::content
