#pragma once
// A state store whose writes can be made to fail, as on a full disk.

#include <atomic>
#include <functional>
#include <memory>
#include <utility>

#include "store/state_store.h"

namespace latchkey::test {

class FailingState final : public store::StateStore {
 public:
  explicit FailingState(std::unique_ptr<store::StateStore> inner) : inner_(std::move(inner)) {}

  std::atomic<bool> fails{false};
  std::function<void()> before_apply;  ///< called by each write, if set

  Result<std::optional<store::Row>> get(std::string_view table, std::string_view key) override {
    return inner_->get(table, key);
  }
  Result<std::vector<store::Row>> all(std::string_view table) override {
    return inner_->all(table);
  }
  Result<std::vector<store::Row>> of_owner(std::string_view table,
                                           std::string_view owner) override {
    return inner_->of_owner(table, owner);
  }
  Result<> apply(std::vector<store::Change> const& changes, store::Durability durability) override {
    if (before_apply) before_apply();
    if (fails) return fail_internal("the disk is full");
    return inner_->apply(changes, durability);
  }
  Result<> erase_owner(std::string_view table, std::string_view owner,
                       store::Durability durability) override {
    if (fails) return fail_internal("the disk is full");
    return inner_->erase_owner(table, owner, durability);
  }
  Result<std::size_t> erase_expired(std::string_view table, std::int64_t now) override {
    return inner_->erase_expired(table, now);
  }
  Result<std::size_t> count(std::string_view table) override { return inner_->count(table); }

 private:
  std::unique_ptr<store::StateStore> inner_;
};

}  // namespace latchkey::test
