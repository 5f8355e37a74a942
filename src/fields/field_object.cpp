// A stored value and what can be asked of it. Source: spec/content-api 18, "field".

#include "core/text.h"
#include "fields/lists.h"
#include "fields/stored_field.h"
#include "formats/content_text.h"
#include "query/guard.h"

namespace latchkey::fields {
namespace {

using query::Value;
using query::Values;

/// Of text that is read, as work is counted.
constexpr std::size_t bytes_a_unit = 64;
/// Units that a method may need for each of its text's: some look at each byte for long.
constexpr std::size_t dear = 8;

class FieldObject : public query::Item {
 public:
  FieldObject(World const& in, Model of, std::string called, std::string stored)
      : field_{in, std::move(of), std::move(called), std::move(stored)} {}

  std::string_view type() const override { return "field"; }
  std::string key() const override { return field_.name; }
  Result<Value> call(std::string_view member, Values const& arguments) const override;
  std::string text() const override { return field_.value; }
  json::value data() const override { return json::text(field_.value); }

 private:
  std::optional<Value> own(std::string_view member) const;
  /// Members whose values are queries again.
  std::optional<Result<Value>> asked(std::string_view member, Values const& arguments) const;
  Result<Value> either(Values const& arguments) const;

  StoredField field_;
};

/// One of several under its place.
class EntryObject final : public FieldObject {
 public:
  EntryObject(World const& in, Model of, std::string called, std::string stored, std::string place)
      : FieldObject(in, std::move(of), std::move(called), std::move(stored)),
        place_(std::move(place)) {}
  std::string key() const override { return place_; }

 private:
  std::string place_;
};

/// Short names of members.
std::string_view full_name(std::string_view name) {
  constexpr std::pair<std::string_view, std::string_view> names[]{
      {"bool", "toBool"},         {"int", "toInt"},   {"float", "toFloat"},
      {"esc", "escape"},          {"h", "html"},      {"kt", "kirbytext"},
      {"kti", "kirbytextinline"}, {"md", "markdown"}, {"sp", "smartypants"},
      {"v", "isValid"},           {"x", "xml"},       {"link", "toLink"}};
  for (auto const& [brief, full] : names)
    if (brief == name) return full;
  return name;
}

std::optional<Value> FieldObject::own(std::string_view member) const {
  if (member == "exists")
    return flag(field_.model.stored(field_.world.language).find(field_.name) != nullptr);
  if (member == "key") return fields::text(field_.name);
  if (member == "value" || member == "toString") return fields::text(field_.value);
  if (member == "parent" || member == "model")
    return Value(make_object(field_.world, field_.model));
  return std::nullopt;
}

Result<Value> FieldObject::either(Values const& arguments) const {
  if (!field_.value.empty()) return field_.changed(field_.value);
  if (arguments.empty()) return Value();
  auto const& other = arguments.front();
  if (other.closure()) return query::call_closure(*other.closure(), {});
  return other.object() ? Result<Value>(other) : field_.changed(query::text_of(other));
}

std::optional<Result<Value>> FieldObject::asked(std::string_view member,
                                                Values const& arguments) const {
  if (member == "or") return either(arguments);
  if (member == "query") {
    StoredQueries const queries;
    if (!queries.may_run())
      return fail(Kind::invalid, "error.invalidArgument", "A stored query asks for another one");
    if (trim(field_.value).empty()) return Result<Value>(Value());
    return query::evaluate(field_.value, scope_of(field_.world, field_.model));
  }
  if (member != "callback") return std::nullopt;
  auto const* const closure = arguments.empty() ? nullptr : arguments.front().closure();
  if (!closure) return fail(Kind::invalid, "error.invalidArgument", "\"callback\" wants a closure");
  return query::call_closure(*closure, {field_.changed(field_.value)});
}

Result<Value> FieldObject::call(std::string_view member, Values const& arguments) const {
  auto const name = full_name(member);
  if (auto value = own(name)) return std::move(*value);
  if (auto value = asked(name, arguments)) return std::move(*value);
  for (auto const* const table : {&text_methods(), &value_methods()})
    if (auto const found = table->find(name); found != table->end()) {
      LK_CHECK(query::Watch::spend(dear * (field_.value.size() / bytes_a_unit)));
      return found->second(field_, arguments);
    }
  return query::no_member("field", member);
}

}  // namespace

query::ObjectPtr make_field(World const& world, Model const& model, std::string name,
                            std::string value) {
  // No text of a site is that long; what a query makes longer and longer ends here.
  constexpr std::size_t longest = 8 << 20, all_units = 1'000'000'000;
  if (!world.spend(value.size() > longest ? all_units : value.size() / bytes_a_unit)) value.clear();
  return std::make_shared<FieldObject const>(world, model, std::move(name), std::move(value));
}

query::ObjectPtr make_entries(World const& world, Model const& model, std::string const& name,
                              json::array const& entries) {
  query::Items items;
  for (auto const& entry : entries)
    items.push_back(std::make_shared<EntryObject const>(world, model, name,
                                                        formats::stored_value(entry).value_or(""),
                                                        std::to_string(items.size())));
  if (!world.spend(items.size())) items.clear();
  return make_list(world, {"entries", true}, std::move(items));
}

}  // namespace latchkey::fields
