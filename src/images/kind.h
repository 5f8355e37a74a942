#pragma once
// What the extension of a file says about it. Source: spec/content-api 4, 9.

#include <string>
#include <string_view>

namespace latchkey::images {

/// Lower-case letters behind the last dot of a file name; empty without one.
std::string extension_of(std::string_view file_name);

/// "archive", "audio", "code", "document", "image", "video"; empty for others. `extension` in any
/// case.
std::string_view type_of(std::string_view extension);

/// Whether pictures of that kind can be scaled.
bool is_resizable(std::string_view extension);

}  // namespace latchkey::images
