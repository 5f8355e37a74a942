#pragma once
// What blueprints allow, by lookup name: read when first asked for, the same until their folder is
// not what it was.

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "content/blueprint.h"

namespace latchkey::content {

/// One edition of all rules. Safe from any thread.
class RuleBook {
 public:
  using RulesPtr = std::shared_ptr<Rules const>;

  explicit RuleBook(BlueprintSource source) : source_(source) {}

  /// "pages/article", "site", "files/image", "users/editor"; never null. For a blueprint that
  /// cannot be read: what was known in the edition before, else what `rules_without` leaves.
  RulesPtr find(std::string_view name) const;
  RulesPtr of_pages(std::string_view template_name) const;
  RulesPtr of_files(std::string_view template_name) const;

  /// The edition after this one; null where nothing that was asked for is another.
  std::shared_ptr<RuleBook const> next() const;

 private:
  RulesPtr load(std::string const& name, RulesPtr const& known) const;

  BlueprintSource source_;
  mutable std::mutex mutex_;
  mutable std::unordered_map<std::string, RulesPtr> rules_;
};

}  // namespace latchkey::content
