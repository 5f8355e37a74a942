// Whether a file fits the `accept` of a blueprint.

#include <algorithm>
#include <array>

#include "content/file.h"
#include "core/text.h"
#include "images/kind.h"

namespace latchkey::content {
namespace {

/// Words of a list or of a text with commas, in lower case.
std::vector<std::string> accept_words(json::value const& node) {
  std::vector<std::string> out;
  auto const add = [&](std::string_view text) {
    if (text = trim(text); !text.empty()) out.push_back(lower(text));
  };
  if (node.is_string())
    for (auto const part : split(node.get_string(), ',')) add(part);
  if (auto const* const list = node.if_array())
    for (auto const& item : *list)
      if (item.is_string()) add(item.get_string());
  return out;
}

/// "image/*", "image/png", "*/*", "*".
bool matches_mime(std::string_view pattern, std::string_view mime) {
  if (pattern == "*" || pattern == "*/*") return true;
  if (pattern.ends_with("/*")) return mime.starts_with(pattern.substr(0, pattern.size() - 1));
  return pattern == mime;
}

std::optional<double> accept_number(json::object const& accept, std::string_view key) {
  auto const* const found = accept.if_contains(key);
  if (!found) return std::nullopt;
  if (found->is_number()) return found->to_number<double>();
  if (!found->is_string()) return std::nullopt;
  auto const number = parse_unsigned(trim(found->get_string()));
  return number ? std::optional<double>(static_cast<double>(*number)) : std::nullopt;
}

bool is_within(json::object const& accept, std::string_view what, double value) {
  auto const least = accept_number(accept, "min" + std::string(what));
  auto const most = accept_number(accept, "max" + std::string(what));
  return !(least && value < *least) && !(most && value > *most);
}

bool fits_picture(json::object const& accept, std::optional<images::Dimensions> const& size) {
  auto const wanted = accept.if_contains("orientation");
  auto const is_word = wanted && wanted->is_string() && !wanted->get_string().empty();
  auto const [width, height] = size.value_or(images::Dimensions());
  if (!is_within(accept, "width", static_cast<double>(width)) ||
      !is_within(accept, "height", static_cast<double>(height)))
    return false;
  std::string_view const shape = !size             ? ""
                                 : width == height ? "square"
                                 : width > height  ? "landscape"
                                                   : "portrait";
  return !is_word || wanted->get_string() == shape;
}

bool is_usual_type(std::string_view type) {
  constexpr std::array<std::string_view, 5> usual{"image", "document", "archive", "audio", "video"};
  return std::ranges::find(usual, type) != usual.end();
}

bool is_in(json::object const& accept, std::string_view key, std::string_view value) {
  auto const* const node = accept.if_contains(key);
  if (!node) return true;
  auto const words = accept_words(*node);
  return words.empty() || std::ranges::find(words, value) != words.end();
}

bool has_mime(json::value const& list, std::string_view mime) {
  auto const words = accept_words(list);
  return words.empty() || std::ranges::any_of(words, [&](std::string const& pattern) {
           return matches_mime(pattern, mime);
         });
}

}  // namespace

bool accepts(json::value const& accept, File const& file, FileFacts const& facts) {
  if (accept.is_string()) return has_mime(accept, facts.mime);
  auto const* const map = accept.if_object();
  bool const has_kind =
      map && (map->contains("mime") || map->contains("extension") || map->contains("type"));
  if (!has_kind && !is_usual_type(file.type())) return false;
  if (!map) return true;
  if (auto const* const mime = map->if_contains("mime"); mime && !has_mime(*mime, facts.mime))
    return false;
  return is_in(*map, "extension", lower(file.extension())) && is_in(*map, "type", file.type()) &&
         is_within(*map, "size", static_cast<double>(file.stamp.size)) &&
         (file.type() != "image" || fits_picture(*map, facts.dimensions));
}

}  // namespace latchkey::content
