#pragma once
// Addresses that links and colours fields hold. Pure. Source: spec/content-api 11.

#include <string_view>

#include "blueprint/blueprint.h"

namespace latchkey::fields {

/// http, https or ftp with a host: a name with a dot, localhost, or an IPv4 address that is not
/// private.
bool is_url(std::string_view text);

/// Of a kind the field's `options` name (absent: all but custom), and well-formed for that kind.
bool is_link(blueprint::Field const& field, std::string_view text);

/// In the field's `format`: hex (absent), rgb or hsl.
bool is_color(blueprint::Field const& field, std::string_view text);

}  // namespace latchkey::fields
