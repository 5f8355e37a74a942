#pragma once
// Form values: what `content` of a model shows for what is stored. Source: spec/content-api 11.

#include "blueprint/blueprint.h"
#include "fields/world.h"

namespace latchkey::fields {

/// How models are shown in lists of pickers; the API knows addresses and permissions. Empty for
/// what is hidden from the reader: that is as good as missing (S15).
class Pickers {
 public:
  virtual ~Pickers() = default;
  virtual json::object show_page(PagePtr const& page, blueprint::Field const& field,
                                 Model const& of) const = 0;
  virtual json::object show_file(content::FilePtr const& file, blueprint::Field const& field,
                                 Model const& of) const = 0;
  virtual json::object show_user(UserPtr const& user, blueprint::Field const& field,
                                 Model const& of) const = 0;
};

/// Borrows all; for one answer.
struct Form {
  World const& world;
  Model const& model;
  Pickers const& pickers;

  /// By the names of `fields` in lower case, in their order, then what else is stored, as text; an
  /// empty map is []. Errors: error.invalidArgument for options that cannot be read.
  Result<json::value> values(blueprint::FieldList const& fields,
                             formats::Fields const& stored) const;
  /// Of one field. `stored`: text of a file, or a value of a list in one; null where it is missing.
  Result<json::value> value(blueprint::Field const& field, json::value const& stored) const;
};

/// Whether the values of `fields` depend on nothing but what is stored.
bool is_self_contained(blueprint::FieldList const& fields);

/// Whether fields of that type have no value: headline, gap, line, info.
bool is_without_value(std::string_view type);

/// The references in a picker's value: uuids, ids, names; of maps their uuid, id or email.
std::vector<std::string> read_references(World const& world, json::value const& stored);

}  // namespace latchkey::fields
