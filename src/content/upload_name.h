#pragma once
// The name a file is stored under, whatever name a client sent. Source: spec/content-api 13.

#include <string>
#include <string_view>

namespace latchkey::content {

/// Of the last part of `given`: `Über Bild (1).PNG` is "uber-bild-1.png". Without an extension, or
/// with `tmp` or `temp`, the one that `mime` suggests, if any. May begin with '.' or be without an
/// extension: see check_file_name. Pure.
std::string upload_name(std::string_view given, std::string_view mime);

/// The part before the extension: a-z, 0-9, '@', '.', '_', '-'; empty where nothing is left.
std::string file_base_name(std::string_view text);

/// The extension files of that type usually have; empty for types without one.
std::string_view extension_for(std::string_view mime);

}  // namespace latchkey::content
