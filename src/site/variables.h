#pragma once
// What templates can ask for: page, site, kirby and csrf. Documented for owners in
// docs/templates.md.

#include <memory>
#include <optional>
#include <string>

#include "auth/auth.h"
#include "content/site.h"
#include "site/template.h"

namespace latchkey::site {

/// One request's view of the content. Borrows everything; lives as long as one rendering.
struct Rendering {
  content::Snapshot const& content;
  auth::Auth& auth;
  auth::Visit& visit;
  std::string language;                       ///< code; empty on sites without languages
  std::shared_ptr<content::Page const> page;  ///< the page at the address; null for mails
};

/// `page`, `site`, `kirby`, `csrf`. Asking for `csrf` sets a cookie, asking for `kirby.user` looks
/// at the session; a template that does neither leaves the answer public.
ScopePtr make_root(Rendering const& rendering);

/// Names with JSON values: strings, booleans, numbers, lists and maps. For mails.
ScopePtr make_json_scope(json::value const& value);

}  // namespace latchkey::site
