#include "content/uuids.h"

#include <fmt/format.h>

#include <array>

#include "core/log.h"

namespace latchkey::content {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t max_kept = 200'000;

/// A reader may still hold a page as it was before the write; after that, the file speaks.
constexpr auto keep_written = 5s;

/// Each id is written in a turn of writers, which is not handed on by itself.
constexpr auto others_turn = 200us;

std::string make_uuid_v4(Random& random) {
  std::array<std::byte, 16> bytes;
  random.fill(bytes);
  bytes[6] = (bytes[6] & std::byte{0x0f}) | std::byte{0x40};
  bytes[8] = (bytes[8] & std::byte{0x3f}) | std::byte{0x80};
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) out += '-';
    out += fmt::format("{:02x}", static_cast<unsigned>(bytes[i]));
  }
  return out;
}

}  // namespace

std::string make_uuid(Settings const& settings, Random& random) {
  if (settings.uuid_v4) return make_uuid_v4(random);
  constexpr std::string_view alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
  std::string out;
  for (int i = 0; i < 16; ++i)
    out += alphabet[random.below(static_cast<std::uint32_t>(alphabet.size()))];
  return out;
}

Uuids::Uuids(Settings const& settings, Random& random, Clock const& clock, Write write)
    : settings_(settings), random_(random), clock_(clock), write_(std::move(write)) {}

Uuids::~Uuids() {
  {
    std::lock_guard const lock(mutex_);
    ending_ = true;
  }
  ready_.notify_all();
  if (thread_.joinable()) thread_.join();
}

std::string Uuids::get(std::string_view stored, std::string const& path) {
  if (!settings_.uuid) return {};
  if (!stored.empty()) return std::string(stored);
  std::lock_guard const lock(mutex_);
  if (auto const found = kept_.find(path); found != kept_.end()) {
    auto const& [uuid, written] = found->second;
    if (written == Instant() || clock_.now() - written < keep_written) return uuid;
  }
  if (kept_.size() >= max_kept && waiting_.empty()) kept_.clear();
  auto const& kept = kept_.insert_or_assign(path, Kept{make_uuid(settings_, random_), {}});
  made_.fetch_add(1, std::memory_order_relaxed);
  waiting_.push_back(path);
  if (!thread_.joinable() && !ending_) thread_ = std::thread([this] { work(); });
  ready_.notify_one();
  return kept.first->second.uuid;
}

void Uuids::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    ready_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    std::string const path = std::move(waiting_.front());
    waiting_.pop_front();
    auto const found = kept_.find(path);
    if (found == kept_.end()) continue;
    std::string const uuid = found->second.uuid;
    lock.unlock();
    auto const done = write_(path, uuid);
    if (!done)
      log::warn("uuid.unwritten", {{"file", path},
                                   {"cause", done.error().cause.empty() ? done.error().message
                                                                        : done.error().cause}});
    std::this_thread::sleep_for(others_turn);
    lock.lock();
    if (auto const still = kept_.find(path); done && still != kept_.end())
      still->second.written = clock_.now();
  }
}

}  // namespace latchkey::content
