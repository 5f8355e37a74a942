// layer: query
// Queries and template strings: any text is read or refused, and evaluated within its bounds; text
// without braces stays as it is.
#include <cstdlib>

#include "query/evaluate.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace latchkey;
  std::string_view const text(reinterpret_cast<char const*>(data), size);
  query::Scope scope;
  scope.set("page", json::value{{"title", "Roses"}, {"tags", {"a", "b"}}, {"none", nullptr}});
  scope.set("site", query::Value::list({query::Value::text("x"), query::Value()}));
  auto const parsed = query::parse(text);
  if (parsed && !*parsed) std::abort();
  auto const value = query::evaluate(text, scope);
  if (value && !parsed) std::abort();
  if (value) (void)query::data_of(*value);
  auto const filled = query::fill_template(text, scope);
  if (text.find("{{") == text.npos && text.find("{<") == text.npos && filled != text) std::abort();
  return 0;
}
