#pragma once
// What a form makes of input: values for its rules, text for its file. Source: spec/content-api 2,
// 3, 11, 12.

#include "fields/form.h"

namespace latchkey::fields {

/// What is there before the input.
struct Before {
  formats::Fields const& shown;  ///< with what a translation takes from the default language
  formats::Fields const& own;    ///< of the file that is written
  bool translation = false;      ///< fields with `translate: false` and ids stay as they are
};

struct Submission {
  json::object values;     ///< form values by lower-case names, for `validate`; pickers hold ids
  formats::Fields stored;  ///< title, fields by the blueprint, all else
  std::vector<std::string> unread;  ///< names of fields that cannot be read, and so not be judged
};

/// `input` merged into what is there, every field through its own conversion. Names of fields in
/// any case; null empties a field and removes an unknown key. What is not sent and cannot be read
/// stays as it is. Errors: error.invalidArgument for
/// lists and maps where one value belongs, and for options that cannot be read.
Result<Submission> submit(Form const& form, blueprint::FieldList const& fields,
                          Before const& before, json::object const& input);

/// The text of something new: defaults, overwritten by `input`. Errors as `submit`.
Result<Submission> submit_new(Form const& form, blueprint::FieldList const& fields,
                              json::object const& input);

/// What switching to the blueprint with `fields` keeps: fields of the same type as in `old_fields`,
/// keys that were no field; others get their default. Errors as `submit`.
Result<formats::Fields> convert_fields(Form const& form, blueprint::FieldList const& old_fields,
                                       blueprint::FieldList const& fields,
                                       formats::Fields const& stored);

/// The name under which an unknown key is stored: "My key" is "my_key".
std::string key_name(std::string_view key);

}  // namespace latchkey::fields
