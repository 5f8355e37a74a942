#include "http/body.h"

#include "core/text.h"
#include "formats/json.h"
#include "http/intake.h"
#include "http/parameters.h"
#include "http/query.h"

namespace latchkey::http {
namespace {

constexpr std::string_view url_encoded = "application/x-www-form-urlencoded";
constexpr std::string_view in_parts = "multipart/form-data";

/// Fields go through the form parser, so that `a[b]` nests here too; files stay where they are.
Input sort_parts(std::vector<Part> parts) {
  Input out;
  std::string form;
  for (auto& part : parts) {
    if (part.filename)
      out.files.push_back(std::move(part));
    else
      form +=
          percent_encode(part.name) + '=' + percent_encode(part.content.text().value_or("")) + '&';
  }
  out.fields = parse_posted(form);
  return out;
}

Input parse_parts(Request const& request, std::string const& boundary) {
  auto parts = parse_multipart(request.body, boundary);
  return parts ? sort_parts(*std::move(parts)) : Input{};
}

bool is_of_type(Request const& request, std::string_view type) {
  return iequals(trim(cut(request.headers.get("Content-Type"), ';').first), type);
}

bool is_empty(Input const& input) { return input.fields.empty() && input.files.empty(); }

/// What is broken is null; the caller is told what it must not take for that.
json::value parse_json(std::string_view text, std::string_view& refused) {
  auto read = json::read(text);
  if (!read && read.error() == json::Unread::too_deep)
    refused = "The body is nested more than 64 levels deep";
  if (!read) return nullptr;
  if (read->has_overflow) refused = "A number in the body is too large";
  return std::move(read->root);
}

}  // namespace

boost::json::value const* Input::find(std::string_view key) const {
  boost::json::value const* found = nullptr;
  for (auto const& [name, value] : fields)
    if (iequals(name, key)) found = &value;
  return found;
}

Input parse_body(Request const& request) {
  if (request.intake) return sort_parts(request.intake->parts());
  Input form;
  if (auto const boundary = find_boundary(request.headers.get("Content-Type")))
    form = parse_parts(request, *boundary);
  else if (request.method == Method::post && is_of_type(request, url_encoded))
    form.fields = parse_posted(request.body);
  if (!is_empty(form)) return form;
  std::string_view refused;
  auto value = parse_json(request.body, refused);
  if (!refused.empty()) return {.refused = refused};
  if (value.is_object()) return {std::move(value).get_object(), nullptr, {}};
  if (value.is_array()) return {{}, std::move(value), {}};
  // A form in parts that could not be read is no query string.
  bool const has_pairs = request.body.find('=') != std::string::npos;
  if (!has_pairs || is_of_type(request, in_parts)) return {};
  return {parse_posted(request.body), nullptr, {}};
}

}  // namespace latchkey::http
