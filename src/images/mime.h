#pragma once
// MIME types by content (libmagic), corrected by extension. Source: spec/content-api 4.

#include <string>
#include <string_view>

namespace latchkey::images {

/// As "image/png". `head` is the beginning of the file, all of it where it is small; a few
/// kilobytes decide. "application/octet-stream" where libmagic has no word for it or is not to be
/// had. Safe from any thread; one at a time looks.
std::string mime_of(std::string_view head, std::string_view extension);

}  // namespace latchkey::images
