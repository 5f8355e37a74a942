#include "api/page_cache.h"

namespace latchkey::api {
namespace {

constexpr std::size_t max_bytes_per_shard = 4 << 20, max_entry_bytes = 256 << 10;

}  // namespace

std::shared_ptr<std::string const> RenderedPage::coded(http::Coding coding) const {
  std::lock_guard const lock(mutex_);
  auto& kept = coding == http::Coding::br ? br_ : gzip_;
  if (!kept) kept = std::make_shared<std::string const>(http::compress(text_, coding));
  return kept;
}

PageCache::Text PageCache::get(std::string_view key,
                               std::shared_ptr<accounts::Role const> const& role,
                               std::function<Rendered()> const& make) {
  std::string full(key);
  auto const identity = reinterpret_cast<std::uintptr_t>(role.get());
  full.append(reinterpret_cast<char const*>(&identity), sizeof identity);
  Shard& shard = shards_[Hash()(full) % shards_.size()];
  {
    std::lock_guard const lock(shard.mutex);
    if (auto const found = shard.entries.find(full); found != shard.entries.end())
      return found->second.text;
  }
  auto text = std::make_shared<RenderedPage const>(make());
  if (text->text().size() > max_entry_bytes) return text;
  std::lock_guard const lock(shard.mutex);
  if (shard.bytes > max_bytes_per_shard) {
    shard.entries.clear();
    shard.bytes = 0;
  }
  if (shard.entries.try_emplace(full, Entry{role, text}).second)
    shard.bytes += text->text().size() + full.size();
  return text;
}

}  // namespace latchkey::api
