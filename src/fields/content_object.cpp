// Fields under their names: the content of a model, of a row or a block, of one version. Source:
// spec/content-api 17, 18, "content", "version".

#include "content/pending.h"
#include "core/text.h"
#include "fields/members.h"
#include "fields/objects.h"
#include "fields/views.h"
#include "formats/content_text.h"

namespace latchkey::fields {
namespace {

using query::Value;
using query::Values;

json::object map_of(formats::Fields const& stored, bool of_account = false) {
  json::object out;
  for (auto const& [name, value] : stored)
    if (!of_account || !is_secret_name(name))
      out[json::text(name).get_string()] = json::text(value);
  return out;
}

class ContentObject final : public query::Object {
 public:
  ContentObject(World const& in, Model of, json::object values)
      : world_(in), model_(std::move(of)), values_(std::move(values)) {}

  std::string_view type() const override { return "content"; }
  std::string text() const override { return {}; }
  json::value data() const override { return values_; }
  std::size_t weight() const override { return 1 + values_.size(); }
  Result<Value> call(std::string_view name, Values const& arguments) const override {
    auto const wanted = query::text_argument(arguments, 0);
    if (name == "data" || name == "toArray" || (name == "get" && wanted.empty()))
      return Value(values_);
    if (name == "keys") return Value(json::value(keys()));
    if (name == "has") return flag(find(wanted) != nullptr);
    // All fields by name: what the content is itself.
    if (name == "fields") return Value(make_content(world_, model_, values_));
    if (name == "not") return Value(make_content(world_, model_, without(arguments)));
    if (name == "parent") return Value(make_object(world_, model_));
    return Value(field(name == "get" ? std::string_view(wanted) : name));
  }

 private:
  json::value const* find(std::string_view name) const {
    if (auto const* const exact = values_.if_contains(name)) return exact;
    for (auto const& [key, value] : values_)
      if (iequals(key, name)) return &value;
    return nullptr;
  }
  json::array keys() const {
    json::array out;
    for (auto const& [name, value] : values_) out.push_back(json::text(lower(name)));
    return out;
  }
  json::object without(Values const& names) const {
    json::object out;
    for (auto const& [key, value] : values_) {
      bool removed = false;
      for (auto const& name : names) removed |= iequals(query::text_of(name), key);
      if (!removed) out[key] = value;
    }
    return out;
  }
  query::ObjectPtr field(std::string_view name) const {
    auto const* const value = find(name);
    auto stored = value ? formats::stored_value(*value) : std::nullopt;
    return make_field(world_, model_, lower(name), stored.value_or(""));
  }

  World const& world_;
  Model model_;
  json::object values_;
};

content::TextPlace place_of(World const& world, Model const& model) {
  if (model.page) return content::place_of(*model.page);
  if (model.user) return content::place_of_user(model.user->id, world.content.languages());
  return model.file ? content::place_of(*model.file, *world.content.site())
                    : content::place_of(*model.site);
}

/// "latest": the text as everybody sees it; "changes": the pending one, which may be missing.
class VersionObject final : public query::Object {
 public:
  VersionObject(World const& in, Model of, bool latest)
      : world_(in), model_(std::move(of)), latest_(latest) {}

  std::string_view type() const override { return "version"; }
  std::string text() const override { return latest_ ? "latest" : "changes"; }
  json::value data() const override { return json::text(text()); }
  Result<Value> call(std::string_view name, Values const&) const override {
    if (name == "id") return fields::text(text());
    if (name == "isLatest") return flag(latest_);
    if (name == "lock") return Value(lock());
    if (name == "isLocked") return flag(!lock().is_null());
    if (name == "modified" && latest_) return make_object(world_, model_)->call("modified", {});
    LK_TRY(auto const stored, values());
    if (name == "exists") return flag(stored.has_value());
    if (name == "read") return stored ? Value(*stored) : Value();
    if (name == "content")
      return Value(make_content(world_, model_, stored.value_or(json::object())));
    if (name != "modified") return query::no_member(type(), name);
    LK_TRY(auto const pending, found());
    return pending && pending->lock ? number(pending->lock->modified) : Value();
  }

 private:
  Result<std::optional<content::Pending>> found() const {
    return world_.content.pending(place_of(world_, model_), world_.language);
  }
  Result<std::optional<json::object>> values() const {
    auto const published = map_of(model_.stored(world_.language), model_.user != nullptr);
    if (latest_) return published;
    LK_TRY(auto const pending, found());
    if (!pending) return std::nullopt;
    return map_of(pending->fields, model_.user != nullptr);
  }
  json::value lock() const { return world_.views ? world_.views->lock(model_) : json::value(); }

  World const& world_;
  Model model_;
  bool latest_;
};

}  // namespace

query::ObjectPtr make_content(World const& world, Model const& model) {
  return make_content(world, model, map_of(model.stored(world.language), model.user != nullptr));
}

query::ObjectPtr make_content(World const& world, Model const& model, json::object values) {
  return std::make_shared<ContentObject const>(world, model, std::move(values));
}

query::ObjectPtr make_version(World const& world, Model const& model, std::string_view name) {
  if (name != "latest" && name != "changes" && name != "published") return nullptr;
  return std::make_shared<VersionObject const>(world, model, name != "changes");
}

}  // namespace latchkey::fields
