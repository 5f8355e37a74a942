#include "content/tree_reader.h"

#include <algorithm>
#include <unordered_map>

#include "core/text.h"

namespace latchkey::content {
namespace {

/// Where a link leads in a circle, a folder is met again on the way to it.
template <class Way>
bool is_on(Way const* way, std::optional<store::Stamp> const& folder) {
  for (; way != nullptr; way = way->up)
    if (way->folder == folder) return true;
  return false;
}

NodePtr make_node(FactsPtr own, std::vector<NodePtr> children) {
  auto out = std::make_shared<Node>();
  out->latest = own->serial;
  for (auto const& child : children)
    if (child) out->latest = std::max(out->latest, child->latest);
  out->own = std::move(own);
  out->children = std::move(children);
  return out;
}

/// Children of before, by what they are known again by.
class Before {
 public:
  explicit Before(Node const* node) : node_(node) {
    if (!node) return;
    auto const& listed = node->own->listing.children;
    for (std::size_t i = 0; i < listed.size(); ++i) {
      by_folder_.emplace(listed[i].folder, i);
      if (listed[i].inode != 0) by_inode_.emplace(listed[i].inode, i);
    }
  }

  struct Found {
    NodePtr node;
    bool moved = true;
  };
  /// What was known of `child`: the same folder, or one that had another name. Nothing for a new
  /// folder of an old name.
  Found find(Child const& child) const {
    if (!node_) return {};
    auto const same = by_folder_.find(child.folder);
    if (same != by_folder_.end() && listed(same->second).inode == child.inode)
      return {node_->children[same->second], false};
    auto const moved = by_inode_.find(child.inode);
    if (moved == by_inode_.end()) return {};
    return {node_->children[moved->second], true};
  }

 private:
  Child const& listed(std::size_t at) const { return node_->own->listing.children[at]; }

  Node const* node_;
  std::unordered_map<std::string_view, std::size_t> by_folder_;
  std::unordered_map<std::uint64_t, std::size_t> by_inode_;
};

/// Texts that wait in `_drafts` belong to the folder above.
std::string_view without_drafts(std::string_view folder) {
  constexpr std::string_view drafts = "/_drafts";
  if (folder.ends_with(drafts)) folder.remove_suffix(drafts.size());
  return folder == drafts.substr(1) ? std::string_view() : folder;
}

bool same_gaps(std::vector<NodePtr> const& a, std::vector<NodePtr> const& b) {
  return std::ranges::equal(a, b, [](NodePtr const& x, NodePtr const& y) { return !x == !y; });
}

}  // namespace

void Named::add(std::string_view folder) {
  Named* at = this;
  for (auto const part : split(without_drafts(folder), '/'))
    if (!part.empty()) at = &at->below[std::string(part)];
  at->here = true;
}

bool Named::reaches(std::string_view folder) const {
  Named const* at = this;
  for (auto const part : split(without_drafts(folder), '/')) {
    if (at->here) return true;
    if (part.empty()) continue;
    auto const found = at->below.find(part);
    if (found == at->below.end()) return false;
    at = &found->second;
  }
  return at->here;
}

Named const* Named::find(std::string_view folder) const {
  Named const* at = this;
  for (auto const part : split(folder, '/')) {
    auto const found = at->below.find(part);
    if (found == at->below.end()) return nullptr;
    at = &found->second;
  }
  return at;
}

NodePtr TreeReader::read(std::string const& path, NodePtr const& old, Named const* named,
                         Way const* up) {
  auto own =
      old && named && !named->here ? old->own : folders_.read(path, old ? old->own : nullptr);
  if (!own || is_on(up, own->folder)) return nullptr;
  Way const here{own->folder, up};
  auto children = old && named && own->serial == old->own->serial
                      ? reread(path, *old, *named, here)
                      : read_all(path, *own, old.get(), named, here);
  if (!old) return make_node(std::move(own), std::move(children));
  if (own == old->own && children == old->children) return old;
  if (own->serial == old->own->serial && !same_gaps(children, old->children)) {
    auto changed = std::make_shared<Facts>(*own);
    changed->serial = folders_.next_serial();
    own = std::move(changed);
  }
  return make_node(std::move(own), std::move(children));
}

/// Those of before but for what lies on the way to a named folder.
TreeReader::Children TreeReader::reread(std::string const& path, Node const& old,
                                        Named const& named, Way const& here) {
  auto out = old.children;
  auto const look = [&](std::string const& folder, Named const& below) {
    auto const at = find_child_folder(*old.own, folder);
    if (at) out[*at] = read(path + "/" + folder, old.children[*at], &below, &here);
  };
  for (auto const& [name, below] : named.below) {
    if (name != "_drafts") look(name, below);
    if (name == "_drafts")
      for (auto const& [draft, inside] : below.below) look("_drafts/" + draft, inside);
  }
  return out;
}

TreeReader::Children TreeReader::read_all(std::string const& path, Facts const& own,
                                          Node const* old, Named const* named, Way const& here) {
  Before const before(old);
  Children out(own.listing.children.size());
  auto const look = [&](std::size_t i) {
    auto const& child = own.listing.children[i];
    auto const found = before.find(child);
    bool const known = found.node && !found.moved && named;
    auto const* const below = known ? named->find(child.folder) : nullptr;
    out[i] =
        known && !below ? found.node : read(path + "/" + child.folder, found.node, below, &here);
  };
  crew_.each(out.size(), look);
  return out;
}

}  // namespace latchkey::content
