#include "app/inspect.h"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "app/inspect_blueprint.h"
#include "core/text.h"
#include "formats/content_text.h"
#include "formats/json.h"
#include "formats/php.h"

namespace latchkey::app {
namespace {

Result<json::value> read_value(std::string_view text, InspectAs as, yaml::Parse read_yaml) {
  switch (as) {
    case InspectAs::php: {
      LK_TRY(php::Document document, php::parse(text));
      return php::to_json(document.root);
    }
    case InspectAs::yaml: return read_yaml(text);
    case InspectAs::txt: break;
  }
  json::object out;
  for (auto const& [name, value] : formats::parse_content(text)) out[name] = value;
  return json::value(std::move(out));
}

/// `v` with all texts, also those of keys, in valid UTF-8.
json::value repaired(json::value const& v) {
  if (auto const* s = v.if_string()) return json::text(*s);
  if (auto const* list = v.if_array()) {
    json::array out;
    for (auto const& member : *list) out.push_back(repaired(member));
    return out;
  }
  if (auto const* map = v.if_object()) {
    json::object out;
    for (auto const& [key, member] : *map) out[json::text(key).get_string()] = repaired(member);
    return out;
  }
  return v;
}

std::string printed(json::value const& value) { return json::print(repaired(value), true) + '\n'; }

std::optional<InspectAs> find_kind(std::string_view name) {
  if (name == "txt") return InspectAs::txt;
  if (name == "php") return InspectAs::php;
  if (name == "yaml") return InspectAs::yaml;
  return std::nullopt;
}

/// Errors: invalid, with the reason and what to do as `message`.
Result<std::string> read_input(std::string const& file_or_dash) {
  if (file_or_dash == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
  std::error_code ignored;
  if (std::filesystem::is_directory(file_or_dash, ignored))
    return fail(Kind::invalid, "", "is a folder; name a file in it");
  std::ifstream in(file_or_dash, std::ios::binary);
  if (!in.is_open())
    return fail(Kind::invalid, "",
                "cannot be read (" + std::generic_category().message(errno) +
                    "); name a file that you may read");
  return std::string(std::istreambuf_iterator<char>(in), {});
}

/// "line 3, column 4: what" becomes "3:4: what"; other messages get a space in front.
std::string compiler_style(std::string_view message) {
  constexpr std::string_view before_line = "line ", before_column = ", column ";
  if (!message.starts_with(before_line)) return ' ' + std::string(message);
  auto const rest = message.substr(before_line.size());
  auto const comma = rest.find(before_column);
  if (comma == rest.npos) return ' ' + std::string(message);
  return std::string(rest.substr(0, comma)) + ':' +
         std::string(rest.substr(comma + before_column.size()));
}

}  // namespace

Result<std::string> inspect(std::string_view text, InspectAs as, yaml::Parse read_yaml) {
  LK_TRY(json::value value, read_value(text, as, read_yaml));
  return printed(value);
}

InspectAs guess_kind(std::string_view file_name) {
  if (file_name.ends_with(".php")) return InspectAs::php;
  if (file_name.ends_with(".yml") || file_name.ends_with(".yaml")) return InspectAs::yaml;
  return InspectAs::txt;
}

int inspect_command(InspectArguments const& arguments, std::ostream& out, std::ostream& err) {
  auto const& as = arguments.as;
  auto const& file = arguments.file;
  auto const refuse = [&](std::string_view why) { return err << file << ':' << why << '\n', 1; };
  auto const read_yaml = yaml::parser_of(arguments.handler);
  if (as == "blueprint") {
    auto const read = inspect_blueprint(file, read_yaml);
    if (!read) return refuse(compiler_style(read.error().message));
    return out << printed(*read), 0;
  }
  auto const kind = as ? find_kind(*as) : guess_kind(file);
  if (!kind) return err << "unknown kind \"" << *as << "\": txt, php, yaml or blueprint\n", 1;
  auto const text = read_input(file);
  if (!text) return refuse(compiler_style(text.error().message));
  auto const shown = inspect(*text, *kind, read_yaml);
  if (!shown) return refuse(compiler_style(shown.error().message));
  return out << *shown, 0;
}

}  // namespace latchkey::app
