#pragma once
// One range of bytes of a known whole. Source: RFC 9110, 14.

#include <cstdint>
#include <optional>
#include <string_view>

namespace latchkey::http {

struct Range {
  std::uint64_t first = 0, size = 0;
  bool operator==(Range const&) const = default;
};

enum class RangeVerdict { whole, part, unsatisfiable };

/// What `header` (Range) asks of `total` bytes. Several ranges, other units and what cannot be read
/// ask for the whole, as the RFC allows. `range` is set for a part only. Pure.
RangeVerdict read_range(std::string_view header, std::uint64_t total, Range& range);

}  // namespace latchkey::http
