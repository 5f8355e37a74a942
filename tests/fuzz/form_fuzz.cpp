// layer: http
// Forms and query strings nest at most 64 deep and never hold more values than pairs were sent.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "http/query.h"

namespace {

std::size_t count_values(boost::json::value const& v, int depth) {
  if (depth > 64) std::abort();
  auto const* object = v.if_object();
  if (object == nullptr) return 1;
  std::size_t n = 0;
  for (auto const& [key, member] : *object) n += count_values(member, depth + 1);
  return n;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace latchkey::http;
  std::string_view const text(reinterpret_cast<char const*>(data), size);
  auto const pairs = static_cast<std::size_t>(std::ranges::count(text, '&')) + 1;
  if (count_values(parse_form(text), 0) > std::min<std::size_t>(pairs, 1000)) std::abort();
  Query const query(text);
  if (query.find("a") && !query.has("a")) std::abort();
  if (percent_decode(percent_encode(text)) != text) std::abort();
  return 0;
}
