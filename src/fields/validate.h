#pragma once
// What keeps a form from being stored. Source: spec/content-api 8, 11; recorded cases
// update-invalid, field-limits, field-conditions.

#include "fields/submit.h"

namespace latchkey::fields {

/// Failures of all fields by lower-case name: {label, message: {rule: text}}; empty where nothing
/// fails. `values`: form values by lower-case names. Pure.
json::object validate(World const& world, blueprint::FieldList const& fields,
                      json::object const& values);
/// The same of a form, whose `unread` fields nobody can judge.
json::object validate(World const& world, blueprint::FieldList const& fields,
                      Submission const& form);

/// Errors: invalid error.form.incomplete with those failures as details.
Result<> ensure_valid(World const& world, blueprint::FieldList const& fields,
                      Submission const& form);

/// Whether the conditions of `field` (`when: {other: value}`) hold. Pure.
bool is_active(blueprint::Field const& field, json::object const& values);

}  // namespace latchkey::fields
