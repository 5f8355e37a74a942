#include "content/rule_book.h"

#include "content/listing.h"

namespace latchkey::content {
namespace {

constexpr std::size_t max_rules = 4'096;

std::string lookup_name(std::string_view folder, std::string_view template_name) {
  bool const named = is_template_name(template_name);
  return std::string(folder).append("/").append(named ? template_name : "default");
}

}  // namespace

RuleBook::RulesPtr RuleBook::load(std::string const& name, RulesPtr const& known) const {
  auto next = load_rules_of(source_, name);
  if (next) return known && *known == *next ? known : std::make_shared<Rules const>(*next);
  if (known) return known;  // half-written or unreadable: what was known
  return std::make_shared<Rules const>(rules_without(next.error()));
}

RuleBook::RulesPtr RuleBook::find(std::string_view name) const {
  std::lock_guard const lock(mutex_);
  std::string key(name);
  if (auto const found = rules_.find(key); found != rules_.end()) return found->second;
  auto rules = load(key, nullptr);
  if (rules_.size() < max_rules) rules_.emplace(std::move(key), rules);
  return rules;
}

RuleBook::RulesPtr RuleBook::of_pages(std::string_view template_name) const {
  return find(lookup_name("pages", template_name));
}

RuleBook::RulesPtr RuleBook::of_files(std::string_view template_name) const {
  return find(lookup_name("files", template_name));
}

std::shared_ptr<RuleBook const> RuleBook::next() const {
  auto out = std::make_shared<RuleBook>(source_);
  bool changed = false;
  std::lock_guard const lock(mutex_);
  for (auto const& [name, known] : rules_) {
    auto now = load(name, known);
    changed |= now != known;
    out->rules_.emplace(name, std::move(now));
  }
  return changed ? out : nullptr;
}

}  // namespace latchkey::content
