#pragma once
// How many requests bring files at a time, in all and of each user.

#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace latchkey::app {

/// Safe from any thread; outlives its places.
class UploadPlaces {
 public:
  /// Given back by the last copy.
  using Place = std::shared_ptr<void const>;

  /// Null where `all` are taken, or half of them by this user: nobody shuts out all others.
  Place take(std::string const& user, std::size_t all);

 private:
  void give_back(std::string const& user);

  std::mutex mutex_;
  std::unordered_map<std::string, std::size_t> by_user_;
  std::size_t taken_ = 0;
};

}  // namespace latchkey::app
