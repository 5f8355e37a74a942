#include "images/svg_dimensions.h"

#include <array>
#include <charconv>
#include <string>

#include "core/text.h"

namespace latchkey::images {
namespace {

/// What stands behind `<svg` up to the end of the element's head.
std::optional<std::string_view> svg_attributes(std::string_view head) {
  for (auto at = head.find("<svg"); at != head.npos; at = head.find("<svg", at + 4)) {
    auto const rest = head.substr(at + 4);
    if (rest.empty() || !(is_space(rest.front()) || rest.front() == '>')) continue;
    auto const end = rest.find('>');
    if (end == rest.npos) return std::nullopt;
    return rest.substr(0, end);
  }
  return std::nullopt;
}

/// Value of the attribute `name`, which stands behind white space; empty if there is none.
std::string_view svg_attribute(std::string_view attributes, std::string_view name) {
  for (auto at = attributes.find(name); at != attributes.npos; at = attributes.find(name, at + 1)) {
    if (at == 0 || !is_space(attributes[at - 1])) continue;
    auto rest = trim_left(attributes.substr(at + name.size()));
    if (!rest.starts_with('=')) continue;
    rest = trim_left(rest.substr(1));
    if (rest.empty() || (rest.front() != '"' && rest.front() != '\'')) continue;
    auto const end = rest.find(rest.front(), 1);
    return end == rest.npos ? std::string_view() : rest.substr(1, end - 1);
  }
  return {};
}

/// The number a text begins with; zero for none, for percentages and for what no picture measures.
std::int64_t leading_number(std::string_view text) {
  text = trim(text);
  double value = 0;
  auto const [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  bool const is_share = end != text.data() + text.size() && *end == '%';
  if (failed != std::errc() || is_share || !(value >= 1) || value > 1e9) return 0;
  return static_cast<std::int64_t>(value);
}

std::array<std::int64_t, 4> view_box(std::string_view text) {
  std::array<std::int64_t, 4> out{};
  for (auto& number : out) {
    while (!text.empty() && (is_space(text.front()) || text.front() == ',')) text.remove_prefix(1);
    std::size_t end = 0;
    while (end < text.size() && !is_space(text[end]) && text[end] != ',') ++end;
    number = leading_number(text.substr(0, end));
    text.remove_prefix(end);
  }
  return out;
}

}  // namespace

std::optional<Dimensions> read_svg_dimensions(std::string_view head) {
  auto const attributes = svg_attributes(head);
  if (!attributes) return std::nullopt;
  Dimensions out{leading_number(svg_attribute(*attributes, "width")),
                 leading_number(svg_attribute(*attributes, "height"))};
  if (out.width == 0 || out.height == 0) {
    auto const box = view_box(svg_attribute(*attributes, "viewBox"));
    out = {box[2], box[3]};
  }
  if (out.width == 0 || out.height == 0) return std::nullopt;
  return out;
}

}  // namespace latchkey::images
