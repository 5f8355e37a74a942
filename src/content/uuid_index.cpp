#include "content/uuid_index.h"

#include <algorithm>

#include "content/handles.h"
#include "content/site.h"

namespace latchkey::content {
namespace {

/// The id of the page `slug` below the page `id`; below the site that is empty.
std::string id_below(std::string id, std::string_view slug) {
  if (!id.empty()) id += '/';
  return id.append(slug);
}

using namespace std::chrono_literals;

std::optional<Owner> find_owner(Snapshot const& content, Owner::Kind kind, std::string const& id) {
  if (kind == Owner::Kind::site) return owner_of(*content.site());
  if (kind == Owner::Kind::user) return owner_of_user(id, "");
  auto const page = content.page(id);
  return page ? std::optional<Owner>(owner_of(*page)) : std::nullopt;
}

/// Where each folder on the way to a page stands in its parent's listing: the order of the tree.
std::vector<std::size_t> places_on_the_way(Snapshot const& content, Page const& page) {
  std::vector<std::size_t> out;
  for (auto const* at = &page; at != nullptr; at = at->parent.get()) {
    auto const& siblings = at->parent ? at->parent->children() : content.site()->children();
    auto const self = std::ranges::find_if(
        siblings, [&](Child const& child) { return at->path.ends_with("/" + child.folder); });
    out.push_back(static_cast<std::size_t>(self - siblings.begin()));
  }
  std::ranges::reverse(out);
  return out;
}

}  // namespace

template <class T>
std::vector<T> UuidIndex::all_of(Map<T> const& map, std::string_view uuid) {
  std::vector<T> out;
  auto const [first, last] = map.equal_range(uuid);
  for (auto at = first; at != last; ++at) out.push_back(at->second);
  return out;
}

template <class T>
void UuidIndex::add(Map<T>& map, std::string_view uuid, T place) {
  auto const [first, last] = map.equal_range(uuid);
  if (std::none_of(first, last, [&](auto const& one) { return one.second == place; }))
    map.emplace(std::string(uuid), std::move(place));
}

void UuidIndex::expire() {
  std::lock_guard const lock(walking_);
  walked_ = {};
}

void UuidIndex::update(State const* before, State const& now) {
  std::lock_guard const lock(mutex_);
  if (before && before->root == now.root) return;
  bool const anew = !before || pages_.size() + files_by_uuid_.size() > most_;
  if (anew) {
    pages_.clear();
    files_by_uuid_.clear();
    before = nullptr;
  }
  if (!before || before->root->own->serial != now.root->own->serial)
    add_facts(*now.root->own, Owner::Kind::site, "");
  add_below(before ? before->root.get() : nullptr, *now.root, "");
  if (anew) most_ = 2 * (pages_.size() + files_by_uuid_.size()) + 1'000;
}

void UuidIndex::add_below(Node const* before, Node const& now, std::string const& id) {
  bool const same_listing = before && before->own->serial == now.own->serial;
  for (std::size_t i = 0; i < now.children.size(); ++i) {
    auto const* const child = now.children[i].get();
    auto const& slug = now.own->listing.children[i].slug;
    Node const* old = nullptr;
    if (same_listing) {
      old = before->children[i].get();
    } else if (before) {
      auto const at = find_child(*before, slug);
      old = at ? before->children[*at].get() : nullptr;
    }
    if (!child || old == child) continue;
    auto const child_id = id_below(id, slug);
    if (!old || old->own->serial != child->own->serial)
      add_facts(*child->own, Owner::Kind::page, child_id);
    add_below(old, *child, child_id);
  }
}

void UuidIndex::add_facts(Facts const& facts, Owner::Kind kind, std::string const& id) {
  if (kind == Owner::Kind::page && !facts.uuid.empty()) add(pages_, facts.uuid, id);
  auto const& code = facts.languages->standard().code;
  for (auto const& text : facts.meta_texts) {
    auto stem = std::string_view(text.name).substr(0, text.name.rfind('.'));
    if (!code.empty() && !stem.ends_with("." + code)) continue;
    if (!code.empty()) stem.remove_suffix(code.size() + 1);
    if (auto const uuid = formats::find_stored(text.bytes, "uuid"); uuid && !uuid->empty())
      add(files_by_uuid_, *uuid, Place{kind, id, std::string(stem)});
  }
}

std::shared_ptr<Page const> UuidIndex::find_page(Snapshot const& content, std::string_view uuid) {
  if (uuid.empty()) return nullptr;
  std::vector<std::string> ids;
  {
    std::lock_guard const lock(mutex_);
    ids = all_of(pages_, uuid);
  }
  std::shared_ptr<Page const> first;
  for (auto const& id : ids) {
    auto page = content.page(id);
    if (!page || page->uuid() != uuid) continue;
    if (!first || places_on_the_way(content, *page) < places_on_the_way(content, *first))
      first = std::move(page);
  }
  return first;
}

FilePtr UuidIndex::known_file(Snapshot const& content, std::string_view uuid) {
  std::vector<Place> places;
  {
    std::lock_guard const lock(mutex_);
    places = all_of(files_by_uuid_, uuid);
  }
  std::ranges::sort(places, {}, [](Place const& place) { return std::tie(place.kind, place.id); });
  for (auto const& place : places) {
    auto const owner = find_owner(content, place.kind, place.id);
    auto file = owner ? content.file(*owner, place.name) : nullptr;
    if (file && file->uuid() == uuid) return file;
  }
  return nullptr;
}

/// Whether the last walk is old enough for another; then now is its time.
bool UuidIndex::may_walk() {
  auto const now = clock_.now();
  auto const age = now - walked_;
  if (age >= 0ms && age < 1s) return false;
  walked_ = now;
  return true;
}

FilePtr UuidIndex::find_file(Snapshot const& content, std::string_view uuid) {
  if (uuid.empty()) return nullptr;
  if (auto file = known_file(content, uuid)) return file;
  std::lock_guard const one_walks(walking_);
  if (auto file = known_file(content, uuid)) return file;  // found by the one before us
  if (!may_walk()) return nullptr;
  add_users(content);
  return known_file(content, uuid);
}

void UuidIndex::add_users(Snapshot const& content) {
  auto const accounts = files_.list("site/accounts");
  if (!accounts) return;
  for (auto const& entry : *accounts) {
    if (!entry.is_directory) continue;
    for (auto const& file : content.files(owner_of_user(entry.name, ""))) {
      std::lock_guard const lock(mutex_);
      if (!file->uuid().empty())
        add(files_by_uuid_, file->uuid(), Place{Owner::Kind::user, entry.name, file->name});
    }
  }
}

}  // namespace latchkey::content
