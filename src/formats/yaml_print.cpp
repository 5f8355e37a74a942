// Lists and maps as YAML that both readers of sites understand alike, as close as possible to what
// the original writes. Source: spec/yaml.md "Writing lists and maps".

#include "core/text.h"
#include "formats/number.h"
#include "formats/white_space.h"
#include "formats/yaml.h"
#include "formats/yaml_spelling.h"

namespace latchkey::yaml {
namespace {

Parse own_parser(Handler handler) {
  return handler == Handler::spyc ? parse_dialect : parse_symfony;
}

bool is_list_key(std::string_view key, std::size_t i) { return key == std::to_string(i); }

/// `v` as the readers see it: maps with the keys 0…n-1 are lists, and so is an empty map.
json::value normalized(json::value const& v) {
  if (auto const* list = v.if_array()) {
    json::array out;
    for (auto const& member : *list) out.push_back(normalized(member));
    return out;
  }
  if (auto const* map = v.if_object()) {
    std::size_t i = 0;
    json::array list;
    json::object out;
    for (auto const& [key, member] : *map)
      if (is_list_key(key, i)) ++i;
    bool const is_list = i == map->size();
    for (auto const& [key, member] : *map) {
      if (is_list)
        list.push_back(normalized(member));
      else
        out[key] = normalized(member);
    }
    return is_list ? json::value(std::move(list)) : json::value(std::move(out));
  }
  return v;
}

/// Equal, where 3 and 3.0 are.
bool same(json::value const& a, json::value const& b) {
  if (a.is_number() && b.is_number()) return a.to_number<double>() == b.to_number<double>();
  if (a.is_array() && b.is_array()) return std::ranges::equal(a.get_array(), b.get_array(), same);
  if (a.is_object() && b.is_object())
    return std::ranges::equal(a.get_object(), b.get_object(), [](auto const& x, auto const& y) {
      return x.key() == y.key() && same(x.value(), y.value());
    });
  return a == b;
}

bool reads_as(Parse reader, std::string_view text, json::value const& expected) {
  auto const value = reader(text);
  return value && same(*value, expected);
}

class Printer {
 public:
  Printer(Handler handler, bool careful) : handler_(handler), careful_(careful) {}

  /// `v` is normalized.
  std::string print(json::value const& v) {
    if (auto const* list = v.if_array())
      print_list(*list, 0);
    else if (auto const* map = v.if_object())
      print_map(*map, 0);
    else if (handler_ == Handler::symfony)
      out_ = scalar(v, 0, "- ");
    else if (v != json::value(""))
      out_ = "- " + scalar(v, 0, "- ") + '\n';
    return std::move(out_);
  }

 private:
  bool is_spyc() const { return handler_ == Handler::spyc; }

  void print_list(json::array const& list, std::size_t indent) {
    for (auto const& member : list) {
      out_.append(indent, ' ');
      if (is_branch(member)) {
        out_ += is_spyc() ? "- \n" : "-\n";
        print_branch(member, indent + 2);
      } else {
        out_ += "- " + scalar(member, indent, "- ") + '\n';
      }
    }
  }

  void print_map(json::object const& map, std::size_t indent) {
    for (auto const& [key, member] : map) {
      out_.append(indent, ' ') += spelled_key(key, is_branch(member));
      out_ += ':';
      if (is_branch(member)) {
        out_ += '\n';
        print_branch(member, indent + 2);
      } else {
        out_ += ' ' + scalar(member, indent, "k: ") + '\n';
      }
    }
  }

  static bool is_branch(json::value const& v) {
    return v.is_object() || (v.is_array() && !v.get_array().empty());
  }

  void print_branch(json::value const& v, std::size_t indent) {
    if (auto const* list = v.if_array())
      print_list(*list, indent);
    else
      print_map(v.get_object(), indent);
  }

  std::string scalar(json::value const& v, std::size_t indent, std::string const& before) {
    switch (v.kind()) {
      case json::Kind::null: return "null";
      case json::Kind::bool_: return v.get_bool() ? "true" : "false";
      case json::Kind::int64: return std::to_string(v.get_int64());
      case json::Kind::uint64: return std::to_string(v.get_uint64());
      case json::Kind::double_: return formats::print_float(v.get_double());
      case json::Kind::string: return text(v.get_string(), indent, before);
      default: return is_spyc() ? "[ ]" : "[]";
    }
  }

  /// The first spelling both readers understand where another line follows; else the first the
  /// handler's own reader understands; else the original's.
  std::string text(std::string_view text, std::size_t indent, std::string const& before) {
    bool const in_list = before == "- ";
    auto const reads = [&](Spelling spelling, Parse reader) {
      auto const line =
          before + spell(handler_, spelling, text, 2) + (in_list ? "\n- x" : "\nl: x");
      json::value const expected =
          in_list ? json::value{json::string(text), "x"}
                  : json::value(json::object{{"k", json::string(text)}, {"l", "x"}});
      return reads_as(reader, line, expected);
    };
    return spell(handler_, choose(reads), text, indent + 2);
  }

  std::string spelled_key(std::string_view key, bool branch) {
    auto const reads = [&](Spelling spelling, Parse reader) {
      if (spelling == Spelling::block) return false;
      std::string const last = key == "l" ? "m" : "l";
      auto const spelled = spell_key(handler_, spelling, key);
      json::object expected;
      if (branch)
        expected[key] = json::object{{"k", "x"}};
      else
        expected[key] = "x";
      expected[last] = "x";
      return reads_as(reader, spelled + (branch ? ":\n  k: x\n" : ": x\n") + last + ": x",
                      expected);
    };
    return spell_key(handler_, choose(reads), key);
  }

  template <class Reads>
  Spelling choose(Reads reads) const {
    constexpr std::array all{Spelling::original, Spelling::single_quoted, Spelling::double_quoted,
                             Spelling::block};
    if (!careful_) return Spelling::original;
    for (auto const spelling : all)
      if (reads(spelling, parse_dialect) && reads(spelling, parse_symfony)) return spelling;
    for (auto const spelling : all)
      if (reads(spelling, own_parser(handler_))) return spelling;
    return Spelling::original;
  }

  Handler handler_;
  bool careful_;
  std::string out_;
};

std::string print(Handler handler, json::value const& v) {
  auto const value = normalized(v);
  auto original = Printer(handler, false).print(value);
  auto const stored = formats::trim_bytes(original);
  if (reads_as(parse_dialect, stored, value) && reads_as(parse_symfony, stored, value))
    return original;
  if (!value.is_array() && !value.is_object()) return original;
  return Printer(handler, true).print(value);
}

}  // namespace

Parse parser_of(std::string_view handler) {
  return handler == "symfony" ? parse_symfony : parse_dialect;
}

std::string print_dialect(json::value const& v) { return print(Handler::spyc, v); }
std::string print_symfony(json::value const& v) { return print(Handler::symfony, v); }

}  // namespace latchkey::yaml
