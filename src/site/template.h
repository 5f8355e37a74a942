#pragma once
// Mustache templates: compiled once, rendered against names that are looked up only when a template
// asks for them.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace latchkey::site {

class Scope;
using ScopePtr = std::shared_ptr<Scope>;

/// What a name stands for. Strings are escaped by `{{…}}` and not by `{{{…}}}`; an empty string is
/// like false.
struct Value {
  enum class Kind { flag, text, scope, list };
  Kind kind;
  bool flag = false;
  std::string text;
  ScopePtr scope;  ///< members; of a text too: `page.text` is text, `page.text.html` its HTML
  std::vector<ScopePtr> list;

  Value(bool on) : kind(Kind::flag), flag(on) {}
  Value(char const*) = delete;  // would be a bool
  Value(std::string value, ScopePtr members = nullptr)
      : kind(Kind::text), text(std::move(value)), scope(std::move(members)) {}
  Value(ScopePtr members) : kind(Kind::scope), scope(std::move(members)) {}
  Value(std::vector<ScopePtr> items) : kind(Kind::list), list(std::move(items)) {}
};

/// Names that have a meaning at one place of a template. One rendering asks for each name at most
/// once.
class Scope {
 public:
  virtual ~Scope() = default;
  /// None: the name is looked up further out.
  virtual std::optional<Value> member(std::string_view name) = 0;
};

/// The text of a snippet by its name; none if there is no such snippet.
using SnippetLoader = std::function<std::optional<std::string>(std::string_view name)>;

class Template {
 public:
  /// Snippets (`{{> name}}`) become part of the template here. `file` names the text in messages.
  /// Errors: invalid, "site/templates/x.mustache, line 3: what" in `message`: unclosed tags and
  /// sections, snippets that include themselves, changed delimiters (not supported), more than 1
  /// MiB in all.
  static Result<Template> compile(std::string const& file, std::string_view text,
                                  SnippetLoader const& snippets);

  /// Safe from several threads at once.
  std::string render(ScopePtr const& root) const;

  struct Compiled;
  explicit Template(std::shared_ptr<Compiled> compiled) : compiled_(std::move(compiled)) {}

 private:
  std::shared_ptr<Compiled> compiled_;
};

/// The file of a snippet; empty for names that are none.
std::string snippet_path(std::string_view name);

}  // namespace latchkey::site
