#include "fields/numbering.h"

#include "core/text.h"
#include "fields/objects.h"
#include "formats/date.h"
#include "query/evaluate.h"

namespace latchkey::fields {
namespace {

std::int64_t leading_integer(std::string_view text) {
  text = trim_left(text);
  std::size_t size = 0;
  while (size < text.size() && size < 18 && is_digit(text[size])) ++size;
  return parse_unsigned(text.substr(0, size)).value_or(0);
}

std::int64_t date_number(World const& world, content::Page const& page, std::string_view format) {
  auto const at = formats::parse_date(page.field("date"), world.now).value_or(world.now);
  auto const text = formats::format_date(at, format);
  return leading_integer(text);
}

}  // namespace

std::int64_t page_number(World const& world, content::Page const& page) {
  auto const& num = page.rules->num;
  if (num == "zero" || num == "default") return 0;
  if (num == "date") return date_number(world, page, "Ymd");
  if (num == "datetime") return date_number(world, page, "YmdHi");
  World standard = world;
  standard.language.clear();
  Model const model{nullptr, page.shared_from_this(), nullptr, nullptr};
  auto const text = query::fill_template(num, scope_of(standard, model));
  return leading_integer(text);
}

}  // namespace latchkey::fields
