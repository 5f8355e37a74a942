#include "app/upload_places.h"

namespace latchkey::app {

UploadPlaces::Place UploadPlaces::take(std::string const& user, std::size_t all) {
  {
    std::lock_guard const lock(mutex_);
    auto const own = by_user_.find(user);
    if (taken_ >= all || (own != by_user_.end() && own->second >= (all + 1) / 2)) return nullptr;
    ++by_user_[user];
    ++taken_;
  }
  return {this, [this, user](void const*) { give_back(user); }};
}

void UploadPlaces::give_back(std::string const& user) {
  std::lock_guard const lock(mutex_);
  --taken_;
  auto const own = by_user_.find(user);
  if (--own->second == 0) by_user_.erase(own);
}

}  // namespace latchkey::app
