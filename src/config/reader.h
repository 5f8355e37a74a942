#pragma once
// Reads one option into its typed place; every mistake is reported, none is guessed.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/config.h"
#include "config/tree.h"

namespace latchkey::config {

/// What was found while reading: warnings, and refusals that stop the start.
class Report {
 public:
  /// Equal ones are kept once.
  void warn(Place const& place, std::string const& text);
  void refuse(Place const& place, std::string const& text);
  std::vector<Warning> const& warnings() const { return warnings_; }
  /// All refusals, a line each, or nothing.
  Result<> verdict() const;

 private:
  std::vector<Warning> warnings_;
  std::vector<std::string> refusals_;
};

/// "file:line:column: text", without what is unknown.
std::string located(Place const& place, std::string const& text);

/// Wrong types leave the target as it is and give a warning; null is the same as not set.
class OptionReader {
 public:
  OptionReader(std::string_view name, std::string_view fallback, Tree const* tree, Report& report)
      : name_(name), fallback_(fallback), tree_(tree), report_(report) {}

  /// What was written; null where nothing was, or null.
  Tree const* tree() const { return is_set() ? tree_ : nullptr; }
  Value const* own() const { return is_set() && tree_->own ? &*tree_->own : nullptr; }
  bool is_set() const {
    return tree_ != nullptr && !(tree_->own && tree_->own->is_null() && tree_->children.empty());
  }

  void flag(bool& target);
  /// true is true; false, and with a warning all else, is false.
  void only_true(bool& target);
  /// true, false, or a map of further options, which is `on_map`.
  void section(bool& target, bool on_map);
  void count(std::size_t& target, std::int64_t least, std::int64_t most);
  void count(int& target, int least, int most);
  void duration(std::chrono::seconds& target);
  /// Without control characters, not empty.
  void text(std::string& target);
  void text(std::optional<std::string>& target);
  /// An empty one is as if nothing were written.
  void maybe_empty(std::string& target);
  /// One text, or a list of texts.
  std::optional<std::vector<std::string>> list();
  /// A text that is one of these.
  std::optional<std::string> choice(std::initializer_list<std::string_view> words);

  /// Warns that the value should be `expected`; the default stays.
  void wrong(std::string_view expected);
  void warn(std::string const& text);
  /// About a name below this one, as ".password.2fa".
  void warn_below(std::string const& path, Place const& place, std::string const& text);
  void refuse(std::string const& text);
  /// Whether the value was taken (not: left at the default).
  bool accepted() const { return is_set() && !rejected_; }
  std::string_view name() const { return name_; }

 private:
  std::optional<std::int64_t> whole(std::int64_t least, std::int64_t most);
  std::optional<std::string> plain_text();

  std::string_view name_, fallback_;
  Tree const* tree_;
  Report& report_;
  bool rejected_ = false;
};

/// Names of headers, cookies and methods. Source: RFC 9110, 5.6.2.
bool is_token(std::string_view text);

/// "a text", "a list", …: what kind of value stands there, never the value itself.
std::string_view kind_of(Tree const& tree);

}  // namespace latchkey::config
