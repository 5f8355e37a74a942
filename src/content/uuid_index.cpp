#include "content/uuid_index.h"

#include "content/site.h"

namespace latchkey::content {
namespace {

using namespace std::chrono_literals;

std::optional<Owner> find_owner(Snapshot const& content, Owner::Kind kind, std::string const& id) {
  if (kind == Owner::Kind::site) return owner_of(*content.site());
  if (kind == Owner::Kind::user) return owner_of_user(id, "");
  auto const page = content.page(id);
  return page ? std::optional<Owner>(owner_of(*page)) : std::nullopt;
}

}  // namespace

/// Whether the last walk is old enough for another; then now is its time.
bool UuidIndex::may_walk(Instant& walked) const {
  auto const now = clock_.now();
  auto const age = now - walked;
  if (age >= 0ms && age < 1s) return false;
  walked = now;
  return true;
}

void UuidIndex::expire() {
  std::lock_guard const lock(walking_);
  pages_walked_ = files_walked_ = {};
}

std::shared_ptr<Page const> UuidIndex::known_page(Snapshot const& content, std::string_view uuid) {
  std::string id;
  {
    std::lock_guard const lock(mutex_);
    auto const found = pages_.find(uuid);
    if (found == pages_.end()) return nullptr;
    id = found->second;
  }
  auto page = content.page(id);
  return page && page->uuid() == uuid ? page : nullptr;
}

FilePtr UuidIndex::known_file(Snapshot const& content, std::string_view uuid) {
  Place place;
  {
    std::lock_guard const lock(mutex_);
    auto const found = files_by_uuid_.find(uuid);
    if (found == files_by_uuid_.end()) return nullptr;
    place = found->second;
  }
  auto const owner = find_owner(content, place.kind, place.id);
  auto file = owner ? content.file(*owner, place.name) : nullptr;
  return file && file->uuid() == uuid ? file : nullptr;
}

std::shared_ptr<Page const> UuidIndex::find_page(Snapshot const& content, std::string_view uuid) {
  if (uuid.empty()) return nullptr;
  if (auto page = known_page(content, uuid)) return page;
  std::lock_guard const one_walks(walking_);
  if (auto page = known_page(content, uuid)) return page;  // found by the one before us
  if (!may_walk(pages_walked_)) return nullptr;
  Map<std::string> now;
  walk_pages(content, *content.site(), now);
  {
    std::lock_guard const lock(mutex_);
    pages_ = std::move(now);
  }
  return known_page(content, uuid);
}

FilePtr UuidIndex::find_file(Snapshot const& content, std::string_view uuid) {
  if (uuid.empty()) return nullptr;
  if (auto file = known_file(content, uuid)) return file;
  std::lock_guard const one_walks(walking_);
  if (auto file = known_file(content, uuid)) return file;
  if (!may_walk(files_walked_)) return nullptr;
  Map<Place> now;
  auto const site = content.site();
  add_files(content, owner_of(*site), now);
  walk_files(content, *site, now);
  if (auto const accounts = files_.list("site/accounts"))
    for (auto const& entry : *accounts)
      if (entry.is_directory) add_files(content, owner_of_user(entry.name, ""), now);
  {
    std::lock_guard const lock(mutex_);
    files_by_uuid_ = std::move(now);
  }
  return known_file(content, uuid);
}

/// The first page with an id keeps it.
void UuidIndex::walk_pages(Snapshot const& content, Folder const& from,
                           Map<std::string>& out) const {
  for (auto const& page : content.children(from, Filter::all)) {
    if (!page->uuid().empty()) out.try_emplace(std::string(page->uuid()), page->id);
    walk_pages(content, *page, out);
  }
}

void UuidIndex::add_files(Snapshot const& content, Owner const& owner, Map<Place>& out) const {
  for (auto const& file : content.files(owner))
    if (!file->uuid().empty())
      out.try_emplace(std::string(file->uuid()), Place{owner.kind, owner.id, file->name});
}

void UuidIndex::walk_files(Snapshot const& content, Folder const& from, Map<Place>& out) const {
  for (auto const& page : content.children(from, Filter::all)) {
    if (!page->files.empty()) add_files(content, owner_of(*page), out);
    walk_files(content, *page, out);
  }
}

}  // namespace latchkey::content
