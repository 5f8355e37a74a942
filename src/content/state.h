#pragma once
// All that is known of the content at one moment: what a snapshot answers from.

#include <cstdint>
#include <memory>

#include "content/node.h"
#include "content/page.h"
#include "content/rule_book.h"

namespace latchkey::content {

struct State {
  NodePtr root;  ///< never null
  std::shared_ptr<Languages const> languages;
  std::shared_ptr<RuleBook const> rules;
  std::uint64_t rules_serial = 0;  ///< another with every edition of the rules, as Facts::serial
  std::shared_ptr<Site const> site;
  std::uint64_t number = 0;  ///< equal numbers: equal states
};
using StatePtr = std::shared_ptr<State const>;

}  // namespace latchkey::content
