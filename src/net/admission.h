#pragma once
// How many connections there are, in all and per address.

#include <cstddef>
#include <mutex>
#include <string>
#include <unordered_map>

namespace latchkey::net {

class Admission {
 public:
  Admission(std::size_t all, std::size_t per_network) : all_(all), per_network_(per_network) {}

  /// Counts a connection of that network (IPv4 address or IPv6 /64, as raw bytes); false over a
  /// limit.
  bool enter(std::string const& network);
  void leave(std::string const& network);

 private:
  std::size_t const all_, per_network_;
  std::mutex mutex_;
  std::size_t open_ = 0;
  std::unordered_map<std::string, std::size_t> by_network_;
};

}  // namespace latchkey::net
