#include "formats/content_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <unordered_map>

#include "core/text.h"
#include "formats/number.h"
#include "formats/slug.h"
#include "formats/white_space.h"
#include "formats/yaml.h"

namespace latchkey::formats {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view dashes = "----";

/// `text` with `from` replaced by `to` wherever a line begins with it.
std::string replace_at_line_starts(std::string_view text, std::string_view from,
                                   std::string_view to) {
  std::string out;
  out.reserve(text.size() + to.size());
  for (;;) {
    if (text.starts_with(from)) {
      out += to;
      text.remove_prefix(from.size());
    }
    auto const line_end = text.find('\n');
    if (line_end == text.npos) return out += text;
    out += text.substr(0, line_end + 1);
    text.remove_prefix(line_end + 1);
  }
}

/// Takes the next piece off `text`: up to a line that begins with four dashes, whose white space
/// goes too.
std::string_view take_piece(std::string_view& text) {
  auto const separator = text.find("\n----");
  auto const piece = text.substr(0, separator);
  text = separator == text.npos ? std::string_view() : trim_left(text.substr(separator + 5));
  return piece;
}

std::string field_name(std::string_view key) {
  std::string name = lower(trim_bytes(key));
  std::ranges::replace(name, '-', '_');
  std::ranges::replace(name, ' ', '_');
  return name;
}

/// `field_name(key) == name`, without making that name.
bool has_name(std::string_view key, std::string_view name) {
  auto const same = [](char stored, char wanted) {
    return (stored == '-' || stored == ' ' ? '_' : to_lower(stored)) == wanted;
  };
  return std::ranges::equal(trim_bytes(key), name, same);
}

std::string field_value(std::string_view stored) {
  return replace_at_line_starts(trim_bytes(stored), R"(\----)", dashes);
}

/// A key as it is written: `my_field` becomes `My-field`; empty where nothing of it can be written.
/// No hyphen may stand at its end where a long name was cut: it would be another name when read
/// again.
std::string written_key(std::string_view name) {
  std::string key = slug(name);
  while (key.ends_with('-')) key.pop_back();
  if (!key.empty()) key.front() = to_upper(key.front());
  return key;
}

}  // namespace

std::string const* Fields::find(std::string_view name) const {
  auto const at = std::ranges::find(items_, name, &Item::first);
  return at == items_.end() ? nullptr : &at->second;
}

void Fields::set(std::string_view name, std::string value) {
  auto const at = std::ranges::find(items_, name, &Item::first);
  if (at == items_.end())
    items_.emplace_back(name, std::move(value));
  else
    at->second = std::move(value);
}

bool Fields::erase(std::string_view name) {
  return std::erase_if(items_, [&](Item const& item) { return item.first == name; }) > 0;
}

namespace {

/// Finds the place of a name among some items; few are looked through, many get a table.
class Places {
 public:
  /// The place of `name`; the next one for a new name.
  std::size_t of(std::string const& name, std::vector<StoredField> const& items) {
    if (items.size() < few)
      return static_cast<std::size_t>(std::ranges::find(items, name, &StoredField::name) -
                                      items.begin());
    if (table_.empty())
      for (std::size_t i = 0; i < items.size(); ++i) table_.emplace(items[i].name, i);
    return table_.emplace(name, items.size()).first->second;
  }

 private:
  static constexpr std::size_t few = 24;
  std::unordered_map<std::string, std::size_t> table_;
};

}  // namespace

std::vector<StoredField> scan_content(std::string_view text) {
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  Places places;
  std::vector<StoredField> items;
  while (!text.empty()) {
    auto const piece = take_piece(text);
    auto const colon = piece.find(':');
    if (colon == piece.npos) continue;
    std::string name = field_name(piece.substr(0, colon));
    if (name.empty()) continue;
    auto const value = trim_bytes(piece.substr(colon + 1));
    auto const place = places.of(name, items);
    if (place == items.size())
      items.push_back({std::move(name), value});
    else
      items[place].value = value;
  }
  return items;
}

bool has_escapes(std::string_view text) { return text.find(R"(\----)") != text.npos; }

bool StoredField::is_escaped() const { return has_escapes(value); }

std::string StoredField::plain_value() const {
  return replace_at_line_starts(value, R"(\----)", dashes);
}

Fields parse_content(std::string_view text) {
  std::vector<Fields::Item> items;
  for (auto& field : scan_content(text))
    items.emplace_back(std::move(field.name), field.plain_value());
  return Fields(std::move(items));
}

std::optional<std::string> find_stored(std::string_view text, std::string_view name) {
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  std::optional<std::string_view> last;
  while (!text.empty()) {
    auto const piece = take_piece(text);
    auto const colon = piece.find(':');
    if (colon != piece.npos && has_name(piece.substr(0, colon), name))
      last = piece.substr(colon + 1);
  }
  if (!last) return std::nullopt;
  return field_value(*last);
}

std::string print_content(Fields const& fields) {
  std::string out;
  for (auto const& [name, value] : fields) {
    auto const key = written_key(name);
    if (key.empty()) continue;
    if (!out.empty()) out += "\n\n----\n\n";
    auto const trimmed = trim_bytes(value);
    bool const several_lines = trimmed.find_first_of("\n\r") != trimmed.npos;
    out += key + (several_lines ? ":\n\n" : ": ");
    out += replace_at_line_starts(trimmed, dashes, R"(\----)");
  }
  return out;
}

std::optional<std::string> stored_value(json::value const& v) {
  switch (v.kind()) {
    case json::Kind::null: return std::nullopt;
    case json::Kind::bool_: return v.get_bool() ? "1" : "0";
    case json::Kind::int64: return std::to_string(v.get_int64());
    case json::Kind::uint64: return std::to_string(v.get_uint64());
    case json::Kind::double_: return print_float(v.get_double());
    case json::Kind::string: return std::string(v.get_string());
    case json::Kind::array:
      if (v.get_array().empty()) return "";
      return yaml::print_dialect(v);
    case json::Kind::object:
      if (v.get_object().empty()) return "";
      return yaml::print_dialect(v);
  }
  return std::nullopt;
}

}  // namespace latchkey::formats
