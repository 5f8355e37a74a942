// kirby, and what a query may begin with. Source: spec/content-api 18, "kirby", "Roots".

#include <algorithm>

#include "accounts/actor.h"
#include "fields/members.h"
#include "fields/objects.h"
#include "fields/views.h"

namespace latchkey::fields {
namespace {

using query::Value;
using query::Values;

Failure no_collection(std::string_view name) {
  return fail(Kind::not_found, "error.notFound",
              "The collection \"" + std::string(name) + "\" is code and cannot be read");
}

class KirbyObject final : public query::Object {
 public:
  explicit KirbyObject(World const& in) : world_(in) {}

  std::string_view type() const override { return "kirby"; }
  std::string text() const override { return world_.base; }
  json::value data() const override { return json::text(world_.base); }
  Result<Value> call(std::string_view name, Values const& arguments) const override {
    auto const wanted = query::text_argument(arguments, 0);
    if (name == "collection") return no_collection(wanted);
    if (auto value = language_member(name, wanted)) return std::move(*value);
    if (auto value = model(name, wanted)) return std::move(*value);
    if (name == "url") return fields::text(world_.base);
    if (name == "roles") return object(make_roles(world_));
    if (name == "translations") return object(make_translations(world_));
    if (name == "translation") {
      auto const code = wanted.empty() ? world_.user_language() : wanted;
      return query::member(object(make_translations(world_)), "find", {fields::text(code)});
    }
    if (name == "version") {
      bool const may = world_.actor && accounts::may(*world_.actor, "system", {"access"});
      return may ? fields::text(LATCHKEY_VERSION) : Value();
    }
    if (name == "option") return Value();
    return query::no_member("kirby", name);
  }

 private:
  std::optional<Value> model(std::string_view name, std::string const& wanted) const {
    if (name == "site") return object(make_site(world_, world_.content.site()));
    if (name == "page" || name == "draft") {
      auto page = world_.find_page(wanted);
      if (page && name == "draft" && page->status != content::Status::draft) page = nullptr;
      return page ? object(make_page(world_, std::move(page))) : Value();
    }
    if (name == "file") {
      auto file = world_.find_file(wanted, {world_.content.site(), nullptr, nullptr, nullptr});
      return file ? object(make_file(world_, std::move(file))) : Value();
    }
    if (name == "user") {
      auto user = wanted.empty() ? world_.user() : world_.find_user(wanted);
      return user ? object(make_user(world_, std::move(user))) : Value();
    }
    if (name == "users") {
      auto all = world_.accounts.users;  // by name; here as their folders lie
      std::ranges::sort(all, {}, [](UserPtr const& user) { return user->id; });
      return object(make_users(world_, std::move(all)));
    }
    return std::nullopt;
  }

  Value language(content::Language const& language) const {
    return object(make_language(world_, language));
  }

  std::optional<Value> language_member(std::string_view name, std::string const& wanted) const {
    auto const known = world_.content.languages();
    if (name == "multilang") return flag(known->multilang);
    if (name == "languages") return object(make_languages(world_));
    if (name == "languageCode") return known->multilang ? fields::text(world_.language) : Value();
    if (name == "language") {
      if (!known->multilang) return Value();
      auto const& found = known->pick(wanted.empty() ? world_.language : wanted);
      return wanted.empty() || found.code == wanted ? language(found) : Value();
    }
    if (name == "defaultLanguage") return known->multilang ? language(known->standard()) : Value();
    if (name == "detectedLanguage") {
      if (!known->multilang) return Value();
      return language(known->pick(world_.views ? world_.views->wished_language() : ""));
    }
    return std::nullopt;
  }

  World const& world_;
};

/// `page(id)`, `file(id)`, `user(id)`, `collection(name)`, `kirby`, `site`.
class Roots final : public query::Object {
 public:
  explicit Roots(World const& in) : world_(in) {}
  std::string_view type() const override { return "this query"; }
  std::string text() const override { return {}; }
  json::value data() const override { return nullptr; }
  Result<Value> call(std::string_view name, Values const& arguments) const override {
    if (name == "kirby") return object(make_kirby(world_));
    for (auto const* const root : {"site", "page", "file", "user", "collection"})
      if (name == root) return make_kirby(world_)->call(name, arguments);
    return query::no_member(type(), name);
  }

 private:
  World const& world_;
};

}  // namespace

query::ObjectPtr make_kirby(World const& world) {
  return std::make_shared<KirbyObject const>(world);
}

query::ObjectPtr make_object(World const& world, Model const& model) {
  if (model.page) return make_page(world, model.page);
  if (model.user) return make_user(world, model.user);
  return model.file ? query::ObjectPtr(make_file(world, model.file)) : make_site(world, model.site);
}

query::Scope scope_of(World const& world) {
  return query::Scope(std::make_shared<Roots const>(world), world.guard);
}

query::Scope scope_of(World const& world, Model const& model) {
  auto out = scope_of(world);
  auto const self = make_object(world, model);
  out.set("model", self);
  out.set(std::string(self->type()), self);
  return out;
}

}  // namespace latchkey::fields
