#include "kql/answer.h"

#include <algorithm>

#include "fields/objects.h"
#include "kql/render.h"
#include "query/collection.h"

namespace latchkey::kql {
namespace {

using query::Value;

/// A page of a list; beyond the last one stands for the last.
struct Slice {
  std::int64_t page = 0, pages = 0, offset = 0, limit = 20, total = 0;

  Slice(Paging const& wanted, std::size_t size)
      : limit(wanted.limit), total(static_cast<std::int64_t>(size)) {
    pages = total / limit + (total % limit == 0 ? 0 : 1);
    page = std::min(wanted.page, pages);
    offset = page == 0 ? 0 : (page - 1) * limit;
  }
  std::int64_t count() const { return std::min(limit, total - offset); }
  json::object shown() const {
    return {
        {"page", page}, {"pages", pages}, {"offset", offset}, {"limit", limit}, {"total", total}};
  }
};

class Answering {
 public:
  Answering(fields::World const& world, Warden& warden)
      : roots_(fields::scope_of(world)), warden_(warden) {}

  Result<json::value> answer(Request const& request) { return answer(request, roots_, Value()); }

 private:
  /// `own`: what the request is about where it says no query.
  Result<json::value> answer(Request const& request, query::Scope const& scope, Value const& own) {
    Value value = own;
    if (request.query) {
      LK_TRY(value, query::evaluate(*request.query, scope));
    }
    if (auto const* const closure = value.closure()) {
      LK_TRY(value, query::call_closure(*closure, {}));
    }
    if (!request.select) return render(value, warden_);
    if (request.select->describes) return describe(value, warden_);
    auto const* const all = dynamic_cast<query::Collection const*>(value.object());
    if (!all) return select(value, *request.select);
    if (!request.paging) return select_items(all->items(), *request.select);
    return page_of(*all, *request.select, *request.paging);
  }

  Result<json::value> page_of(query::Collection const& all, Selection const& selection,
                              Paging const& paging) {
    Slice const slice(paging, all.items().size());
    auto const from = all.items().begin() + slice.offset;
    LK_TRY(json::value data, select_items(query::Items(from, from + slice.count()), selection));
    return json::value(json::object{{"data", std::move(data)}, {"pagination", slice.shown()}});
  }

  Result<json::value> select_items(query::Items const& items, Selection const& selection) {
    json::array out;
    for (auto const& item : items) {
      LK_TRY(json::value one, select(query::value_of(item), selection));
      out.push_back(std::move(one));
    }
    return json::value(std::move(out));
  }

  /// Of lists each item; of what has no members null.
  Result<json::value> select(Value const& from, Selection const& selection) {
    LK_CHECK(warden_.spend(1));
    if (auto const* const all = dynamic_cast<query::Collection const*>(from.object()))
      return select_items(all->items(), selection);
    if (auto const* const list = from.list()) return select_list(*list, selection);
    auto const* const plain = from.plain();
    if (plain && plain->is_array()) {
      query::Values items(plain->get_array().begin(), plain->get_array().end());
      return select_list(items, selection);
    }
    if (!from.object() && !(plain && plain->is_object())) return json::value();
    return select_members(from, selection);
  }

  Result<json::value> select_list(query::Values const& list, Selection const& selection) {
    json::array out;
    for (auto const& item : list) {
      LK_TRY(json::value one, select(item, selection));
      out.push_back(std::move(one));
    }
    return json::value(std::move(out));
  }

  Result<json::value> select_members(Value const& from, Selection const& selection) {
    auto scope = roots_;
    if (from.object()) scope.set(std::string(from.object()->type()), from);
    json::object out;
    for (auto const& pick : selection.picks) {
      LK_CHECK(warden_.show(json::text(pick.key)));
      LK_TRY(out[json::text(pick.key).get_string()], picked(from, pick, scope));
    }
    return map_or_list(std::move(out));
  }

  Result<json::value> picked(Value const& from, Pick const& pick, query::Scope const& scope) {
    Value own;
    if (!pick.request || !pick.request->query) {
      LK_TRY(own, query::member(from, pick.key, {}, &warden_));
    }
    return pick.request ? answer(*pick.request, scope, own) : render(own, warden_);
  }

  query::Scope const roots_;
  Warden& warden_;
};

}  // namespace

Result<json::value> answer(Requests const& requests, fields::World const& world, Warden& warden) {
  Answering answering(world, warden);
  if (requests.form == Requests::Form::one) return answering.answer(requests.all.front().second);
  json::object map;
  json::array list;
  for (auto const& [name, request] : requests.all) {
    LK_TRY(json::value result, answering.answer(request));
    if (requests.form == Requests::Form::list)
      list.push_back(std::move(result));
    else
      map[json::text(name).get_string()] = std::move(result);
  }
  return requests.form == Requests::Form::list ? json::value(std::move(list))
                                               : map_or_list(std::move(map));
}

}  // namespace latchkey::kql
