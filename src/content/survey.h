#pragma once
// Many pages at a glance: told apart by what was read of their folders, and made one by one only
// where they are shown.

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "content/handles.h"
#include "content/sieve.h"

namespace latchkey::content {

/// Pages in the order of the tree. Borrows from the handles of Content.
class Survey {
 public:
  /// Children of the folder `parent` whose page is `above` (null: the site).
  static Survey children(Handles& handles, StatePtr state, NodePtr parent, PagePtr above,
                         std::function<bool(Status)> const& wanted);
  /// All below it, drafts too.
  static Survey all_below(Handles& handles, StatePtr state, NodePtr parent, PagePtr above);

  std::size_t size() const { return kept_.size(); }
  /// Only those of templates that `wanted` takes; it is asked once for each template.
  void keep_templates(std::function<bool(std::string_view)> const& wanted);
  void keep_slice(std::size_t first, std::size_t count);
  std::vector<PagePtr> pages();

  std::string id(std::size_t i) const;
  /// Asks the memory for the texts of these pages, which lie anywhere: it answers many such wishes
  /// in the time of one.
  void fetch(std::size_t first, std::size_t end) const;
  /// Of each page, whether `sieve` lets its id through; bytes, so that threads may share them.
  std::vector<std::uint8_t> ids_passing(Sieve const& sieve) const;
  Facts const& facts(std::size_t i) const { return *items_[kept_[i]].node().own; }
  /// Those at `places`, in this order.
  void keep(std::vector<std::size_t> const& places);

 private:
  static constexpr std::uint32_t none = 0xffff'ffff;
  struct Item {
    Node const* parent;
    std::uint32_t at;     ///< place among the children of `parent`
    std::uint32_t above;  ///< the item of the parent; none: the folder all are below
    Node const& node() const { return *parent->children[at]; }
    Child const& child() const { return parent->own->listing.children[at]; }
  };

  Survey(Handles& handles, StatePtr state, NodePtr parent, PagePtr above)
      : handles_(handles),
        state_(std::move(state)),
        top_(std::move(parent)),
        top_page_(std::move(above)) {}
  void add_below(Node const& node, std::uint32_t above);
  PagePtr page(std::uint32_t item);

  Handles& handles_;
  StatePtr state_;
  NodePtr top_;
  PagePtr top_page_;
  std::vector<Item> items_;          ///< a page after the one above it
  std::vector<std::uint32_t> kept_;  ///< places in `items_`
  std::vector<PagePtr> made_;        ///< as `items_`
};

}  // namespace latchkey::content
