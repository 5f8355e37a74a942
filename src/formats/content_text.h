#pragma once
// Content text files: fields separated by lines of four dashes. Source: spec/content-api 2.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/json.h"

namespace latchkey::formats {

/// Fields in file order: lower-case name -> value without surrounding space. Equal names: the later
/// value, at the place of the first.
class Fields {
 public:
  using Item = std::pair<std::string, std::string>;
  Fields() = default;
  explicit Fields(std::vector<Item> items) : items_(std::move(items)) {}  ///< names must differ
  std::string const* find(std::string_view name) const;
  void set(std::string_view name, std::string value);  ///< replaces in place or appends
  bool erase(std::string_view name);
  auto begin() const { return items_.begin(); }
  auto end() const { return items_.end(); }
  bool empty() const { return items_.empty(); }
  std::size_t size() const { return items_.size(); }
  bool operator==(Fields const&) const = default;

 private:
  std::vector<Item> items_;
};

/// The fields of one file. Bytes that are no UTF-8 stay as they are (repair when answering). Pure.
Fields parse_content(std::string_view text);

/// One field of a file before it is made. Borrows from the text.
struct StoredField {
  std::string name;
  std::string_view value;  ///< trimmed; lines of dashes still have their backslash

  bool is_escaped() const;  ///< whether `plain_value` may be another text than `value`
  std::string plain_value() const;
};
/// Whether any field of the text may be `is_escaped`. Pure.
bool has_escapes(std::string_view text);
/// The fields of parse_content(text), their values where they stand. Pure.
std::vector<StoredField> scan_content(std::string_view text);

/// The value that parse_content(text) has under `name`, in less time than making all of them. Pure.
std::optional<std::string> find_stored(std::string_view text, std::string_view name);

/// The file of `fields`, in their order; no line feed at the end. Inverse of parse_content up to
/// the losses of spec/content-api 2 and surprise 30.
std::string print_content(Fields const& fields);

/// One stored value from JSON: strings trimmed later, numbers and booleans as text, lists and maps
/// as YAML of the dialect (empty ones as nothing), null has none.
std::optional<std::string> stored_value(json::value const& v);

}  // namespace latchkey::formats
