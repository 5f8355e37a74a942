#include "formats/json.h"

#include "core/text.h"

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

void print_pretty(value const& v, std::string& out, std::size_t depth) {
  auto const indent = [&](std::size_t d) { out += '\n', out.append(4 * d, ' '); };
  if (auto const* o = v.if_object(); o != nullptr && !o->empty()) {
    out += '{';
    bool first = true;
    for (auto const& [key, member] : *o) {
      if (!std::exchange(first, false)) out += ',';
      indent(depth + 1);
      out += boost::json::serialize(key) + ": ";
      print_pretty(member, out, depth + 1);
    }
    indent(depth);
    out += '}';
  } else if (auto const* a = v.if_array(); a != nullptr && !a->empty()) {
    out += '[';
    bool first = true;
    for (auto const& member : *a) {
      if (!std::exchange(first, false)) out += ',';
      indent(depth + 1);
      print_pretty(member, out, depth + 1);
    }
    indent(depth);
    out += ']';
  } else {
    out += boost::json::serialize(v);
  }
}

}  // namespace

std::optional<value> parse(std::string_view text) {
  boost::json::error_code failed;
  boost::json::parse_options options;
  options.max_depth = 64;
  auto v = boost::json::parse(text, failed, {}, options);
  if (failed) return std::nullopt;
  return v;
}

std::string print(value const& v, bool pretty) {
  if (!pretty) return boost::json::serialize(v);
  std::string out;
  print_pretty(v, out, 0);
  return out;
}

value text(std::string_view s) {
  if (is_utf8(s)) return value(boost::json::string(s));
  return value(boost::json::string(repaired(s)));
}

}  // namespace latchkey::json
