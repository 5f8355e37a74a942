#pragma once
// What queries ask of a model that only the layer above can say: permissions, locks, search.

#include <string>
#include <string_view>

#include "fields/objects.h"
#include "fields/world.h"

namespace latchkey::fields {

/// Of one answer. Visitors are told what nobody may: no permission, no preview.
class Views {
 public:
  virtual ~Views() = default;
  /// Action -> bool, as `options` of the API.
  virtual json::object permissions(Model const& model) const = 0;
  virtual bool may(Model const& model, std::string_view action) const = 0;
  /// With the token of drafts; null where the preview is not allowed.
  virtual json::value preview_url(Model const& model) const = 0;
  /// `{name, title}` of the templates a page may be switched to, or that pages sections of another
  /// model make (`section`: of that one).
  virtual json::array blueprints(Model const& model, std::string_view section) const = 0;
  /// `{isLegacy, isLocked, modified, user}` of a lock of another user; null for none.
  virtual json::value lock(Model const& model) const = 0;
  /// The hits among `items`, best first. Source: spec/content-api 8, "Search".
  virtual query::Items search(query::Items const& items, query::Values const& arguments) const = 0;
  /// Whether the site has a template of its own, in the original's form, by that name.
  virtual bool has_template(std::string_view name) const = 0;
  /// Interface translations: `{author, data, direction, id, name}`.
  virtual json::array translations() const = 0;
  /// The code of the language that the client likes best; empty for no wish.
  virtual std::string wished_language() const = 0;
  /// The address of the API, without trailing slash.
  virtual std::string api_url() const = 0;
  /// Seconds since 1970 of an account's content; none where it has none.
  virtual std::optional<std::int64_t> modified(accounts::User const& user) const = 0;
  /// The bytes of a file of at most `limit`; none where there are more.
  virtual std::optional<std::string> bytes(content::File const& file, std::size_t limit) const = 0;
};

}  // namespace latchkey::fields
