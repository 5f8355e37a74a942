#include "http/range.h"

#include <algorithm>

#include "core/text.h"

namespace latchkey::http {

RangeVerdict read_range(std::string_view header, std::uint64_t total, Range& range) {
  header = trim(header);
  if (header.size() < 6 || !iequals(header.substr(0, 6), "bytes=")) return RangeVerdict::whole;
  auto const spec = trim(header.substr(6));
  auto const dash = spec.find('-');
  if (dash == spec.npos || spec.find(',') != spec.npos) return RangeVerdict::whole;
  auto const from = trim(spec.substr(0, dash)), to = trim(spec.substr(dash + 1));
  auto const first = parse_unsigned(from), last = parse_unsigned(to);
  if ((!from.empty() && !first) || (!to.empty() && !last) || (from.empty() && to.empty()))
    return RangeVerdict::whole;
  if (!first) {  // the last so many
    auto const size = std::min<std::uint64_t>(static_cast<std::uint64_t>(*last), total);
    if (size == 0) return RangeVerdict::unsatisfiable;
    range = {total - size, size};
    return RangeVerdict::part;
  }
  if (last && *last < *first) return RangeVerdict::whole;
  auto const start = static_cast<std::uint64_t>(*first);
  if (start >= total) return RangeVerdict::unsatisfiable;
  auto const end = last ? std::min(static_cast<std::uint64_t>(*last), total - 1) : total - 1;
  range = {start, end - start + 1};
  return RangeVerdict::part;
}

}  // namespace latchkey::http
