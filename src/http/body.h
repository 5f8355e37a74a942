#pragma once
// What a request's body says, whatever form it has. Source: spec/auth 1 "Body".

#include <boost/json.hpp>
#include <string_view>
#include <vector>

#include "http/message.h"
#include "http/multipart.h"

namespace latchkey::http {

struct Input {
  boost::json::object fields;
  boost::json::value raw;   ///< a JSON body that is a list; null otherwise
  std::vector<Part> files;  ///< their content borrows from the request
  /// Why nothing was read: JSON that no reader of stored values would read back, nested too deep
  /// or with a number beyond all floats. Empty for all else.
  std::string_view refused{};

  /// The member whose name is `key` but for case; the last if there are several.
  boost::json::value const* find(std::string_view key) const;
};

/// Fields and files of a form in parts, by any method (the original: by POST alone), or the fields
/// of a POST with a form type; else a JSON object or list whatever the type says; else a query
/// string if there is a '='; else nothing. What is broken is nothing, never an error; the caller
/// refuses what is `refused`, so that nobody takes a lost body for a stored one.
Input parse_body(Request const& request);

}  // namespace latchkey::http
