#pragma once
// What queries ask of the layer that knows permissions, locks and searches.

#include <memory>

#include "api/page_view.h"
#include "fields/views.h"

namespace latchkey::api {

/// For an actor. Borrows `context`, which must have tools and accounts.
std::shared_ptr<fields::Views> make_query_views(PageContext const& context);

/// What everybody may know.
struct PublicPlace {
  content::Snapshot const& content;
  fields::Tools const& tools;
  std::string language;
  std::string api;              ///< address of the API, without trailing slash
  std::string accept_language;  ///< of the request
};

/// For visitors: nothing is permitted, nobody holds anything. Borrows content and tools.
std::shared_ptr<fields::Views> make_visitor_views(PublicPlace place);

}  // namespace latchkey::api
