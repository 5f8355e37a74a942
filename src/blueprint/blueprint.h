#pragma once
// A blueprint ready for use: mixins, presets and shortcuts resolved, every field complete.
// Source: spec/content-api 6.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"
#include "formats/json.h"

namespace latchkey::blueprint {

struct Field;
/// In the order of the blueprint.
using FieldList = std::vector<Field>;

/// A kind of block, or the settings of a layout: its fields by name.
struct Fieldset {
  std::string type;
  json::object props;
  FieldList fields;
};

/// One input. `props` holds what the blueprint says, with `name`, `type`, `label`, `width`.
struct Field {
  std::string name, type;
  json::object props;
  FieldList fields;                 ///< of a structure or object; of entries: the one inner field
  std::vector<Fieldset> fieldsets;  ///< of blocks and layouts
  FieldList settings;               ///< of a layout: its attributes

  json::value const* find(std::string_view prop) const { return props.if_contains(prop); }
  /// Empty where it is missing or no text.
  std::string_view text(std::string_view prop) const;
  /// As PHP takes a value for true; `otherwise` where it is missing.
  bool is_true(std::string_view prop, bool otherwise = false) const;
};

Field const* find_field(FieldList const& fields, std::string_view name);

struct Section {
  std::string name, type;
  json::object props;  ///< with `name` and `type`
  FieldList fields;    ///< of a section of type "fields"
};

/// Immutable once made; safe from any thread.
struct Blueprint {
  std::string name;               ///< lookup name of what was found: "pages/article"
  json::value title;              ///< text, or language -> text
  json::object options;           ///< every action of the model, null where nothing is said
  json::object status;            ///< pages: draft, unlisted, listed -> {label, text}
  json::value num = "default";    ///< pages
  json::value preview = true;     ///< pages
  json::object rest;              ///< all other keys, as written: icon, image, accept, create, …
  json::array tabs;               ///< as the wire has them, without `link`
  std::vector<Section> sections;  ///< of all tabs
  FieldList fields;               ///< of all fields sections
  std::optional<Error> broken;    ///< why the file could not be read; all above is the default then

  Section const* section(std::string_view section_name) const;
};

/// Text in the language of a user: the text itself, or of a map that language, else English, else
/// the first. Null where it is neither.
json::value translate(json::value const& text, std::string_view language);

/// "meta_title" is "Meta title".
std::string readable(std::string_view name);

/// As PHP takes a value for true: not false, null, 0, "", "0" nor an empty list.
bool is_truthy(json::value const& value);

}  // namespace latchkey::blueprint
