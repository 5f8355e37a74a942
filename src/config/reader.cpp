#include "config/reader.h"

#include <algorithm>

#include "core/text.h"

namespace latchkey::config {
namespace {

constexpr std::int64_t longest_duration = 10LL * 365 * 24 * 3600;

bool has_control_characters(std::string_view text) {
  return std::ranges::any_of(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

/// A text, or what was a text before it became a number (environment and flags have only texts).
std::optional<std::string> as_text(Value const& value) {
  if (auto const* text = value.as<std::string>()) return *text;
  if (!value.raw.empty()) return value.raw;
  return std::nullopt;
}

struct KindName {
  std::string_view operator()(std::nullptr_t) const { return "null"; }
  std::string_view operator()(bool) const { return "true or false"; }
  std::string_view operator()(std::int64_t) const { return "a number"; }
  std::string_view operator()(double) const { return "a number with a fraction"; }
  std::string_view operator()(std::string const&) const { return "a text"; }
  std::string_view operator()(std::vector<Tree> const&) const { return "a list"; }
  std::string_view operator()(Unread) const { return "an expression"; }
};

}  // namespace

bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return is_alnum(c) || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

std::string located(Place const& place, std::string const& text) {
  std::string out = place.file;
  if (place.line > 0) out += ':' + std::to_string(place.line) + ':' + std::to_string(place.column);
  return out + ": " + text;
}

void Report::warn(Place const& place, std::string const& text) {
  auto const same = [&](Warning const& w) {
    return w.file == place.file && w.line == place.line && w.column == place.column &&
           w.text == text;
  };
  if (std::ranges::none_of(warnings_, same))
    warnings_.push_back({place.file, place.line, place.column, text});
}

void Report::refuse(Place const& place, std::string const& text) {
  auto line = located(place, text);
  if (std::ranges::find(refusals_, line) == refusals_.end()) refusals_.push_back(std::move(line));
}

Result<> Report::verdict() const {
  if (refusals_.empty()) return {};
  std::string all;
  for (auto const& line : refusals_) all += (all.empty() ? "" : "\n") + line;
  for (auto const& w : warnings_)  // so that all can be mended in one go
    all += "\n" + located({w.file, w.file, w.line, w.column}, w.text);
  return fail(Kind::invalid, "", all);
}

std::string_view kind_of(Tree const& tree) {
  if (!tree.children.empty() || !tree.own) return "a map";
  return std::visit(KindName{}, tree.own->content);
}

void OptionReader::warn(std::string const& text) {
  report_.warn(tree_->place, std::string(name_) + ' ' + text);
}
void OptionReader::warn_below(std::string const& path, Place const& place,
                              std::string const& text) {
  report_.warn(place, std::string(name_) + path + ' ' + text);
}
void OptionReader::refuse(std::string const& text) {
  report_.refuse(tree_->place, std::string(name_) + ' ' + text);
}

void OptionReader::wrong(std::string_view expected) {
  rejected_ = true;
  std::string text = "should be ";
  text.append(expected).append(", not ").append(kind_of(*tree_)).append("; the default (");
  warn(text.append(fallback_).append(") is used"));
}

void OptionReader::flag(bool& target) {
  if (!is_set()) return;
  auto const* value = own();
  auto const* truth = value != nullptr ? value->as<bool>() : nullptr;
  if (truth == nullptr || !tree_->children.empty()) return wrong("true or false");
  target = *truth;
}

void OptionReader::only_true(bool& target) {
  if (!is_set()) return;
  auto const* value = own();
  auto const* truth = value != nullptr ? value->as<bool>() : nullptr;
  target = truth != nullptr && *truth && tree_->children.empty();
  if (truth != nullptr) return;
  rejected_ = true;
  warn("counts only as true (without quotation marks); it stays off");
}

void OptionReader::section(bool& target, bool on_map) {
  if (!is_set()) return;
  auto const* value = own();
  auto const* truth = value != nullptr ? value->as<bool>() : nullptr;
  if (truth != nullptr)
    target = *truth;
  else if (value != nullptr && !value->is_null() && !value->is_empty_list())
    wrong("true, false or a map");
  else if (!tree_->children.empty())
    target = on_map;
}

std::optional<std::int64_t> OptionReader::whole(std::int64_t least, std::int64_t most) {
  if (!is_set()) return std::nullopt;
  auto const* value = own();
  auto const* number = value != nullptr ? value->as<std::int64_t>() : nullptr;
  if (number != nullptr && tree_->children.empty() && *number >= least && *number <= most)
    return *number;
  if (number == nullptr)
    wrong("a whole number");
  else {
    rejected_ = true;
    warn("should be between " + std::to_string(least) + " and " + std::to_string(most) +
         "; the default (" + std::string(fallback_) + ") is used");
  }
  return std::nullopt;
}

void OptionReader::count(std::size_t& target, std::int64_t least, std::int64_t most) {
  if (auto const number = whole(least, most)) target = static_cast<std::size_t>(*number);
}
void OptionReader::count(int& target, int least, int most) {
  if (auto const number = whole(least, most)) target = static_cast<int>(*number);
}
void OptionReader::duration(std::chrono::seconds& target) {
  if (auto const number = whole(1, longest_duration)) target = std::chrono::seconds(*number);
}

std::optional<std::string> OptionReader::plain_text() {
  if (!is_set()) return std::nullopt;
  auto const* value = own();
  auto found = value != nullptr && tree_->children.empty() ? as_text(*value) : std::nullopt;
  if (!found) return wrong("a text"), std::nullopt;
  if (found->empty()) return wrong("a text that is not empty"), std::nullopt;
  if (has_control_characters(*found)) return wrong("a text of one line"), std::nullopt;
  return found;
}

void OptionReader::maybe_empty(std::string& target) {
  auto const* value = own();
  auto const* text = value != nullptr ? value->as<std::string>() : nullptr;
  if (text == nullptr || !text->empty()) this->text(target);
}

void OptionReader::text(std::string& target) {
  if (auto found = plain_text()) target = std::move(*found);
}
void OptionReader::text(std::optional<std::string>& target) {
  if (auto found = plain_text()) target = std::move(*found);
}

std::optional<std::vector<std::string>> OptionReader::list() {
  if (!is_set()) return std::nullopt;
  auto const* value = own();
  if (value != nullptr && tree_->children.empty()) {
    if (auto one = as_text(*value)) return std::vector{std::move(*one)};
    if (auto const* items = value->as<std::vector<Tree>>()) {
      std::vector<std::string> out;
      for (auto const& item : *items) {
        auto const* text = item.own ? item.own->as<std::string>() : nullptr;
        if (text == nullptr) return wrong("a text or a list of texts"), std::nullopt;
        out.push_back(*text);
      }
      return out;
    }
  }
  wrong("a text or a list of texts");
  return std::nullopt;
}

std::optional<std::string> OptionReader::choice(std::initializer_list<std::string_view> words) {
  auto found = plain_text();
  if (!found || std::ranges::find(words, *found) != words.end()) return found;
  std::string expected;
  for (auto const word : words)
    expected.append(expected.empty() ? "\"" : " or \"").append(word) += '"';
  rejected_ = true;
  warn("should be " + expected + "; the default (" + std::string(fallback_) + ") is used");
  return std::nullopt;
}

}  // namespace latchkey::config
