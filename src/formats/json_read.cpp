// Reading JSON by Boost's parser, with every float the one nearest to its digits: the `parse` of
// Boost 1.81 may miss it by the last bit, and stored numbers would change whenever they are
// written.

#include <boost/json/basic_parser_impl.hpp>
#include <charconv>
#include <cmath>

#include "formats/json.h"

namespace latchkey::json {
namespace {

using boost::json::error_code;

/// As boost::json::basic_parser asks for it.
struct Builder {
  static constexpr std::size_t max_object_size = object::max_size(),
                               max_array_size = array::max_size(),
                               max_key_size = string::max_size(),
                               max_string_size = string::max_size();

  bool on_document_begin(error_code&) {
    stack.reset();
    return true;
  }
  static bool on_document_end(error_code&) { return true; }
  static bool on_object_begin(error_code&) { return true; }
  bool on_object_end(std::size_t size, error_code&) {
    stack.push_object(size);
    return true;
  }
  static bool on_array_begin(error_code&) { return true; }
  bool on_array_end(std::size_t size, error_code&) {
    stack.push_array(size);
    return true;
  }
  bool on_key_part(std::string_view part, std::size_t, error_code&) {
    stack.push_chars(part);
    return true;
  }
  bool on_key(std::string_view end, std::size_t, error_code&) {
    stack.push_key(end);
    return true;
  }
  bool on_string_part(std::string_view part, std::size_t, error_code&) {
    stack.push_chars(part);
    return true;
  }
  bool on_string(std::string_view end, std::size_t, error_code&) {
    stack.push_string(end);
    return true;
  }
  bool on_number_part(std::string_view part, error_code&) {
    digits += part;
    return true;
  }
  bool on_int64(std::int64_t number, std::string_view, error_code&) {
    digits.clear();
    stack.push_int64(number);
    return true;
  }
  bool on_uint64(std::uint64_t number, std::string_view, error_code&) {
    digits.clear();
    stack.push_uint64(number);
    return true;
  }
  bool on_double(double about, std::string_view end, error_code&) {
    digits += end;
    double number = about;  // kept where it is beyond all floats, or too small for one
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    digits.clear();
    has_overflow = has_overflow || !std::isfinite(number);
    stack.push_double(number);
    return true;
  }
  bool on_bool(bool yes, error_code&) {
    stack.push_bool(yes);
    return true;
  }
  bool on_null(error_code&) {
    stack.push_null();
    return true;
  }
  static bool on_comment_part(std::string_view, error_code&) { return true; }
  static bool on_comment(std::string_view, error_code&) { return true; }

  boost::json::value_stack stack;
  std::string digits;
  bool has_overflow = false;
};

}  // namespace

tl::expected<Document, Unread> read(std::string_view text, std::size_t depth) {
  boost::json::parse_options options;
  options.max_depth = depth;
  boost::json::basic_parser<Builder> parser(options);
  error_code failed;
  auto const used = parser.write_some(false, text.data(), text.size(), failed);
  if (failed == boost::json::error::too_deep) return tl::make_unexpected(Unread::too_deep);
  if (failed || used < text.size()) return tl::make_unexpected(Unread::malformed);
  return Document{parser.handler().stack.release(), parser.handler().has_overflow};
}

std::optional<value> parse(std::string_view text) {
  auto found = read(text);
  if (!found) return std::nullopt;
  return std::move(found->root);
}

}  // namespace latchkey::json
