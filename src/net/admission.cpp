#include "net/admission.h"

namespace latchkey::net {

bool Admission::enter(std::string const& network) {
  std::lock_guard const lock(mutex_);
  if (open_ >= all_) return false;
  auto& count = by_network_[network];
  if (count >= per_network_) {
    if (count == 0) by_network_.erase(network);
    return false;
  }
  ++count;
  ++open_;
  return true;
}

void Admission::leave(std::string const& network) {
  std::lock_guard const lock(mutex_);
  --open_;
  auto const found = by_network_.find(network);
  if (--found->second == 0) by_network_.erase(found);
}

}  // namespace latchkey::net
