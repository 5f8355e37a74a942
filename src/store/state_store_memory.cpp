#include "store/state_store.h"

namespace latchkey::store {
namespace {

class MemoryState final : public StateStore {
 public:
  Result<std::optional<Row>> get(std::string_view table, std::string_view key) override {
    std::lock_guard const lock(mutex_);
    auto const& rows = tables_[std::string(table)];
    auto const found = rows.find(std::string(key));
    if (found == rows.end()) return std::nullopt;
    return found->second;
  }

  Result<std::vector<Row>> all(std::string_view table) override {
    return select(table, [](Row const&) { return true; });
  }

  Result<std::vector<Row>> of_owner(std::string_view table, std::string_view owner) override {
    return select(table, [&](Row const& row) { return !owner.empty() && row.owner == owner; });
  }

  Result<> apply(std::vector<Change> const& changes, Durability) override {
    std::lock_guard const lock(mutex_);
    for (auto const& change : changes) {
      auto& rows = tables_[change.table];
      if (change.what == Change::What::erase) {
        rows.erase(change.row.key);
      } else {
        rows.insert_or_assign(change.row.key, change.row);
      }
    }
    return {};
  }

  Result<> erase_owner(std::string_view table, std::string_view owner, Durability) override {
    std::lock_guard const lock(mutex_);
    if (owner.empty()) return {};
    std::erase_if(tables_[std::string(table)],
                  [&](auto const& entry) { return entry.second.owner == owner; });
    return {};
  }

  Result<std::size_t> erase_expired(std::string_view table, std::int64_t now) override {
    std::lock_guard const lock(mutex_);
    auto const is_expired = [&](auto const& entry) {
      return entry.second.expires != 0 && entry.second.expires <= now;
    };
    return std::erase_if(tables_[std::string(table)], is_expired);
  }

  Result<std::size_t> count(std::string_view table) override {
    std::lock_guard const lock(mutex_);
    return tables_[std::string(table)].size();
  }

 private:
  template <class Predicate>
  std::vector<Row> select(std::string_view table, Predicate wanted) {
    std::lock_guard const lock(mutex_);
    std::vector<Row> out;
    for (auto const& [key, row] : tables_[std::string(table)])
      if (wanted(row)) out.push_back(row);
    return out;
  }

  std::mutex mutex_;
  std::unordered_map<std::string, std::map<std::string, Row>> tables_;
};

}  // namespace

std::unique_ptr<StateStore> make_memory_state() { return std::make_unique<MemoryState>(); }

}  // namespace latchkey::store
