// PHP values as JSON, and JSON values as the literal PHP of account and language files.
#include <cmath>

#include "core/text.h"
#include "formats/number.h"
#include "formats/php.h"

namespace latchkey::php {
namespace {

bool is_list(Array const& array) {
  std::int64_t next = 0;
  for (auto const& [key, value] : array.items)
    if (auto const* number = std::get_if<std::int64_t>(&key);
        number == nullptr || *number != next++)
      return false;
  return true;
}

std::string key_text(std::variant<std::int64_t, std::string> const& key) {
  if (auto const* number = std::get_if<std::int64_t>(&key)) return std::to_string(*number);
  return std::get<std::string>(key);
}

json::value array_to_json(Array const& array) {
  if (is_list(array)) {
    json::array out;
    for (auto const& [key, value] : array.items) out.push_back(to_json(value));
    return out;
  }
  json::object out;
  for (auto const& [key, value] : array.items)
    out[json::text(key_text(key)).as_string()] = to_json(value);
  return out;
}

struct ToJson {
  json::value operator()(std::nullptr_t) const { return nullptr; }
  json::value operator()(bool b) const { return b; }
  json::value operator()(std::int64_t i) const { return i; }
  json::value operator()(double d) const { return d; }
  json::value operator()(std::string const& s) const { return json::text(s); }
  json::value operator()(Array const& a) const { return array_to_json(a); }
  json::value operator()(Opaque const& o) const {
    return json::object{{"$opaque", json::text(o.source)}};
  }
};

std::string quote(std::string_view text) {
  std::string out = "'";
  for (char const c : text) {
    if (c == '\\' || c == '\'') out += '\\';
    out += c;
  }
  return out + '\'';
}

std::string print_double(double d) {
  if (!std::isfinite(d)) return "NULL";
  auto const out = formats::print_float(d);
  return out.find_first_of(".e") == out.npos ? out + ".0" : out;
}

void print_value(json::value const& value, std::string& out, std::size_t depth);

/// Lines "key => value" between brackets; `keyed` false for lists.
template <class Items>
void print_items(Items const& items, bool keyed, std::string& out, std::size_t depth) {
  out += '[';
  bool first = true;
  for (auto const& [key, value] : items) {
    out += first ? "\n" : ",\n";
    first = false;
    out.append(4 * (depth + 1), ' ');
    if (keyed) out += quote(key) + " => ";
    print_value(value, out, depth + 1);
  }
  if (!first) (out += '\n').append(4 * depth, ' ');
  out += ']';
}

void print_value(json::value const& value, std::string& out, std::size_t depth) {
  switch (value.kind()) {
    case json::Kind::null: out += "NULL"; return;
    case json::Kind::bool_: out += value.get_bool() ? "true" : "false"; return;
    case json::Kind::int64: out += std::to_string(value.get_int64()); return;
    case json::Kind::uint64: out += std::to_string(value.get_uint64()); return;
    case json::Kind::double_: out += print_double(value.get_double()); return;
    case json::Kind::string: out += quote(value.get_string()); return;
    case json::Kind::array: {
      std::vector<std::pair<std::string_view, json::value>> items;
      for (auto const& item : value.get_array()) items.emplace_back("", item);
      return print_items(items, false, out, depth);
    }
    case json::Kind::object: {
      std::vector<std::pair<std::string_view, json::value>> items;
      for (auto const& [key, member] : value.get_object()) items.emplace_back(key, member);
      return print_items(items, true, out, depth);
    }
  }
}

}  // namespace

json::value to_json(Node const& node) { return std::visit(ToJson{}, node.value); }

std::string print_array_file(std::vector<std::pair<std::string, json::value>> const& items) {
  std::string out = "<?php\n\nreturn ";
  print_items(items, true, out, 0);
  return out + ';';
}

}  // namespace latchkey::php
