#pragma once
// Site and pages as the wire has them, and who may do what to them. Source: spec/content-api 7, 9.

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "accounts/actor.h"
#include "api/view.h"
#include "content/site.h"
#include "fields/world.h"
#include "formats/json.h"

namespace latchkey::api {

/// For whom and in which language a page is shown. Borrows; lives as long as one answer.
struct PageContext {
  content::Snapshot const& content;
  accounts::Actor const& actor;
  std::string base;         ///< of all addresses, without trailing slash
  std::string language;     ///< code of a language that exists; empty on sites without languages
  std::string home, error;  ///< ids of these pages
  accounts::Snapshot const* accounts = nullptr;  ///< null: users are left out
  fields::Tools const* tools = nullptr;          ///< null: content is shown as it is stored
  /// The first member that could not be made; it spoils the whole answer (see `ensure_whole`).
  std::shared_ptr<std::optional<Error>> failure{};
  bool locking = true;            ///< option content.locking
  std::string api{};              ///< address of the API, without trailing slash
  std::string accept_language{};  ///< of the request
};

Schema<content::Page, PageContext> page_schema();
Schema<content::Site, PageContext> site_schema();

/// Hard rules, blueprint, role, in this order.
bool may(PageContext const& context, std::string_view action, content::Page const& page);
bool may(PageContext const& context, std::string_view action, content::Site const& site);
/// A page that is not accessible does not exist for the actor; collections keep only listable ones.
bool is_accessible(PageContext const& context, content::Page const& page);
bool is_listable(PageContext const& context, content::Page const& page);

/// What `is_listable` says of every page of that template.
bool is_listable(PageContext const& context, std::string_view template_name);

/// The listable children in the order of the listing.
std::vector<std::shared_ptr<content::Page const>> listable_children(PageContext const& context,
                                                                    content::Folder const& of,
                                                                    content::Filter filter);
/// Only the listable ones.
content::Survey listable(PageContext const& context, content::Survey pages);

}  // namespace latchkey::api
