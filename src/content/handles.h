#pragma once
// Pages on demand: light objects over the facts of a tree, kept while they are asked for and are
// what they were.

#include <array>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "content/state.h"

namespace latchkey::content {

using PagePtr = std::shared_ptr<Page const>;

/// The site of a state that is being made. `known`: of the state before, given again where it is
/// the same.
std::shared_ptr<Site const> make_site(State const& state, std::shared_ptr<Site const> const& known);

/// The node a folder has in a state, by its path; null where it has none.
NodePtr find_node(State const& state, std::string_view path);

/// Bounded; safe from any thread.
class Handles {
 public:
  /// By slugs of the default language or of `language`. Null if there is none. O(depth · log n) in
  /// a new state, else one look-up.
  PagePtr page(State const& state, std::string_view id, std::string_view language);
  /// The child at a place of `parent`'s node; `above`: the page it belongs to, null for the site.
  PagePtr child(State const& state, Node const& parent, PagePtr const& above, std::size_t at);
  /// `page` as it is in the state; null where its folder is no page any more.
  PagePtr present(State const& state, Page const& page);

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };
  struct Found {
    PagePtr page;
    std::uint64_t number = 0;  ///< of the last state it was found in
  };
  struct Shard {
    std::mutex mutex;
    std::unordered_map<std::string, Found, Hash, std::equal_to<>> found;
  };

  Shard& shard_of(std::string_view key) { return shards_[Hash()(key) % shards_.size()]; }
  Found known(std::string_view key);
  void keep(std::string_view key, PagePtr const& page, std::uint64_t number);
  PagePtr walk(State const& state, std::string_view id, std::string_view language);

  std::array<Shard, 16> shards_;
};

}  // namespace latchkey::content
