#pragma once
// Public addresses of files and thumbs, and the tokens in them. Source: spec/content-api 9, 14.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "content/file.h"

namespace latchkey::content {

/// What is asked of a picture, as its address says it: "cover-128x.png" is 128 wide,
/// "profile-512x-crop.png" a square cut out of the middle.
struct ThumbSize {
  int width = 0, height = 0;  ///< 0: by the ratio, not both; a crop without height is a square
  bool crop = false;
  bool operator==(ThumbSize const&) const = default;
};

/// Tokens cannot be guessed without the site's key. Pure; safe from any thread.
class Media {
 public:
  explicit Media(std::string key) : key_(std::move(key)) {}

  /// "0123456789-1700000000": ten digits of a keyed digest of the file's place, and the time of its
  /// present bytes.
  std::string version_of(File const& file) const;
  /// Whether the part before the dash of `version` belongs to the file, whatever its time.
  bool has_token(std::string_view version, File const& file) const;
  /// Token of the preview of a draft: ten hex digits.
  std::string preview_token(std::string_view page_id) const;
  bool is_preview_token(std::string_view token, std::string_view page_id) const;

  /// `<base>/media/pages/garden/tulips/<version>/red.png`; `base` without trailing slash.
  std::string url(File const& file, std::string_view base) const;
  /// Of a size that the API does not offer the version has a token of its own: only we can have
  /// made the address.
  std::string thumb_url(File const& file, std::string_view base, ThumbSize const& size) const;
  /// Whether `version` belongs to a thumb of `file` of that size, whatever its time.
  bool has_token(std::string_view version, File const& file, ThumbSize const& size) const;
  /// The folder of the version beneath the site's root, for what is made of the file:
  /// "media/pages/garden/tulips/<version>".
  std::string folder(File const& file) const;

 private:
  std::string thumb_version(File const& file, ThumbSize const& size) const;
  std::string token(std::string_view what, std::string_view id) const;

  std::string key_;
};

/// "cover-128x.png".
std::string thumb_name(File const& file, ThumbSize const& size);
/// The size that an address asks of `file` by that name; none for what is no such name. Who asks
/// has to show the token of that size, so that nobody makes us compute at will.
std::optional<ThumbSize> parse_thumb_name(std::string_view name, File const& file);
/// Width and height of the thumb of a picture of that size: never larger than the picture unless it
/// is cropped. Zero where nothing is known.
images::Dimensions thumb_dimensions(ThumbSize const& size,
                                    std::optional<images::Dimensions> const& of);

}  // namespace latchkey::content
