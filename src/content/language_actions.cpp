#include "content/language_actions.h"

#include <algorithm>

#include "content/language_file.h"
#include "content/language_texts.h"
#include "core/text.h"

namespace latchkey::content {
namespace {

/// Room for the rest of a name of 255 bytes.
constexpr std::size_t shortest_code = 2, longest_code = 32;

Failure language_not_found(std::string_view code) {
  return fail(Kind::not_found, "error.notFound",
              "The language \"" + std::string(code) + "\" cannot be found");
}

Failure no_language_name() {
  return fail(Kind::invalid, "error.language.name", "Please enter a name for the language");
}

Language const* find_language(Languages const& languages, std::string_view code) {
  if (!languages.multilang) return nullptr;
  auto const found = std::ranges::find(languages.all, code, &Language::code);
  return found == languages.all.end() ? nullptr : &*found;
}

/// `values` with what `change` says; the code is in them.
Result<json::object> changed_values(json::object values, LanguageChange const& change) {
  auto const* const code = values.if_contains("code");
  auto const said = [&](std::string_view key) -> json::value {
    auto const* const found = values.if_contains(key);
    return found ? *found : json::value();
  };
  auto const own_code = code && code->is_string() ? std::string(code->get_string()) : "";
  LK_TRY(auto locale, stored_locale(change.locale ? *change.locale : said("locale"), own_code));
  values["locale"] = std::move(locale);
  if (change.name) values["name"] = json::text(std::string(trim(*change.name)));
  if (change.direction || !said("direction").is_string())
    values["direction"] = change.direction == "rtl" ? "rtl" : "ltr";
  values["default"] = change.is_default.value_or(said("default") == json::value(true));
  values["url"] = change.url ? *change.url : said("url");
  values["translations"] = change.translations              ? *change.translations
                           : said("translations").is_null() ? json::value(json::array())
                                                            : said("translations");
  return values;
}

using Rewrites = std::vector<std::pair<std::string, std::string>>;  ///< path, bytes

/// The files of all others that call themselves the default one, as they shall be.
Result<Rewrites> without_default(store::Files const& files, Languages const& languages,
                                 std::string_view code) {
  Rewrites out;
  for (auto const& language : languages.all) {
    if (language.code == code || !language.claims_default) continue;
    LK_TRY(auto values, read_language_file(files, language.path));
    values["default"] = false;
    out.emplace_back(language.path, print_language_file(values));
  }
  return out;
}

/// The texts first, then the new default one, then the old one: for those who read meanwhile.
Result<> write_default(Turn& turn, Languages const& languages, std::string const& path,
                       json::object const& values, std::string_view code,
                       FixedFields const& fixed) {
  LK_TRY(auto const rewrites, without_default(turn.files, languages, code));
  LK_CHECK(copy_fixed_values(turn, languages.standard().code, code, fixed));
  LK_CHECK(turn.files.replace(path, print_language_file(values)));
  for (auto const& [other, bytes] : rewrites) LK_CHECK(turn.files.replace(other, bytes));
  return {};
}

Result<> create_first(Turn& turn, std::string const& code, json::object const& values) {
  Steps steps(turn);
  LK_CHECK(rename_texts(turn, "", code));
  LK_CHECK(turn.files.replace(language_path(code), print_language_file(values)));
  return steps.commit();
}

}  // namespace

Result<> check_new_language(Languages const& languages, std::string_view code,
                            std::string_view name) {
  if (code.size() < shortest_code || code.size() > longest_code)
    return fail(Kind::invalid, "error.language.code",
                "Please enter a code of two to 32 characters for the language");
  if (trim(name).empty()) return no_language_name();
  if (find_language(languages, code))
    return fail(Kind::invalid, "error.language.duplicate", "The language already exists");
  return {};
}

Result<> check_language_change(Language const& language, LanguageChange const& change) {
  if (change.name && trim(std::string_view(*change.name)).empty()) return no_language_name();
  if (language.is_default && change.is_default == false)
    return fail(Kind::invalid, "error.logic", "Make another language the default one instead");
  return {};
}

Result<> create_language(Turn& turn, std::string const& code, LanguageChange const& change,
                         FixedFields const& fixed) {
  auto const languages = turn.content.languages();
  LK_CHECK(check_new_language(*languages, code, change.name.value_or("")));
  LK_TRY(auto const taken, turn.files.stat(language_path(code)));
  if (taken)  // one that cannot be read
    return fail(Kind::invalid, "error.language.duplicate", "The language already exists");
  LK_TRY(auto values, changed_values({{"code", json::text(code)}}, change));
  if (!languages->multilang) {
    values["default"] = true;
    return create_first(turn, code, values);
  }
  auto const path = language_path(code);
  bool const becomes_default = change.is_default.value_or(false);
  Steps steps(turn, becomes_default);
  LK_CHECK(becomes_default ? write_default(turn, *languages, path, values, code, fixed)
                           : turn.files.replace(path, print_language_file(values)));
  return steps.commit();
}

Result<> update_language(Turn& turn, std::string_view code, LanguageChange const& change,
                         FixedFields const& fixed) {
  auto const languages = turn.content.languages();
  auto const* const language = find_language(*languages, code);
  if (!language) return language_not_found(code);
  LK_CHECK(check_language_change(*language, change));
  LK_TRY(auto values, read_language_file(turn.files, language->path));
  values["code"] = json::text(language->code);
  if (!values.contains("name")) values["name"] = json::text(language->name);
  LK_TRY(values, changed_values(std::move(values), change));
  bool const becomes_default = !language->is_default && change.is_default.value_or(false);
  if (language->is_default) values["default"] = true;
  Steps steps(turn, becomes_default);
  LK_CHECK(becomes_default ? write_default(turn, *languages, language->path, values, code, fixed)
                           : turn.files.replace(language->path, print_language_file(values)));
  return steps.commit();
}

Result<> remove_language(Turn& turn, std::string_view code) {
  auto const languages = turn.content.languages();
  auto const* const language = find_language(*languages, code);
  if (!language) return language_not_found(code);
  bool const is_last = languages->all.size() == 1;
  if (language->is_default && !is_last)
    return fail(Kind::forbidden, "error.language.delete.permission",
                "The default language cannot be deleted while there are others");
  Steps steps(turn);
  LK_CHECK(is_last ? rename_texts(turn, code, "") : remove_texts(turn, code));
  LK_CHECK(turn.files.remove(language->path));
  return steps.commit();
}

}  // namespace latchkey::content
