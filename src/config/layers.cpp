#include "config/layers.h"

#include <fmt/format.h>

#include <cstdlib>

#include "config/hints.h"
#include "config/table.h"
#include "core/text.h"

namespace latchkey::config {
namespace {

constexpr std::string_view prefix = "LATCHKEY_";

std::optional<std::string> process_environment(std::string const& name) {
  auto const* found = std::getenv(name.c_str());
  return found != nullptr ? std::optional<std::string>(found) : std::nullopt;
}

/// `text` behind `label` up to `end` as a number; 0 where it is none. Moves `text` behind it.
int take_number(std::string_view& text, std::string_view label, std::string_view end) {
  if (!text.starts_with(label)) return 0;
  auto const stop = text.find(end, label.size());
  if (stop == text.npos) return 0;
  auto const number = parse_unsigned(text.substr(label.size(), stop - label.size()));
  if (!number) return 0;
  text.remove_prefix(stop + end.size());
  return static_cast<int>(*number);
}

Result<Tree> read_php_layer(std::string const& file, std::string const& text, bool has_dot_env,
                            Report& report) {
  auto const document = php::parse(text, process_environment);
  if (!document) return in_file(file, document.error());
  auto tree = tree_of(document->root, file);
  if (has_dot_env && text.find("env(") != text.npos)
    report.warn({file, file, 0, 0},
                "asks for variables, but the file .env is not read; pass them in the environment");
  if (!document->has_return) {
    if (!trim(text).empty())
      report.warn({file, file, 0, 0}, "returns no options; write return ['option' => 'value'];");
    return Tree{};
  }
  if (tree.own && tree.own->is_empty_list()) return Tree{};
  if (tree.own && tree.own->as<Unread>() != nullptr)
    return fail(Kind::invalid, "",
                located(tree.place,
                        "the file returns an expression, which Latchkey does not run; return a "
                        "literal array, or "
                        "write the options in site/config/config.yml"));
  if (!tree.is_map)
    return fail(Kind::invalid, "", located(tree.place, "the file should return a map of options"));
  return tree;
}

/// Like JSON: true, false, null, numbers, lists, maps, texts in quotation marks; all else is a text
/// as it stands.
Tree tree_of_word(std::string_view word, Place const& place) {
  auto const value = json::parse(word);
  auto tree = tree_of(value ? *value : json::text(word), place);
  bool const scalar = tree.own && tree.own->as<std::vector<Tree>>() == nullptr;
  if (scalar && tree.own->as<std::string>() == nullptr && !tree.own->is_null())
    tree.own->raw = word;
  return tree;
}

/// Without dots and underscores, in lower case: how names of the environment are compared.
std::string loose(std::string_view name) {
  std::string out;
  for (char const c : name)
    if (c != '_' && c != '.') out += to_lower(c);
  return out;
}

Row const* find_loosely(std::string_view name) {
  for (auto const& row : option_table())
    if (loose(row.name) == loose(name)) return &row;
  return nullptr;
}

Tree read_environment(std::vector<std::string> const& entries, Report& report) {
  Tree out;
  for (auto const& entry : entries) {
    if (!entry.starts_with(prefix)) continue;
    auto const [name, word] = cut(entry, '=');
    Place const place{"environment", std::string(name), 0, 0};
    auto const* row = find_loosely(name.substr(prefix.size()));
    if (row != nullptr)
      put(out, row->name, tree_of_word(word, place));
    else if (auto const* near = nearest_option(name.substr(prefix.size())))
      report.warn(place, std::string(name) + " is unknown; did you mean " +
                             environment_name(near->name) + "?");
  }
  return out;
}

/// Names below a map of free names (`headers.X-Robots-Tag`) are taken as they are.
std::string flag_path(std::string_view name) {
  for (auto const& row : option_table())
    if (row.open_map && name.size() > row.name.size() && name.starts_with(row.name) &&
        name[row.name.size()] == '.')
      return std::string(name);
  auto const* row = find_loosely(name);
  return row != nullptr ? std::string(row->name) : std::string();
}

Result<Tree> read_flags(std::vector<std::string> const& flags, Report& report) {
  Tree out;
  Place const place{"flag", "flag", 0, 0};
  for (auto const& flag : flags) {
    auto const [name, word] = cut(flag, '=');
    if (flag.find('=') == flag.npos)
      return fail(Kind::invalid, "",
                  "flag: " + std::string(name) + " needs a value, as in auth.trials=5");
    auto const path = flag_path(name);
    if (!path.empty()) {
      put(out, path, tree_of_word(word, place));
      continue;
    }
    auto const* near = nearest_option(name);
    report.warn(place, std::string(name) + " is unknown" +
                           (near != nullptr ? "; did you mean " + std::string(near->name) + '?'
                                            : std::string()));
  }
  return out;
}

}  // namespace

Failure in_file(std::string const& file, Error const& error) {
  std::string_view text = error.message;
  auto const line = take_number(text, "line ", ", ");
  auto const column = take_number(text, "column ", ": ");
  return fail(error.kind, "", located({file, file, line, column}, std::string(text)), error.cause);
}

std::string environment_name(std::string_view option) {
  std::string out(prefix);
  for (char const c : option) {
    if (c == '.')
      out += '_';
    else if (c >= 'A' && c <= 'Z')
      (out += '_') += c;
    else
      out += to_upper(c);
  }
  return out;
}

Tree Layers::joined(Tree const* host) const {
  Tree out = main;
  if (host != nullptr) merge(out, *host, Overlay::file);
  merge(out, yaml, Overlay::file);
  merge(out, environment, Overlay::single);
  merge(out, flags, Overlay::single);
  return out;
}

Result<Layers> read_layers(Texts const& texts, Report& report) {
  Layers out;
  std::string const folder = "site/config/";
  if (texts.main) {
    LK_TRY(out.main, read_php_layer(folder + "config.php", *texts.main, texts.has_dot_env, report));
  }
  for (auto const& [host, text] : texts.hosts) {
    LK_TRY(Tree tree, read_php_layer(fmt::format("{}config.{}.php", folder, host), text,
                                     texts.has_dot_env, report));
    out.hosts.emplace_back(host, std::move(tree));
  }
  if (texts.yaml) {
    LK_TRY(out.yaml, read_yaml_layer(*texts.yaml));
  }
  out.environment = read_environment(texts.environment, report);
  LK_TRY(out.flags, read_flags(texts.flags, report));
  return out;
}

}  // namespace latchkey::config
