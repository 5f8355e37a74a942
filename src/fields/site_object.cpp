// The site. Source: spec/content-api 18, "site".

#include "core/text.h"
#include "fields/folder_members.h"
#include "fields/members.h"
#include "fields/model_members.h"
#include "fields/objects.h"

namespace latchkey::fields {
namespace {

using query::Value;
using query::Values;

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
    if (auto value = model_member(world_, model(), name, arguments)) return std::move(*value);
    auto const key = lower(name);
    return Value(make_field(world_, model(), key, std::string(site_->field(key, world_.language))));
  }

  SitePtr const& site() const { return site_; }

 private:
  Model model() const { return {site_, nullptr, nullptr, nullptr}; }
  std::string url() const { return content::site_url(*site_, world_.base, world_.language); }
  Value page(PagePtr page) const {
    return page ? object(make_page(world_, std::move(page))) : Value();
  }
  Value home() const { return page(world_.content.page(world_.home)); }

  std::optional<Value> own(std::string_view name, Values const& arguments) const {
    if (name == "url") return fields::text(url());
    if (name == "homePage") return home();
    if (name == "errorPage") return page(world_.content.page(world_.error));
    if (name == "homePageId") return fields::text(world_.home);
    if (name == "errorPageId") return fields::text(world_.error);
    if (name == "pages")
      return object(
          make_pages(world_, world_.content.children(*site_, content::Filter::published)));
    // Requests to the API are at no page, so they are at home.
    if (name == "page")
      return arguments.empty() ? home()
                               : page(world_.find_page(query::text_argument(arguments, 0)));
    if (name == "breadcrumb") {
      auto page = world_.content.page(world_.home);
      return object(make_pages(world_, page ? std::vector{page} : std::vector<PagePtr>()));
    }
    if (name == "id") return fields::text("site");
    if (name == "user") {
      auto user = world_.user();
      return user ? object(make_user(world_, std::move(user))) : Value();
    }
    return std::nullopt;
  }

  World const& world_;
  SitePtr site_;
};

}  // namespace

query::ObjectPtr make_site(World const& world, SitePtr site) {
  return std::make_shared<SiteObject const>(world, std::move(site));
}
SitePtr site_of(query::Object const* object) {
  auto const* const site = dynamic_cast<SiteObject const*>(object);
  return site ? site->site() : nullptr;
}

}  // namespace latchkey::fields
