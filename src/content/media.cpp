#include "content/media.h"

#include <algorithm>
#include <array>

#include "core/text.h"
#include "crypto/digest.h"
#include "images/kind.h"

namespace latchkey::content {
namespace {

/// Widths that views, sections and fields of the API put into addresses.
constexpr std::array<int, 13> offered_widths{38,  76,  96,  128,  192,  256, 352,
                                             512, 768, 864, 1024, 1408, 1600};
constexpr ThumbSize avatar_size{512, 0, true};

/// Everything but letters, digits and -._~ as %XX; slashes stay. Source: RFC 3986, 2.3.
std::string encode_path(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (char const c : text) {
    if (is_alnum(c) || std::string_view("-._~/").find(c) != std::string_view::npos) {
      out += c;
    } else {
      auto const byte = static_cast<unsigned char>(c);
      out += {'%', digits[byte >> 4], digits[byte & 15]};
    }
  }
  return out;
}

/// "pages/garden/tulips", "site", "users/ada".
std::string place_of(Owner const& owner) {
  switch (owner.kind) {
    case Owner::Kind::site: return "site";
    case Owner::Kind::page: return "pages/" + owner.id;
    case Owner::Kind::user: return "users/" + owner.id;
  }
  return "";
}

std::string attributes_of(ThumbSize const& size) {
  std::string out = size.width > 0 ? "-" + std::to_string(size.width) + "x" : "-x";
  if (size.height > 0) out += std::to_string(size.height);
  return size.crop ? out + "-crop" : out;
}

bool is_offered(ThumbSize const& size) {
  if (size == avatar_size) return true;
  bool const known = std::ranges::find(offered_widths, size.width) != offered_widths.end();
  return known && (size.height == 0 ? !size.crop : size.crop && size.height == size.width);
}

std::optional<int> take_number(std::string_view& text) {
  std::size_t n = 0;
  while (n < text.size() && is_digit(text[n])) ++n;
  if (n == 0 || n > 5) return std::nullopt;
  auto const value = parse_unsigned(text.substr(0, n));
  text.remove_prefix(n);
  return value ? std::optional<int>(static_cast<int>(*value)) : std::nullopt;
}

/// "128x", "512x-crop", "38x38-crop".
std::optional<ThumbSize> parse_attributes(std::string_view text) {
  ThumbSize out;
  out.width = take_number(text).value_or(0);
  if (!text.starts_with('x')) return std::nullopt;
  text.remove_prefix(1);
  out.height = take_number(text).value_or(0);
  out.crop = text == "-crop";
  bool const is_known = text.empty() || (out.crop && out.width > 0);
  if (!is_known || (out.width == 0 && out.height == 0)) return std::nullopt;
  return out;
}

}  // namespace

std::string Media::token(std::string_view what, std::string_view id) const {
  std::string text(what);
  text.append("\n").append(id);
  return crypto::to_hex(crypto::hmac_sha256(key_, text)).substr(0, 10);
}

std::string Media::version_of(File const& file) const {
  return token("file", place_of(file.owner) + "/" + file.name) + "-" +
         std::to_string(file.stamp.mtime_seconds());
}

bool Media::has_token(std::string_view version, File const& file) const {
  return crypto::equal_constant_time(version.substr(0, version.find('-')),
                                     token("file", place_of(file.owner) + "/" + file.name));
}

std::string Media::preview_token(std::string_view page_id) const {
  return token("preview", page_id);
}

bool Media::is_preview_token(std::string_view given, std::string_view page_id) const {
  return crypto::equal_constant_time(given, preview_token(page_id));
}

std::string Media::folder(File const& file) const {
  return "media/" + place_of(file.owner) + "/" + version_of(file);
}

std::string Media::url(File const& file, std::string_view base) const {
  return std::string(base) + "/" + encode_path(folder(file) + "/" + file.name);
}

std::string Media::thumb_version(File const& file, ThumbSize const& size) const {
  if (is_offered(size)) return version_of(file);
  return token("thumb", place_of(file.owner) + "/" + file.name + "\n" + attributes_of(size)) + "-" +
         std::to_string(file.stamp.mtime_seconds());
}

bool Media::has_token(std::string_view version, File const& file, ThumbSize const& size) const {
  auto const wanted = thumb_version(file, size);
  return crypto::equal_constant_time(version.substr(0, version.find('-')), wanted.substr(0, 10));
}

std::string Media::thumb_url(File const& file, std::string_view base, ThumbSize const& size) const {
  return std::string(base) + "/" +
         encode_path("media/" + place_of(file.owner) + "/" + thumb_version(file, size) + "/" +
                     thumb_name(file, size));
}

std::string thumb_name(File const& file, ThumbSize const& size) {
  return file.base_name() + attributes_of(size) + "." + file.extension();
}

std::optional<ThumbSize> parse_thumb_name(std::string_view name, File const& file) {
  std::string const start = file.base_name() + "-", end = "." + file.extension();
  if (!images::is_resizable(file.extension()) || name.size() <= start.size() + end.size() ||
      !name.starts_with(start) || !name.ends_with(end))
    return std::nullopt;
  auto const size =
      parse_attributes(name.substr(start.size(), name.size() - start.size() - end.size()));
  return size;
}

images::Dimensions thumb_dimensions(ThumbSize const& size,
                                    std::optional<images::Dimensions> const& of) {
  if (size.crop) return {size.width, size.height > 0 ? size.height : size.width};
  if (!of || of->width <= 0 || of->height <= 0) return {};
  auto const scaled = [](std::int64_t a, std::int64_t by, std::int64_t over) {
    return std::max<std::int64_t>(1, (a * by + over / 2) / over);
  };
  auto out = *of;
  if (size.width > 0 && size.width < out.width)
    out = {size.width, scaled(of->height, size.width, of->width)};
  if (size.height > 0 && size.height < out.height)
    out = {scaled(of->width, size.height, of->height), size.height};
  return out;
}

}  // namespace latchkey::content
