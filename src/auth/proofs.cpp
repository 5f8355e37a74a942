#include "auth/proofs.h"

#include <cstring>

#include "auth/bytes.h"

namespace latchkey::auth {

std::size_t Proofs::Hash::operator()(crypto::Digest const& digest) const noexcept {
  std::size_t out;
  std::memcpy(&out, digest.data(), sizeof out);
  return out;
}

Proofs::Proofs(Clock const& clock, Random& random)
    : clock_(clock), key_(crypto::random_bytes(random, 32)) {}

crypto::Digest Proofs::digest_of(std::string_view account, accounts::PasswordFile const& file,
                                 Secret const& password) const {
  std::string text;
  text.reserve(4 * 8 + account.size() + file.stamp.size() + file.hash.size() + password.size());
  append_text(text, account);
  append_text(text, file.stamp);
  append_text(text, file.hash.expose());
  append_text(text, password.expose());
  Secret const wiped(std::move(text));
  return crypto::blake2b(key_.expose(), wiped.expose());
}

bool Proofs::is_remembered(std::string_view account, accounts::PasswordFile const& file,
                           Secret const& password) {
  if (password.size() > 4000) return false;
  auto const digest = digest_of(account, file, password);
  std::lock_guard const lock(mutex_);
  auto const it = entries_.find(digest);
  if (it == entries_.end()) return false;
  if (clock_.now() >= it->second->until) {
    by_use_.erase(it->second);
    entries_.erase(it);
    return false;
  }
  by_use_.splice(by_use_.begin(), by_use_, it->second);
  return true;
}

void Proofs::remember(std::string_view account, accounts::PasswordFile const& file,
                      Secret const& password) {
  auto const digest = digest_of(account, file, password);
  std::lock_guard const lock(mutex_);
  if (auto const it = entries_.find(digest); it != entries_.end()) {
    it->second->until = clock_.now() + life;
    by_use_.splice(by_use_.begin(), by_use_, it->second);
    return;
  }
  by_use_.push_front({digest, std::string(account), clock_.now() + life});
  entries_[digest] = by_use_.begin();
  if (entries_.size() <= capacity) return;
  entries_.erase(by_use_.back().digest);
  by_use_.pop_back();
}

void Proofs::forget(std::string_view account) {
  std::lock_guard const lock(mutex_);
  for (auto it = by_use_.begin(); it != by_use_.end();) {
    if (it->account != account) {
      ++it;
      continue;
    }
    entries_.erase(it->digest);
    it = by_use_.erase(it);
  }
}

std::size_t Proofs::size() const {
  std::lock_guard const lock(mutex_);
  return entries_.size();
}

}  // namespace latchkey::auth
