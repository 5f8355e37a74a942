#include "kql/warden.h"

#include <algorithm>

#include "query/collection.h"

namespace latchkey::kql {
namespace {

using query::Values;

/// Members of collections that look at each item, how dear that is, and which arguments name what
/// they look at.
struct Scan {
  std::string_view member;
  std::size_t cost;
};
constexpr Scan scans[]{{"filterBy", 4}, {"findBy", 4},  {"groupBy", 4},
                       {"pluck", 4},    {"sortBy", 16}, {"search", 20}};
constexpr std::size_t pattern_cost = 40;

Failure too_dear(std::string_view why) {
  return fail(Kind::invalid, "error.invalidArgument",
              "The query asks for too much: " + std::string(why));
}

/// The arguments, lists among them item by item: each item of a collection may be compared with
/// each.
std::size_t listed(Values const& arguments) {
  std::size_t out = arguments.size();
  for (auto const& argument : arguments) {
    if (auto const* const plain = argument.plain(); plain && plain->is_array())
      out += plain->get_array().size();
    if (auto const* const list = argument.list()) out += list->size();
  }
  return out;
}

bool has_pattern(Values const& arguments) {
  return std::ranges::any_of(arguments, [](query::Value const& argument) {
    auto const* const plain = argument.plain();
    return plain && (*plain == "*" || *plain == "!*");
  });
}

std::size_t size_of(json::value const& value) {
  if (auto const* const text = value.if_string()) return 2 + text->size();
  std::size_t out = 8;
  if (auto const* const list = value.if_array())
    for (auto const& item : *list) out += size_of(item);
  if (auto const* const map = value.if_object())
    for (auto const& [key, item] : *map) out += key.size() + size_of(item);
  return out;
}

}  // namespace

Warden::Warden(Access const& access, HeavyWork& heavy, Limits const& limits)
    : access_(access),
      heavy_(heavy),
      limits_(limits),
      left_(limits.units),
      bytes_left_(limits.result_bytes),
      end_(std::chrono::steady_clock::now() + limits.time) {}

Warden::~Warden() {
  if (has_place_) heavy_.leave();
}

Result<std::string_view> Warden::admit(query::Object const& of, std::string_view name,
                                       Values const& arguments) {
  LK_TRY(std::string_view const known, access_.admit(of.type(), name));
  auto const* const all = dynamic_cast<query::Collection const*>(&of);
  if (!all) {
    LK_CHECK(spend(1));
    return known;
  }
  LK_CHECK(admit_attributes(of, known, arguments));
  auto const* const scan = std::ranges::find(scans, known, &Scan::member);
  std::size_t cost = scan == std::end(scans) ? 1 : scan->cost;
  if (scan != std::end(scans) && has_pattern(arguments)) cost = pattern_cost;
  LK_CHECK(spend(of.weight() * (cost + listed(arguments))));
  return known;
}

/// What a filter looks at is asked of every item, so every item must be allowed to be asked.
Result<> Warden::admit_attributes(query::Object const& of, std::string_view member,
                                  Values const& arguments) {
  auto const* const scan = std::ranges::find(scans, member, &Scan::member);
  if (scan == std::end(scans) || member == "search" || arguments.empty()) return {};
  auto const names = member == "sortBy" ? query::sort_names(arguments)
                                        : std::vector{query::text_of(arguments.front())};
  if (arguments.front().closure()) return {};
  std::string_view last;
  for (auto const& item : dynamic_cast<query::Collection const&>(of).items()) {
    if (item->type() == last) continue;
    last = item->type();
    LK_CHECK(access_.reach(last));
    for (auto const& name : names) LK_CHECK(access_.admit(last, name));
  }
  return {};
}

Result<> Warden::reach(query::Value const& value) {
  if (auto const* const object = value.object()) LK_CHECK(access_.reach(object->type()));
  return spend(query::weight_of(value));
}

Result<> Warden::spend(std::size_t units) {
  auto const now = std::chrono::steady_clock::now();
  is_late_ = is_late_ || now > end_;
  if (is_late_) return too_dear("it takes too long");
  is_heavy_ = is_heavy_ || now > end_ - limits_.time + limits_.heavy_time;
  if (units > left_) {
    left_ = 0;
    return too_dear("more work than one request may be");
  }
  left_ -= units;
  return ensure_place();
}

Result<> Warden::ensure_place() {
  if (has_place_ || (!is_heavy_ && limits_.units - left_ <= limits_.heavy_units)) return {};
  has_place_ = heavy_.enter(limits_.heavy_places);
  if (has_place_) return {};
  return fail(Kind::unavailable, "", "Other large queries are being answered");
}

Result<> Warden::show(json::value const& value) {
  auto const size = size_of(value);
  if (size > bytes_left_) return too_dear("the answer is too large");
  bytes_left_ -= size;
  return spend(1 + size / 64);
}

}  // namespace latchkey::kql
