#include "api/input.h"

#include "core/text.h"

namespace latchkey::api {

Result<std::optional<bool>> flag_input(Call const& call, std::string_view key) {
  auto const* const sent = call.input(key);
  if (!sent || sent->is_null()) return std::nullopt;
  if (sent->is_bool()) return sent->get_bool();
  if (sent->is_number()) return sent->to_number<double>() != 0;
  if (!sent->is_string())
    return fail(Kind::invalid, "error.invalidArgument",
                "\"" + std::string(key) + "\" must be true or false");
  auto const text = lower(sent->get_string());
  return !text.empty() && text != "0" && text != "false";
}

Result<bool> is_asked(Call const& call, std::string_view key) {
  LK_TRY(auto const sent, flag_input(call, key));
  return sent.value_or(false);
}

Result<std::optional<std::int64_t>> integer_input(Call const& call, std::string_view key) {
  LK_TRY(auto const sent, call.text_input(key));
  std::string const whole = sent.value_or("");
  auto text = trim(whole);
  if (text.empty()) return std::nullopt;
  bool const negative = text.starts_with('-');
  auto const number = parse_unsigned(text.substr(negative ? 1 : 0));
  if (!number)
    return fail(Kind::invalid, "error.invalidArgument",
                "\"" + std::string(key) + "\" must be a whole number");
  return negative ? -*number : *number;
}

std::optional<json::array> list_input(Call const& call, std::string_view key) {
  auto const* const sent = call.input(key);
  if (!sent) return std::nullopt;
  if (auto const* const list = sent->if_array()) return *list;
  auto const* const map = sent->if_object();
  if (!map) return std::nullopt;
  json::array out;
  for (auto const& member : *map) out.push_back(member.value());
  return out;
}

std::string slug_of(std::string_view text, content::Language const& language, std::size_t longest) {
  formats::SlugRules rules;
  rules.max_length = longest;
  if (auto const* const own = language.slugs.if_object())
    for (auto const& [letter, replacement] : *own)
      if (replacement.is_string())
        rules.replacements.emplace_back(letter, replacement.get_string());
  return formats::slug(text, rules);
}

}  // namespace latchkey::api
