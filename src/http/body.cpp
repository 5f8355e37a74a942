#include "http/body.h"

#include "core/text.h"
#include "http/intake.h"
#include "http/parameters.h"
#include "http/query.h"

namespace latchkey::http {
namespace {

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
  out.fields = parse_form(form);
  return out;
}

Input parse_posted_form(Request const& request) {
  auto const content_type = request.headers.get("Content-Type");
  if (auto const boundary = find_boundary(content_type)) {
    auto parts = parse_multipart(request.body, *boundary);
    return parts ? sort_parts(*std::move(parts)) : Input{};
  }
  auto const type = trim(cut(content_type, ';').first);
  if (!iequals(type, "application/x-www-form-urlencoded")) return {};
  return {parse_form(request.body), nullptr, {}};
}

boost::json::value parse_json(std::string_view text, bool& too_deep) {
  boost::json::error_code failed;
  boost::json::parse_options options;
  options.max_depth = max_json_depth;
  auto value = boost::json::parse(text, failed, {}, options);
  too_deep = failed == boost::json::error::too_deep;
  return failed ? nullptr : value;
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
  if (request.method == Method::post) {
    auto form = parse_posted_form(request);
    if (!form.fields.empty() || !form.files.empty()) return form;
  }
  bool too_deep = false;
  auto value = parse_json(request.body, too_deep);
  if (too_deep) return {.too_deep = true};
  if (value.is_object()) return {std::move(value).get_object(), nullptr, {}};
  if (value.is_array()) return {{}, std::move(value), {}};
  if (request.body.find('=') != std::string::npos) return {parse_form(request.body), nullptr, {}};
  return {};
}

}  // namespace latchkey::http
