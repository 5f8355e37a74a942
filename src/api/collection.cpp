#include "api/collection.h"

#include "core/text.h"

namespace latchkey::api {
namespace {

json::value const* find_member(json::object const& map, std::string_view key) {
  for (auto const& member : map)
    if (iequals(member.key(), key)) return &member.value();
  return nullptr;
}

Failure not_a_number(std::string_view name) {
  return fail(Kind::invalid, "error.invalidArgument",
              "\"" + std::string(name) + "\" must be a whole number");
}

/// A whole number of at least 0; none where missing, null or empty.
Result<std::optional<std::int64_t>> read_number(json::object const& map, std::string_view name) {
  auto const* v = find_member(map, name);
  if (v == nullptr || v->is_null() || (v->is_string() && v->get_string().empty()))
    return std::nullopt;
  if (v->is_int64() && v->get_int64() >= 0) return v->get_int64();
  auto const parsed = v->is_string() ? parse_unsigned(v->get_string()) : std::nullopt;
  if (!parsed) return not_a_number(name);
  return parsed;
}

Result<Paging> read_paging(json::object const& map) {
  Paging out;
  LK_TRY(auto const page, read_number(map, "page"));
  LK_TRY(auto const limit, read_number(map, "limit"));
  return Paging{page.value_or(out.page), limit.value_or(out.limit)};
}

/// `paginate: 10`, or a map with `page` and `limit`.
Result<std::optional<Paging>> read_paginate(json::object const& source) {
  auto const* node = find_member(source, "paginate");
  if (node == nullptr || node->is_null()) return std::nullopt;
  if (auto const* map = node->if_object()) return read_paging(*map);
  LK_TRY(auto const limit, read_number(source, "paginate"));
  if (!limit) return std::nullopt;
  return Paging{1, *limit};
}

/// Names in a list, or between commas.
Result<std::vector<std::string>> read_names(json::value const& node) {
  std::vector<std::string> out;
  if (node.is_string()) {
    for (auto const name : split(node.get_string(), ','))
      if (!trim(name).empty()) out.emplace_back(trim(name));
    return out;
  }
  auto const* map = node.if_object();
  if (map == nullptr)
    return fail(Kind::invalid, "error.invalidArgument", "\"select\" must be a list of names");
  for (auto const& member : *map) {
    if (!member.value().is_string())
      return fail(Kind::invalid, "error.invalidArgument", "\"select\" must be a list of names");
    out.emplace_back(member.value().get_string());
  }
  return out;
}

}  // namespace

Result<Page> paginate(std::size_t total_items, Paging const& paging) {
  auto const total = static_cast<std::int64_t>(total_items);
  std::int64_t const limit = paging.limit == 0 ? 20 : paging.limit;
  std::int64_t const pages = total / limit + (total % limit != 0 ? 1 : 0);
  if (paging.page > std::max<std::int64_t>(pages, 1))
    return fail(Kind::not_found, "error.errorPage",
                "The collection has no page " + std::to_string(paging.page));
  if (total == 0) return Page{0, 0, 0, limit};
  std::int64_t const page = std::max<std::int64_t>(paging.page, 1);
  return Page{page, total, (page - 1) * limit, limit};
}

Result<Paging> read_paging(http::Query const& query) { return read_paging(query.all()); }

Result<std::string> read_text(http::Query const& query, std::string_view name) {
  auto const* const sent = find_member(query.all(), name);
  if (sent == nullptr) return std::string();
  if (!sent->is_string())
    return fail(Kind::invalid, "error.invalidArgument",
                "\"" + std::string(name) + "\" must be one text");
  return std::string(std::string_view(sent->get_string()));
}

Result<Selection> read_selection(http::Query const& query) {
  Selection out;
  if (auto const* view = find_member(query.all(), "view")) {
    if (!view->is_string())
      return fail(Kind::invalid, "error.invalidArgument", "\"view\" must be one name");
    if (!view->get_string().empty()) out.view = std::string_view(view->get_string());
  }
  if (auto const* select = find_member(query.all(), "select")) {
    LK_TRY(auto names, read_names(*select));
    if (!names.empty()) out.select = std::move(names);
  }
  return out;
}

Result<ListRequest> read_list_request(http::Query const& query, json::object const* body) {
  static json::object const nothing;
  auto const* nested = find_member(query.all(), "query");
  json::object const& source = body != nullptr                            ? *body
                               : nested != nullptr && nested->is_object() ? nested->get_object()
                                                                          : nothing;
  ListRequest out;
  LK_TRY(auto const offset, read_number(source, "offset"));
  LK_TRY(out.limit, read_number(source, "limit"));
  LK_TRY(out.paginate, read_paginate(source));
  LK_TRY(out.paging, read_paging(query));
  out.offset = offset.value_or(0);
  auto const* search = find_member(source, "search");
  if (search != nullptr && !search->is_null()) {
    LK_TRY(out.search, read_search(*search));
  }
  return out;
}

Result<ListRequest> read_search_request(http::Query const& query, json::object const* body) {
  LK_TRY(ListRequest out, read_list_request(query, body));
  if (body != nullptr) return out;
  LK_TRY(auto const q, read_text(query, "q"));
  LK_TRY(out.search, read_search(json::text(q)));
  return out;
}

}  // namespace latchkey::api
