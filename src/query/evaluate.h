#pragma once
// From a query to its value, and templates with queries in braces. Source: spec/content-api 6, 18.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "query/guard.h"
#include "query/syntax.h"
#include "query/value.h"

namespace latchkey::query {

/// Names a query may begin with. Objects with members as roots (`page("x")`) come last.
class Scope {
 public:
  Scope() = default;
  /// `roots`: an object whose members are names too; null for none.
  explicit Scope(ObjectPtr roots, Guard* guard = nullptr)
      : roots_(std::move(roots)), guard_(guard) {}

  void set(std::string name, Value value) {
    names_.emplace_back(std::move(name), std::move(value));
  }
  /// The last of equal names. Errors: invalid error.invalidMethod.
  Result<Value> call(std::string_view name, Values const& arguments) const;
  std::size_t size() const { return names_.size(); }
  /// Null: every member may be asked. Borrowed.
  Guard* guard() const { return guard_; }

 private:
  std::vector<std::pair<std::string, Value>> names_;
  ObjectPtr roots_;
  Guard* guard_ = nullptr;
};

/// Errors: invalid error.invalidArgument (syntax, or more than 100 000 steps where no guard counts
/// them), error.invalidMethod (unknown root or member, member of null), those of the objects and of
/// the guard.
Result<Value> evaluate(Node const& node, Scope const& scope);
Result<Value> evaluate(std::string_view query, Scope const& scope);

/// The member `name` of anything: of objects, of maps, items of lists by number. With a guard, as
/// far as that lets it.
Result<Value> member(Value const& of, std::string_view name, Values const& arguments,
                     Guard* guard = nullptr);

/// The body of a closure with its parameters bound, in the scope where it was written.
Result<Value> call_closure(Closure const& closure, Values const& arguments);

enum class Escape { none, html };
/// `text` with each `{{ query }}` replaced by what it gives, escaped as asked; `{< query >}` is
/// never escaped. What cannot be resolved is empty. Never fails.
std::string fill_template(std::string_view text, Scope const& scope, Escape escape = Escape::none);

}  // namespace latchkey::query
