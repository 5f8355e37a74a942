#pragma once
// Answers and errors to HTTP: the one place where kinds become status codes. Source: spec/auth 4,
// spec/content-api 8.

#include <string>
#include <string_view>

#include "api/route.h"

namespace latchkey::api {

/// How the client wants its JSON, and what `debug: true` adds to errors.
struct Style {
  bool pretty = false;
  bool debug = false;
  std::string_view route{};  ///< pattern of the matched row; empty where none matched
};

int status_of(Kind kind);

/// The envelope of spec/content-api 8; no cache, CORS or cookie headers yet.
http::Reply reply_to(Answer const& answer, Style const& style);
http::Reply reply_to(Error const& error, Style const& style);

}  // namespace latchkey::api
