// Users, lists of them, and roles. Source: spec/content-api 18.

#include "core/text.h"
#include "fields/folder_members.h"
#include "fields/members.h"
#include "fields/objects.h"

namespace latchkey::fields {
namespace {

using query::Value;
using query::Values;
using RolePtr = std::shared_ptr<accounts::Role const>;

/// Where text is wanted, a role is its name: `filterBy("role", "editor")`.
class RoleObject final : public query::Object {
 public:
  RoleObject(World const& in, RolePtr of) : world_(in), role_(std::move(of)) {}

  std::string_view type() const override { return "role"; }
  std::string text() const override { return role_->name; }
  json::value data() const override {
    return {{"id", json::text(role_->name)},
            {"name", json::text(role_->name)},
            {"title", json::text(role_->title_in(world_.user_language()))}};
  }
  Result<Value> call(std::string_view name, Values const&) const override {
    auto const all = data();
    auto const* const found = all.get_object().if_contains(name);
    if (!found) return query::no_member("role", name);
    return Value(*found);
  }

 private:
  World const& world_;
  RolePtr role_;
};

query::ObjectPtr make_role(World const& world, RolePtr role) {
  return std::make_shared<RoleObject const>(world, std::move(role));
}

Value text_or_none(std::string const& text) { return text.empty() ? Value() : fields::text(text); }

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
    if (name == "email") return text_or_none(user_->email);
    if (name == "username") return text_or_none(user_->username());
    if (name == "language") return fields::text(user_->language);
    if (name == "uuid") return fields::text("user://" + user_->id);
    if (name == "exists") return flag(true);
    if (name == "isAdmin") return flag(world_.accounts.role_of(*user_)->is_admin());
    if (name == "kirby") return object(make_kirby(world_));
    if (name == "site") return object(make_site(world_, world_.content.site()));
    if (name == "name")
      return Value(make_field(world_, {nullptr, nullptr, user_, nullptr}, "name",
                              user_->shown_name().value_or("")));
    if (name == "role") return object(make_role(world_, world_.accounts.role_of(*user_)));
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

}  // namespace

query::ItemPtr make_user(World const& world, UserPtr user) {
  return std::make_shared<UserObject const>(world, std::move(user));
}
std::shared_ptr<query::Collection const> make_users(World const& world,
                                                    std::vector<UserPtr> users) {
  query::Items items;
  for (auto& user : users) items.push_back(make_user(world, std::move(user)));
  return std::make_shared<UsersObject const>(world, std::move(items));
}

Value make_roles(World const& world) {
  Values out;
  for (auto const& role : world.accounts.roles) out.emplace_back(make_role(world, role));
  return Value::list(std::move(out));
}

UserPtr user_of(query::Object const* object) {
  auto const* const user = dynamic_cast<UserObject const*>(object);
  return user ? user->user() : nullptr;
}

}  // namespace latchkey::fields
