// Users and lists of them. Source: spec/content-api 18, "user".

#include "core/text.h"
#include "fields/folder_members.h"
#include "fields/lists.h"
#include "fields/members.h"
#include "fields/model_members.h"
#include "fields/objects.h"

namespace latchkey::fields {
namespace {

using query::Value;
using query::Values;

Value text_or_none(std::string const& text) { return text.empty() ? Value() : fields::text(text); }

/// What an account keeps secret is nowhere in a User; names of secrets find nothing besides.
class UserObject final : public query::Item {
 public:
  UserObject(World const& in, UserPtr of) : world_(in), user_(std::move(of)) {}

  std::string_view type() const override { return "user"; }
  std::string key() const override { return user_->id; }
  std::string text() const override { return user_->id; }
  json::value data() const override { return json::text(user_->id); }
  Result<Value> call(std::string_view name, Values const& arguments) const override {
    if (is_secret_name(name)) return query::no_member(type(), name);
    if (auto value = own(name)) return std::move(*value);
    auto const owner = content::owner_of_user(user_->id, user_->role);
    if (auto value = file_member(world_, owner, name, arguments)) return std::move(*value);
    if (auto value = model_member(world_, model(), name, arguments)) return std::move(*value);
    auto const all = [this]() -> ListPtr { return make_users(world_, world_.accounts.users); };
    if (auto value = sibling_member(world_, *this, all, name, arguments)) return std::move(*value);
    auto const key = lower(name);
    auto const* const stored = user_->fields(world_.language).find(key);
    return Value(make_field(world_, model(), key, stored ? *stored : std::string()));
  }

  UserPtr const& user() const { return user_; }

 private:
  Model model() const { return {nullptr, nullptr, user_, nullptr}; }

  std::optional<Value> own(std::string_view name) const {
    if (name == "id") return fields::text(user_->id);
    if (name == "email") return text_or_none(user_->email);
    if (name == "username") return text_or_none(user_->username());
    if (name == "language") return fields::text(user_->language);
    if (name == "isAdmin") return flag(world_.accounts.role_of(*user_)->is_admin());
    if (name == "name")
      return Value(make_field(world_, model(), "name", user_->shown_name().value_or("")));
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

class UsersObject final : public SiteList {
 public:
  using SiteList::SiteList;
  std::string_view type() const override { return "users"; }
  Result<Value> more(std::string_view name, Values const& arguments) const override {
    if (name != "role") return SiteList::more(name, arguments);
    query::Items out;
    for (auto const& item : items())
      if (user_of(item.get())->role == query::text_argument(arguments, 0)) out.push_back(item);
    return object(with(std::move(out)));
  }
  query::ItemPtr find_one(std::string_view key) const override {
    auto const wanted = world().find_user(key);
    return wanted ? Collection::find_one(wanted->id) : nullptr;
  }

 private:
  std::shared_ptr<Collection> make(query::Items items) const override {
    return std::make_shared<UsersObject>(world(), std::move(items));
  }
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

UserPtr user_of(query::Object const* object) {
  auto const* const user = dynamic_cast<UserObject const*>(object);
  return user ? user->user() : nullptr;
}

}  // namespace latchkey::fields
