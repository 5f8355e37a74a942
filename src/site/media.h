#pragma once
// Addresses of files of pages, of the site and of users, taken apart. Source: spec/content-api 14.

#include <string>
#include <string_view>
#include <vector>

#include "content/page.h"

namespace latchkey::site {

/// Parts of a path, put together again.
std::string join(std::vector<std::string> const& parts, std::size_t from = 0);

/// Whether visitors may see a page: neither it nor what is above it is a draft.
bool is_public(content::Page const& page);

/// "0123456789-1700000000", the part of a media address that changes with the file.
bool is_version(std::string_view part);

}  // namespace latchkey::site
