// kirby, the site, and what a query may begin with. Source: spec/content-api 18.

#include "core/text.h"
#include "fields/folder_members.h"
#include "fields/members.h"
#include "fields/objects.h"

namespace latchkey::fields {
namespace {

using query::Value;
using query::Values;

Value page_value(World const& world, PagePtr page) {
  return page ? object(make_page(world, std::move(page))) : Value();
}
Value user_value(World const& world, UserPtr user) {
  return user ? object(make_user(world, std::move(user))) : Value();
}

Value find_pages(World const& world, Values const& arguments) {
  auto const all =
      make_pages(world, world.content.children(*world.content.site(), content::Filter::published));
  auto found = all->call("find", arguments);
  return found ? std::move(*found) : Value();
}

json::value language_value(content::Language const& language) {
  return {{"code", json::text(language.code)}, {"name", json::text(language.name)}};
}

Value languages_value(World const& world) {
  json::array out;
  auto const languages = world.content.languages();
  if (languages->multilang)
    for (auto const& language : languages->all) out.push_back(language_value(language));
  return json::value(std::move(out));
}

class SiteObject final : public query::Object {
 public:
  SiteObject(World const& in, SitePtr of) : world_(in), site_(std::move(of)) {}

  std::string_view type() const override { return "site"; }
  std::string text() const override { return url(); }
  json::value data() const override { return json::text(url()); }
  Result<Value> call(std::string_view name, Values const& arguments) const override {
    if (auto value = own(name, arguments)) return std::move(*value);
    if (auto value = folder_member(world_, *site_, content::owner_of(*site_), name, arguments))
      return std::move(*value);
    auto const key = lower(name);
    return Value(make_field(world_, {site_, nullptr, nullptr, nullptr}, key,
                            std::string(site_->field(key, world_.language))));
  }

  SitePtr const& site() const { return site_; }

 private:
  std::string url() const { return content::site_url(*site_, world_.base, world_.language); }

  std::optional<Value> own(std::string_view name, Values const& arguments) const {
    if (name == "url") return fields::text(url());
    if (name == "homePage") return page_value(world_, world_.content.page(world_.home));
    if (name == "errorPage") return page_value(world_, world_.content.page(world_.error));
    if (name == "homePageId") return fields::text(world_.home);
    if (name == "errorPageId") return fields::text(world_.error);
    if (name == "pages")
      return object(
          make_pages(world_, world_.content.children(*site_, content::Filter::published)));
    if (name == "find") return find_pages(world_, arguments);
    if (name == "page")
      return page_value(world_, world_.find_page(query::text_argument(arguments, 0)));
    if (name == "uuid") return fields::text("site://");
    if (name == "exists") return flag(true);
    if (name == "site") return object(make_site(world_, site_));
    if (name == "kirby") return object(make_kirby(world_));
    if (name == "user") return user_value(world_, world_.actor.user_ptr());
    if (name == "content") return Value(make_content(world_, {site_, nullptr, nullptr, nullptr}));
    return std::nullopt;
  }

  World const& world_;
  SitePtr site_;
};

class KirbyObject final : public query::Object {
 public:
  explicit KirbyObject(World const& in) : world_(in) {}

  std::string_view type() const override { return "kirby"; }
  std::string text() const override { return world_.base; }
  json::value data() const override { return json::text(world_.base); }
  Result<Value> call(std::string_view name, Values const& arguments) const override {
    auto const wanted = query::text_argument(arguments, 0);
    auto const languages = world_.content.languages();
    if (name == "site") return object(make_site(world_, world_.content.site()));
    if (name == "page") return page_value(world_, world_.find_page(wanted));
    if (name == "file") {
      auto file = world_.find_file(wanted, {world_.content.site(), nullptr, nullptr, nullptr});
      return file ? object(make_file(world_, std::move(file))) : Value();
    }
    if (name == "user")
      return user_value(world_,
                        wanted.empty() ? world_.actor.user_ptr() : world_.find_user(wanted));
    if (name == "users") return object(make_users(world_, world_.accounts.users));
    if (name == "url") return fields::text(world_.base);
    if (name == "multilang") return flag(languages->multilang);
    if (name == "languageCode")
      return languages->multilang ? fields::text(world_.language) : Value();
    if (name == "language" && languages->multilang) {
      return Value(language_value(languages->pick(wanted.empty() ? world_.language : wanted)));
    }
    if (name == "defaultLanguage" && languages->multilang)
      return Value(language_value(languages->standard()));
    if (name == "languages") return languages_value(world_);
    if (name == "roles") return make_roles(world_);
    if (name == "language" || name == "option") return Value();
    return query::no_member("kirby", name);
  }

 private:
  World const& world_;
};

/// `page(id)`, `file(id)`, `user(id)`, `kirby`, `site`.
class Roots final : public query::Object {
 public:
  explicit Roots(World const& in) : world_(in) {}
  std::string_view type() const override { return "this query"; }
  std::string text() const override { return {}; }
  json::value data() const override { return nullptr; }
  Result<Value> call(std::string_view name, Values const& arguments) const override {
    if (name == "kirby") return object(make_kirby(world_));
    for (auto const* const root : {"site", "page", "file", "user"})
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
query::ObjectPtr make_site(World const& world, SitePtr site) {
  return std::make_shared<SiteObject const>(world, std::move(site));
}
SitePtr site_of(query::Object const* object) {
  auto const* const site = dynamic_cast<SiteObject const*>(object);
  return site ? site->site() : nullptr;
}

query::ObjectPtr make_object(World const& world, Model const& model) {
  if (model.page) return make_page(world, model.page);
  if (model.user) return make_user(world, model.user);
  return model.file ? query::ObjectPtr(make_file(world, model.file)) : make_site(world, model.site);
}

query::Scope scope_of(World const& world, Model const& model) {
  query::Scope out(std::make_shared<Roots const>(world));
  auto const self = make_object(world, model);
  out.set("model", self);
  out.set(std::string(self->type()), self);
  return out;
}

}  // namespace latchkey::fields
