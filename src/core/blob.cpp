#include "core/blob.h"

namespace latchkey {
namespace {

constexpr std::size_t stretch_bytes = 1 << 20;

}  // namespace

Blob Blob::owning(std::string bytes) {
  Blob out;
  out.bytes_ = std::make_shared<std::string const>(std::move(bytes));
  return out;
}

std::optional<std::string_view> Blob::text() const {
  if (auto const* const borrowed = std::get_if<std::string_view>(&bytes_)) return *borrowed;
  if (auto const* const owned = std::get_if<Shared>(&bytes_)) return std::string_view(**owned);
  return std::nullopt;
}

std::shared_ptr<SpooledFile> Blob::file() const {
  auto const* const file = std::get_if<std::shared_ptr<SpooledFile>>(&bytes_);
  return file ? *file : nullptr;
}

std::uint64_t Blob::size() const {
  auto const here = text();
  return here ? here->size() : file()->size();
}

Result<std::string> Blob::read(std::uint64_t offset, std::size_t size) const {
  auto const here = text();
  if (!here) return file()->read(offset, size);
  return std::string(here->substr(std::min<std::uint64_t>(offset, here->size()), size));
}

Result<> Blob::walk(std::size_t overlap, Look const& look) const {
  if (auto const here = text()) {
    look(*here);
    return {};
  }
  auto const whole = size();
  for (std::uint64_t at = 0; at < whole; at += stretch_bytes) {
    auto const kept = std::min<std::uint64_t>(overlap, at);
    LK_TRY(auto const stretch, read(at - kept, stretch_bytes + kept));
    if (!look(stretch)) return {};
  }
  return {};
}

}  // namespace latchkey
