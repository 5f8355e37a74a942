// kirby, the site, users, and what a query may begin with. Source: spec/content-api 18.

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
    if (name == "content") {
      json::object out;
      for (auto const& [key, value] : site_->fields(world_.language)) out[key] = json::text(value);
      return Value(json::value(std::move(out)));
    }
    return std::nullopt;
  }

  World const& world_;
  SitePtr site_;
};

class UserObject final : public query::Item {
 public:
  UserObject(World const& in, UserPtr of) : world_(in), user_(std::move(of)) {}

  std::string_view type() const override { return "user"; }
  std::string key() const override { return user_->id; }
  std::string text() const override { return user_->id; }
  json::value data() const override { return json::text(user_->id); }
  Result<Value> call(std::string_view name, Values const& arguments) const override {
    if (auto value = own(name)) return std::move(*value);
    auto const owner = content::owner_of_user(user_->id, user_->role);
    if (auto value = file_member(world_, owner, name, arguments)) return std::move(*value);
    auto const key = lower(name);
    auto const* const stored = user_->content.find(key);
    return Value(make_field(world_, {nullptr, nullptr, user_, nullptr}, key,
                            stored ? *stored : std::string()));
  }

  UserPtr const& user() const { return user_; }

 private:
  std::optional<Value> own(std::string_view name) const {
    if (name == "id") return fields::text(user_->id);
    if (name == "email") return fields::text(user_->email);
    if (name == "username") return fields::text(user_->username());
    if (name == "language") return fields::text(user_->language);
    if (name == "uuid") return fields::text("user://" + user_->id);
    if (name == "exists") return flag(true);
    if (name == "isAdmin") return flag(world_.accounts.role_of(*user_)->is_admin());
    if (name == "kirby") return object(make_kirby(world_));
    if (name == "site") return object(make_site(world_, world_.content.site()));
    if (name == "name")
      return Value(make_field(world_, {nullptr, nullptr, user_, nullptr}, "name",
                              user_->shown_name().value_or("")));
    if (name == "role") {
      auto const role = world_.accounts.role_of(*user_);
      return Value(json::value{{"id", json::text(role->name)},
                               {"name", json::text(role->name)},
                               {"title", json::text(role->title_in(world_.user_language()))}});
    }
    if (name == "avatar") {
      auto file = world_.content.avatar(content::owner_of_user(user_->id, user_->role));
      return file ? object(make_file(world_, std::move(file))) : Value();
    }
    return std::nullopt;
  }

  World const& world_;
  UserPtr user_;
};

class UsersObject final : public query::Collection {
 public:
  UsersObject(World const& in, query::Items items) : Collection(std::move(items)), world_(in) {}
  std::string_view type() const override { return "users"; }
  std::shared_ptr<Collection const> with(query::Items items) const override {
    return std::make_shared<UsersObject const>(world_, std::move(items));
  }
  Result<Value> more(std::string_view name, Values const& arguments) const override {
    if (name != "role") return query::no_member("users", name);
    query::Items out;
    for (auto const& item : items())
      if (user_of(item.get())->role == query::text_argument(arguments, 0)) out.push_back(item);
    return object(with(std::move(out)));
  }
  query::ItemPtr find_one(std::string_view key) const override {
    auto const wanted = world_.find_user(key);
    for (auto const& item : items())
      if (wanted && item->key() == wanted->id) return item;
    return nullptr;
  }

 private:
  World const& world_;
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
      auto const& language = languages->pick(wanted.empty() ? world_.language : wanted);
      return Value(
          json::value{{"code", json::text(language.code)}, {"name", json::text(language.name)}});
    }
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
query::ItemPtr make_user(World const& world, UserPtr user) {
  return std::make_shared<UserObject const>(world, std::move(user));
}
std::shared_ptr<query::Collection const> make_users(World const& world,
                                                    std::vector<UserPtr> users) {
  query::Items items;
  for (auto& user : users) items.push_back(make_user(world, std::move(user)));
  return std::make_shared<UsersObject const>(world, std::move(items));
}

UserPtr user_of(query::Object const* object) {
  auto const* const user = dynamic_cast<UserObject const*>(object);
  return user ? user->user() : nullptr;
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
