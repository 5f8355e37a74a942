#pragma once
// A stored value as a query meets it, for the tables of its members. For the objects only.

#include <string>
#include <vector>

#include "fields/members.h"
#include "fields/objects.h"

namespace latchkey::fields {

/// Borrows the world.
struct StoredField {
  World const& world;
  Model model;
  std::string name, value;

  /// The same field with another text.
  query::Value changed(std::string text) const {
    return query::Value(make_field(world, model, name, std::move(text)));
  }
  /// Stored lists: YAML, else the value itself.
  std::vector<std::string> references() const;
  /// A list or map in JSON or YAML; an empty list for all else.
  json::value list() const;
};

/// While the queries of a stored text are answered. They may not ask for those of others (or of the
/// same text, without end).
class StoredQueries {
 public:
  StoredQueries() : is_first_(!running_) { running_ = true; }
  ~StoredQueries() {
    if (is_first_) running_ = false;
  }
  StoredQueries(StoredQueries const&) = delete;
  StoredQueries& operator=(StoredQueries const&) = delete;
  bool may_run() const { return is_first_; }

 private:
  static inline thread_local bool running_ = false;
  bool is_first_;
};

using FieldMembers = Members<StoredField>;

/// Texts in other forms: upper, excerpt, kirbytext, …
FieldMembers const& text_methods();
/// Values of other kinds: toBool, toPages, toStructure, …
FieldMembers const& value_methods();

}  // namespace latchkey::fields
