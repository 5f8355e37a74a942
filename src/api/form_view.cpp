#include "api/form_view.h"

#include "api/file_view.h"
#include "api/items.h"
#include "api/query_views.h"
#include "core/text.h"

namespace latchkey::api {
namespace {

/// Shared ownership of what outlives the answer anyway.
template <class T>
std::shared_ptr<T const> borrowed(T const& thing) {
  return {std::shared_ptr<void>(), &thing};
}

json::value stored_values(formats::Fields const& fields) {
  if (fields.empty()) return json::array();
  json::object out;
  for (auto const& [name, text] : fields) out[json::text(name).get_string()] = json::text(text);
  return out;
}

class ItemPickers final : public fields::Pickers {
 public:
  ItemPickers(PageContext const& context, fields::World const& world)
      : context_(context), world_(world) {}

  json::object show_page(fields::PagePtr const& page, blueprint::Field const& field,
                         fields::Model const&) const override {
    if (!is_accessible(context_, *page)) return {};
    return picked_page(context_, world_, page, look_of(field.props, "{{ page.title }}"));
  }
  json::object show_file(content::FilePtr const& file, blueprint::Field const& field,
                         fields::Model const& of) const override {
    if (!is_accessible(context_, *file)) return {};
    return picked_file(context_, world_, file, look_of(field.props, "{{ file.filename }}"), of);
  }
  json::object show_user(fields::UserPtr const& user, blueprint::Field const& field,
                         fields::Model const&) const override {
    if (!accounts::is_accessible(context_.actor, *user, world_.accounts)) return {};
    return picked_user(context_, world_, user, look_of(field.props, "{{ user.username }}"));
  }

 private:
  PageContext const& context_;
  fields::World const& world_;
};

}  // namespace

fields::World make_world(PageContext const& context) {
  auto const& tools = *context.tools;
  return {context.content,
          *context.accounts,
          &context.actor,
          tools.blueprints,
          tools.random,
          tools.parse_yaml,
          context.base,
          context.language,
          context.home,
          context.error,
          unix_seconds(tools.clock.now()),
          make_query_views(context)};
}

std::unique_ptr<fields::Pickers> make_pickers(PageContext const& context,
                                              fields::World const& world) {
  return std::make_unique<ItemPickers>(context, world);
}

void spoil(PageContext const& context, Error error) {
  if (context.failure && !*context.failure) *context.failure = std::move(error);
}

Result<> ensure_whole(PageContext const& context) {
  if (context.failure && *context.failure) return tl::make_unexpected(**context.failure);
  return {};
}

json::value render_values(PageContext const& context, fields::Model const& model) {
  auto const& stored = model.stored(context.language);
  if (!context.tools || !context.accounts) return stored_values(stored);
  auto const blueprint = context.tools->blueprints.find(model.blueprint_name());
  if (blueprint->broken) {
    if (!context.failure) return stored_values(stored);
    spoil(context, fail_internal("the blueprint of " + model.blueprint_name() +
                                 " cannot be read: " + blueprint->broken->message)
                       .value());
    return nullptr;
  }
  auto const world = make_world(context);
  ItemPickers const pickers(context, world);
  auto values = fields::Form{world, model, pickers}.values(blueprint->fields, stored);
  if (values) return std::move(*values);
  if (!context.failure) return stored_values(stored);
  spoil(context, std::move(values).error());
  return nullptr;
}

bool is_self_contained(PageContext const& context, fields::Model const& model) {
  if (!context.tools) return true;
  auto const blueprint = context.tools->blueprints.find(model.blueprint_name());
  return !blueprint->broken && fields::is_self_contained(blueprint->fields);
}

fields::Model model_of(content::Page const& page) {
  return {nullptr, page.shared_from_this(), nullptr, nullptr};
}
fields::Model model_of(content::Site const& site) {
  return {borrowed(site), nullptr, nullptr, nullptr};
}
fields::Model model_of(content::File const& file) {
  return {nullptr, nullptr, nullptr, borrowed(file)};
}

std::string panel_link(PageContext const& context, fields::Model const& model) {
  if (model.page) return "/pages/" + replace_all(model.page->id, "/", "+");
  if (model.site) return "/site";
  if (model.user)
    return model.user->id == context.actor.user().id ? "/account" : "/users/" + model.user->id;
  auto const& owner = model.file->owner;
  std::string const name = "/files/" + model.file->name;
  if (owner.kind == content::Owner::Kind::page)
    return "/pages/" + replace_all(owner.id, "/", "+") + name;
  if (owner.kind == content::Owner::Kind::site) return "/site" + name;
  return (owner.id == context.actor.user().id ? "/account" : "/users/" + owner.id) + name;
}

}  // namespace latchkey::api
