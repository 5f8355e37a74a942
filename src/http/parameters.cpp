#include "http/parameters.h"

#include <algorithm>

#include "core/text.h"

namespace latchkey::http {
namespace {

/// Takes the text of a quoted string off `text`, which stands behind the opening quote.
std::optional<std::string> take_quoted(std::string_view& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') {
      text.remove_prefix(i + 1);
      return out;
    }
    bool const escape =
        text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '"' || text[i + 1] == '\\');
    out += text[escape ? ++i : i];
  }
  return std::nullopt;
}

/// Takes `value` of `name=value` off `text`, up to the next ';' or the end.
std::optional<std::string> take_value(std::string_view& text) {
  if (text.starts_with('"')) {
    text.remove_prefix(1);
    auto value = take_quoted(text);
    text = trim_left(text);
    if (!text.empty() && text.front() != ';') return std::nullopt;
    return value;
  }
  auto const value = trim(text.substr(0, text.find(';')));
  if (value.find('"') != value.npos) return std::nullopt;
  text.remove_prefix(std::min(text.find(';'), text.size()));
  return std::string(value);
}

}  // namespace

std::string const* ParameterizedValue::find(std::string_view name) const {
  for (auto const& [key, text] : parameters)
    if (key == name) return &text;
  return nullptr;
}

std::optional<ParameterizedValue> parse_parameters(std::string_view text) {
  auto const end = std::min(text.find(';'), text.size());
  ParameterizedValue out{lower(trim(text.substr(0, end))), {}};
  text.remove_prefix(end);
  while (!text.empty()) {
    text = trim_left(text.substr(1));
    if (text.empty() || text.front() == ';') continue;
    auto const equals = text.find('=');
    if (equals == text.npos) return std::nullopt;
    auto name = lower(trim(text.substr(0, equals)));
    if (name.empty() || name.find(';') != name.npos || out.find(name) != nullptr)
      return std::nullopt;
    text = trim_left(text.substr(equals + 1));
    auto value = take_value(text);
    if (!value) return std::nullopt;
    out.parameters.emplace_back(std::move(name), *std::move(value));
  }
  return out;
}

}  // namespace latchkey::http
