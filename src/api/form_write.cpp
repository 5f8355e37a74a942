#include "api/form_write.h"

#include "core/text.h"
#include "fields/validate.h"

namespace latchkey::api {
namespace {

using BlueprintPtr = std::shared_ptr<blueprint::Blueprint const>;

Result<BlueprintPtr> readable_blueprint(PageContext const& context, std::string const& name) {
  auto found = context.tools->blueprints.find(name);
  if (found->broken)
    return fail_internal("the blueprint of " + name + " cannot be read: " + found->broken->message);
  return found;
}

/// Whether the text is one of a translation.
bool is_translation(PageContext const& context) {
  return !context.content.languages()->pick(context.language).is_default;
}

/// What a translation may hold of `input`: nothing of fields with `translate: false`.
json::object translatable(blueprint::FieldList const& fields, json::object const& input) {
  json::object out;
  for (auto const& [key, value] : input) {
    auto const* const field = blueprint::find_field(fields, key);
    if (!field || field->is_true("translate", true)) out[key] = value;
  }
  return out;
}

formats::Fields laid_over(fields::Model const& model, formats::Fields fields,
                          formats::Fields const& pending) {
  for (auto const& [name, value] : pending) {
    bool const fixed = name == "uuid" || (model.file && (name == "template" || name == "sort"));
    if (!fixed) fields.set(name, value);
  }
  return fields;
}

}  // namespace

Result<formats::Fields> submit_form(PageContext const& context, fields::Model const& model,
                                    formats::Fields const& own, json::object const& input,
                                    bool validates) {
  return submit_pending(context, model, own, {}, input, validates);
}

Result<formats::Fields> submit_pending(PageContext const& context, fields::Model const& model,
                                       formats::Fields const& own, formats::Fields const& pending,
                                       json::object const& input, bool validates) {
  LK_TRY(auto const blueprint, readable_blueprint(context, model.blueprint_name()));
  auto const world = make_world(context);
  auto const pickers = make_pickers(context, world);
  bool const translation = is_translation(context);
  auto const base = laid_over(model, own, pending);
  auto const shown = translation ? laid_over(model, model.stored(context.language), pending) : base;
  LK_TRY(auto made, fields::submit({world, model, *pickers}, blueprint->fields,
                                   {shown, base, translation}, input));
  if (validates) LK_CHECK(fields::ensure_valid(world, blueprint->fields, made));
  return std::move(made.stored);
}

Result<formats::Fields> submit_new_form(PageContext const& context, fields::Model const& parent,
                                        std::string const& name, json::object const& input) {
  LK_TRY(auto const blueprint, readable_blueprint(context, name));
  auto const world = make_world(context);
  auto const pickers = make_pickers(context, world);
  LK_TRY(auto made, fields::submit_new({world, parent, *pickers}, blueprint->fields, input));
  return std::move(made.stored);
}

Result<formats::Fields> submit_translation(PageContext const& context, fields::Model const& parent,
                                           std::string const& name, json::object const& input) {
  LK_TRY(auto const blueprint, readable_blueprint(context, name));
  auto const translated = translatable(blueprint->fields, input);
  blueprint::FieldList given;
  for (auto const& field : blueprint->fields)
    for (auto const& member : translated)
      if (iequals(member.key(), field.name)) given.push_back(field);
  auto const world = make_world(context);
  auto const pickers = make_pickers(context, world);
  formats::Fields const nothing;
  LK_TRY(auto made,
         fields::submit({world, parent, *pickers}, given, {nothing, nothing, true}, translated));
  return std::move(made.stored);
}

Result<json::object> form_errors(PageContext const& context, fields::Model const& model) {
  LK_TRY(auto const blueprint, readable_blueprint(context, model.blueprint_name()));
  auto const world = make_world(context);
  auto const pickers = make_pickers(context, world);
  auto const& stored = model.stored(context.language);
  LK_TRY(auto const made,
         fields::submit({world, model, *pickers}, blueprint->fields, {stored, stored, false}, {}));
  return fields::validate(world, blueprint->fields, made);
}

}  // namespace latchkey::api
