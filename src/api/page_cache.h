#pragma once
// Finished answers of page requests, kept until the page is another one: the second GET is a copy
// of bytes.

#include <array>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "accounts/permissions.h"

namespace latchkey::api {

/// Bounded; forgets a part of everything when it is full. Safe from any thread.
class PageCache {
 public:
  using Text = std::shared_ptr<std::string const>;

  /// The text kept under `key` for `role`, or what `make` gives. Roles are compared by identity and
  /// kept alive here, so a role that changed is another one.
  Text get(std::string_view key, std::shared_ptr<accounts::Role const> const& role,
           std::function<std::string()> const& make);

 private:
  struct Entry {
    std::shared_ptr<accounts::Role const> role;
    Text text;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };
  struct Shard {
    std::mutex mutex;
    std::unordered_map<std::string, Entry, Hash, std::equal_to<>> entries;
    std::size_t bytes = 0;
  };
  std::array<Shard, 16> shards_;
};

}  // namespace latchkey::api
