#pragma once
// The languages of a site, from site/languages/*.php. A site without any has one nameless language.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/accounts.h"
#include "formats/json.h"
#include "store/files.h"

namespace latchkey::content {

struct Language {
  std::string code;  ///< empty on sites without languages
  std::string name, direction = "ltr";
  std::optional<std::string>
      url;             ///< as stored: absolute, or relative to the base; none: "/<code>"
  json::value locale;  ///< a text, or category -> text
  json::value slugs;   ///< replacements in slugs: letter -> text
  bool is_default = false;
  bool claims_default = false;  ///< in its file; several may
  std::string path;             ///< of its file; empty on sites without languages
  bool operator==(Language const&) const = default;
};

/// In file order; never empty, always with exactly one default.
struct Languages {
  std::vector<Language> all;
  bool multilang = false;

  Language const& standard() const;
  /// The language of that code; the default one for unknown and empty codes. Source:
  /// spec/content-api 8.
  Language const& pick(std::string_view code) const;
  bool operator==(Languages const&) const = default;
};

/// Reads the folder; files that cannot be read or have no code are left out, with a warning in the
/// log. The code is `code`, else the file's name. Source: spec/content-api 16, 21.8.
Languages load_languages(store::Files const& files);

/// Address of a language's home: the base for `url` "/", `<base>/<code>` without `url`; no trailing
/// slash.
std::string language_url(Language const& language, std::string_view base);

class Snapshot;
/// What the texts of accounts are called now: "user.txt", "user.en.txt" and "user.de.txt".
accounts::UserTextNames user_text_names(Snapshot const& content);

}  // namespace latchkey::content
