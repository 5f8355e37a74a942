#include "formats/json.h"

#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "formats/number.h"

namespace latchkey::json {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

std::string repaired(std::string_view s) {
  std::string out;
  while (!s.empty()) {
    std::size_t good = 1;
    while (good < 4 && good < s.size() && !is_utf8(s.substr(0, good))) ++good;
    if (is_utf8(s.substr(0, good))) {
      out += s.substr(0, good);
      s.remove_prefix(good);
    } else {
      out += replacement;
      s.remove_prefix(1);
    }
  }
  return out;
}

constexpr auto needs_escape = [] {
  std::array<bool, 256> out{};
  std::fill_n(out.begin(), 0x20, true);
  out['"'] = out['\\'] = true;
  return out;
}();

/// Writes floats as the original does and numbers beyond all floats so that they are read back;
/// Boost's own writer knows exponents only, and a word that is no JSON.
class Printer {
 public:
  explicit Printer(bool pretty) : pretty_(pretty) {}

  void print(value const& v) {
    switch (v.kind()) {
      case Kind::object: return print_members(v.get_object(), '{', '}');
      case Kind::array: return print_members(v.get_array(), '[', ']');
      case Kind::string: return print_text(v.get_string());
      case Kind::double_: return print_number(v.get_double());
      case Kind::int64: out += std::to_string(v.get_int64()); return;
      case Kind::uint64: out += std::to_string(v.get_uint64()); return;
      case Kind::bool_: out += v.get_bool() ? "true" : "false"; return;
      case Kind::null: out += "null"; return;
    }
  }

  std::string out;

 private:
  void print_text(std::string_view text) {
    out += '"';
    std::size_t written = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (!needs_escape[static_cast<unsigned char>(text[at])]) continue;
      out.append(text, written, at - written);
      print_escape(text[at]);
      written = at + 1;
    }
    out.append(text, written);
    out += '"';
  }
  void print_escape(char c) {
    constexpr std::string_view named = "\"\\\b\f\n\r\t", letters = "\"\\bfnrt";
    auto const at = named.find(c);
    if (at != named.npos) {
      out += {'\\', letters[at]};
      return;
    }
    constexpr std::string_view hex = "0123456789abcdef";
    out += {'\\', 'u', '0', '0', hex[static_cast<unsigned char>(c) >> 4], hex[c & 15]};
  }
  void print_number(double number) {
    if (std::isfinite(number))
      out += formats::print_float(number);
    else
      out += std::isnan(number) ? "null" : number < 0 ? "-1e999" : "1e999";
  }
  void print_item(value const& item) { print(item); }
  void print_item(object::value_type const& member) {
    print_text(member.key());
    out += pretty_ ? ": " : ":";
    print(member.value());
  }
  template <class Members>
  void print_members(Members const& members, char open, char close) {
    out += open;
    ++depth_;
    bool first = true;
    for (auto const& member : members) {
      if (!std::exchange(first, false)) out += ',';
      new_line();
      print_item(member);
    }
    --depth_;
    if (!first) new_line();
    out += close;
  }
  void new_line() {
    if (pretty_) out += '\n', out.append(4 * depth_, ' ');
  }

  bool const pretty_;
  std::size_t depth_ = 0;
};

}  // namespace

std::string print(value const& v, bool pretty) {
  Printer printer(pretty);
  printer.print(v);
  return std::move(printer.out);
}

value text(std::string_view s) {
  if (is_utf8(s)) return value(boost::json::string(s));
  return value(boost::json::string(repaired(s)));
}

}  // namespace latchkey::json
