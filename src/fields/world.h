#pragma once
// What form values and queries of one answer may look at.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/actor.h"
#include "blueprint/library.h"
#include "content/site.h"
#include "core/random.h"
#include "query/evaluate.h"

namespace latchkey::fields {

using PagePtr = std::shared_ptr<content::Page const>;
using SitePtr = std::shared_ptr<content::Site const>;
using UserPtr = std::shared_ptr<accounts::User const>;

/// Whose fields these are: exactly one is set.
struct Model {
  SitePtr site;
  PagePtr page;
  UserPtr user;
  content::FilePtr file;

  /// Lookup name of its blueprint: "pages/article".
  std::string blueprint_name() const;
  /// Stored fields in `language`.
  formats::Fields const& stored(std::string_view language) const;
  /// Where its own files are; of a file: where it is itself.
  content::Owner owner() const;
};

/// What outlives all answers.
struct Tools {
  blueprint::Library& blueprints;
  Random& random;
  Clock const& clock;
  yaml::Parse parse_yaml;               ///< by option `yaml.handler`
  store::Files const* files = nullptr;  ///< null: what lies beside the content is not there
};

class Views;

/// Borrows everything; lives as long as one answer. Reads only.
struct World {
  content::Snapshot const& content;
  accounts::Snapshot const& accounts;
  accounts::Actor const* actor;  ///< null for visitors
  blueprint::Library& blueprints;
  Random& random;
  yaml::Parse parse_yaml;
  std::string base, language, home, error;
  std::int64_t now = 0;                  ///< seconds since 1970
  std::shared_ptr<Views const> views{};  ///< null: what only the API can say is null
  query::Guard* guard = nullptr;         ///< watches over the queries of stored texts too

  /// By id ("garden/roses") or "page://…"; null if there is none.
  PagePtr find_page(std::string_view reference) const;
  /// By id, address or "user://…".
  UserPtr find_user(std::string_view reference) const;
  /// By "file://…", by id ("garden/tulips/red.png"), or by the name of a file of `of`.
  content::FilePtr find_file(std::string_view reference, Model const& of) const;
  /// The language of interface texts.
  std::string user_language() const { return actor ? actor->user().language : "en"; }
  /// The acting user; null for visitors.
  UserPtr user() const { return actor ? actor->user_ptr() : nullptr; }
  /// Tells the guard of work that results do not show; false once there may be no more.
  bool spend(std::size_t units) const { return !guard || guard->spend(units).has_value(); }
};

/// A random UUID of version 4, in lower case.
std::string make_uuid_v4(Random& random);

}  // namespace latchkey::fields
