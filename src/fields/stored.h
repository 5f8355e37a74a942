#pragma once
// From form values to what is stored. Pure. Source: spec/content-api 11.

#include "fields/form.h"

namespace latchkey::fields {

/// A form value as a file holds it inside of a list or map: text, number, list or map; null for
/// none. Pickers: `value` is what `References` makes.
json::value stored_form(blueprint::Field const& field, json::value const& value);

/// Items of pickers as `{"uuid": reference}`, by the field's `store`. What `visible` hides is left
/// out; null: everything is seen.
class References final : public Pickers {
 public:
  References(World const& world, Pickers const* visible) : world_(world), visible_(visible) {}
  json::object show_page(PagePtr const& page, blueprint::Field const& field,
                         Model const& of) const override;
  json::object show_file(content::FilePtr const& file, blueprint::Field const& field,
                         Model const& of) const override;
  json::object show_user(UserPtr const& user, blueprint::Field const& field,
                         Model const& of) const override;

 private:
  World const& world_;
  Pickers const* visible_;
};

}  // namespace latchkey::fields
