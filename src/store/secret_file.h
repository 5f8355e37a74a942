#pragma once
// The site's own key, made at the first start. Source: security S21.

#include <filesystem>

#include "core/random.h"
#include "core/result.h"
#include "core/secret.h"

namespace latchkey::store {

/// The 32 bytes whose base64url text is in `file`. A missing file is made with mode 0600 and random
/// bytes; of two starters at the same time both get the same bytes. Errors: forbidden, with what to
/// do in `message`, for a file that group or others may touch, that holds too little, or a known
/// default; internal when it cannot be read or made.
Result<Secret> load_or_make_secret(std::filesystem::path const& file, Random& random);

}  // namespace latchkey::store
