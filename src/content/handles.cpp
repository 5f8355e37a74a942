#include "content/handles.h"

#include <algorithm>

namespace latchkey::content {
namespace {

constexpr std::size_t max_found_per_shard = 1'024;

void fill(Folder& folder, FactsPtr const& own, std::string path) {
  folder.path = std::move(path);
  folder.text_name = own->listing.text_name;
  folder.has_changes = own->listing.has_changes;
  folder.has_lock_file = own->listing.has_lock_file;
  folder.languages = own->languages;
  folder.version = own->serial;
  folder.own = own;
}

std::string child_id(PagePtr const& above, std::string const& slug) {
  return above ? above->id + "/" + slug : slug;
}

/// Another number for other numbers (splitmix64).
std::uint64_t mixed(std::uint64_t a, std::uint64_t b) {
  auto x = a * 0x9e37'79b9'7f4a'7c15 + b;
  x = (x ^ (x >> 30)) * 0xbf58'476d'1ce4'e5b9;
  x = (x ^ (x >> 27)) * 0x94d0'49bb'1331'11eb;
  return x ^ (x >> 31);
}

PagePtr make_page(State const& state, FactsPtr const& own, PagePtr const& above,
                  std::string const& folder, Child const& child) {
  auto page = std::make_shared<Page>();
  fill(*page, own, folder + "/" + child.folder);
  page->rules = state.rules->of_pages(page->text_name);
  page->version = mixed(mixed(own->serial, state.rules_serial), above ? above->version : 0);
  page->slug = child.slug;
  page->id = child_id(above, child.slug);
  page->parent = above;
  page->status = child.status;
  page->num = child.num;
  return page;
}

/// Whether `page` may stand for the child of `above` in this state.
bool is_still(Page const& page, State const& state, FactsPtr const& own, PagePtr const& above,
              std::string const& folder, Child const& child) {
  auto const path = std::string_view(page.path);
  return page.own->serial == own->serial && page.parent == above &&
         path.size() == folder.size() + 1 + child.folder.size() && path.starts_with(folder) &&
         path.ends_with(child.folder) && page.rules == state.rules->of_pages(page.text_name);
}

}  // namespace

std::shared_ptr<Site const> make_site(State const& state,
                                      std::shared_ptr<Site const> const& known) {
  auto rules = state.rules->find("site");
  auto const& own = state.root->own;
  if (known && known->own->serial == own->serial && known->rules == rules) return known;
  auto site = std::make_shared<Site>();
  fill(*site, own, "content");
  site->rules = std::move(rules);
  site->version = mixed(own->serial, state.rules_serial);
  return site;
}

NodePtr find_node(State const& state, std::string_view path) {
  NodePtr node = state.root;
  path.remove_prefix(std::min(path.size(), std::string_view("content/").size()));
  while (node && !path.empty()) {
    auto end = path.find('/');
    if (path.starts_with("_drafts/")) end = path.find('/', end + 1);
    auto const at = find_child_folder(*node->own, path.substr(0, end));
    node = at ? node->children[*at] : nullptr;
    path.remove_prefix(end == path.npos ? path.size() : end + 1);
  }
  return node;
}

Handles::Found Handles::known(std::string_view key) {
  Shard& shard = shard_of(key);
  std::lock_guard const lock(shard.mutex);
  auto const found = shard.found.find(key);
  return found == shard.found.end() ? Found() : found->second;
}

void Handles::keep(std::string_view key, PagePtr const& page, std::uint64_t number) {
  Shard& shard = shard_of(key);
  std::lock_guard const lock(shard.mutex);
  if (shard.found.size() >= max_found_per_shard) shard.found.clear();
  shard.found.insert_or_assign(std::string(key), Found{page, number});
}

PagePtr Handles::page(State const& state, std::string_view id, std::string_view language) {
  std::string joined;
  if (!language.empty()) joined.append(language).append("\n").append(id);
  std::string_view const key = language.empty() ? id : std::string_view(joined);
  {
    Shard& shard = shard_of(key);
    std::lock_guard const lock(shard.mutex);
    auto const found = shard.found.find(key);
    if (found != shard.found.end() && found->second.number == state.number)
      return found->second.page;
  }
  auto page = walk(state, id, language);
  if (page && !language.empty()) keep(key, page, state.number);
  return page;  // what is not there is not remembered, so that guesses cost no memory
}

PagePtr Handles::walk(State const& state, std::string_view id, std::string_view language) {
  bool const translated = !language.empty() && !state.languages->pick(language).is_default;
  Node const* node = state.root.get();
  PagePtr page;
  while (!id.empty()) {
    auto const slash = id.find('/');
    auto const slug = id.substr(0, slash);
    auto at = find_child(*node, slug);
    if (!at && translated) at = find_translated(*node, slug, state.languages->pick(language).code);
    if (!at) return nullptr;
    page = child(state, *node, page, *at);
    node = node->children[*at].get();
    if (slash == id.npos) return page;
    id.remove_prefix(slash + 1);
  }
  return nullptr;  // an empty id, or a trailing slash
}

PagePtr Handles::child(State const& state, Node const& parent, PagePtr const& above,
                       std::size_t at) {
  auto const& child = parent.own->listing.children[at];
  auto const& node = parent.children[at];
  if (!node) return nullptr;
  std::string const folder = above ? above->path : "content";
  bool const is_first = find_child(parent, child.slug) == at;  // else another has its id
  auto const id = child_id(above, child.slug);
  if (auto const found = is_first ? known(id) : Found(); found.page) {
    if (found.number == state.number && found.page->parent == above) return found.page;
    if (is_still(*found.page, state, node->own, above, folder, child)) {
      keep(id, found.page, state.number);
      return found.page;
    }
  }
  auto page = make_page(state, node->own, above, folder, child);
  if (is_first) keep(id, page, state.number);
  return page;
}

PagePtr Handles::present(State const& state, Page const& page) {
  if (auto found = known(page.id); found.page.get() == &page && found.number == state.number)
    return std::move(found.page);
  PagePtr above;
  NodePtr parent = state.root;
  if (page.parent) {
    above = present(state, *page.parent);
    parent = above ? find_node(state, above->path) : nullptr;
  }
  if (!parent) return nullptr;
  auto const folder =
      std::string_view(page.path).substr((above ? above->path : "content").size() + 1);
  auto const at = find_child_folder(*parent->own, folder);
  return at ? child(state, *parent, above, *at) : nullptr;
}

}  // namespace latchkey::content
