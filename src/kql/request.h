#pragma once
// A request as a client writes it, read once: every query in it is parsed before one is answered.
// Source: spec/content-api 18, "Request", "`select`".

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "formats/json.h"
#include "query/syntax.h"

namespace latchkey::kql {

struct Paging {
  std::int64_t limit = 20, page = 1;
};

struct Request;

/// One key of a selection. Without a request the key is the name of a member.
struct Pick {
  std::string key;
  std::shared_ptr<Request const> request{};
};

struct Selection {
  bool describes = false;  ///< "?"
  std::vector<Pick> picks{};
};

struct Request {
  query::NodePtr query{};  ///< null: the value is that of the key the request stands under
  std::optional<Selection> select{};
  std::optional<Paging> paging{};
};

/// A request, or several: in a list, or under their names.
struct Requests {
  enum class Form { one, list, map };
  Form form = Form::one;
  std::vector<std::pair<std::string, Request>> all{};
};

/// `text_flags`: of a query string, in which `true` and `false` are texts. Errors: invalid
/// error.invalidArgument for wrong types, more than 100 queries, selections deeper than 20 levels,
/// and queries that cannot be read.
Result<Requests> read_requests(json::object const& input, bool text_flags = false);

}  // namespace latchkey::kql
