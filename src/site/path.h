#pragma once
// From the path of a request to the names it asks for; whatever could leave the public part of a
// site has none.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace latchkey::site {

/// Percent-decoded parts of `path`, empty ones left out; "/" has none. Nothing (answer 404) for
/// paths that no public file or page can have: broken escapes, an encoded slash, backslashes,
/// control characters, bytes that are no UTF-8, parts that begin with a dot, a last part ending in
/// .php, and all of /content and /site. `prefix` is the path of the site's own address ("/sub"),
/// dropped where it stands in front. Pure. Source: security.md S17, 5 (Files).
std::optional<std::vector<std::string>> parse_path(std::string_view path,
                                                   std::string_view prefix = {});

}  // namespace latchkey::site
