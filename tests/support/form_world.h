#pragma once
// A form without the API: fields from YAML, a small site and its accounts in memory.

#include "blueprint/field_list.h"
#include "content/site.h"
#include "fields/form.h"
#include "formats/yaml.h"
#include "support/fakes.h"
#include "support/memory_files.h"

namespace latchkey::test {

class FormWorld {
 public:
  FormWorld() {
    files.put("content/site.txt", "Title: Greenhouse");
    files.put("content/home/home.txt", "Title: Welcome\n\n----\n\nUuid: home000000000001");
    files.put("content/1_garden/garden.txt", "Title: Garden\n\n----\n\nUuid: garden0000000001");
  }

  /// The fields of a form, by YAML as it stands below `fields:`.
  static blueprint::FieldList fields_of(std::string const& text) {
    blueprint::Names seen;
    auto const load = [](std::string const&) -> Result<std::optional<json::object>> {
      return std::nullopt;
    };
    return *blueprint::make_fields(*yaml::parse_dialect(text), load, seen);
  }

  fields::World world() {
    return {*snapshot, accounts, &actor, blueprints, random,       yaml::parse_dialect,
            "",        "",       "home", "error",    1'700'000'000};
  }
  fields::Model home() { return {nullptr, snapshot->page("home"), nullptr, nullptr}; }

  MemoryFiles files;
  ManualClock clock;
  SeededRandom random;
  content::Content content{files, clock, random, content::Settings{}};
  std::shared_ptr<content::Snapshot const> snapshot = content.snapshot();
  blueprint::Library blueprints{files, clock, yaml::parse_dialect};
  std::shared_ptr<accounts::User const> user = std::make_shared<accounts::User const>(
      accounts::User{"adaadmin", "ada@example.com", "en", "Ada", "admin", {}});
  accounts::Snapshot accounts = accounts::make_snapshot({user}, {});
  accounts::Actor actor{user, accounts.role_of(*user), accounts::Means::session, Instant{}};
};

}  // namespace latchkey::test
