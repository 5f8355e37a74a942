#pragma once
// The folder where mails go that no transport takes: for trying a site out, and for doctors.

#include <filesystem>
#include <string_view>

#include "core/clock.h"
#include "core/random.h"
#include "core/result.h"

namespace latchkey::mail {

/// Writes `text` to `<outbox>/<time>-<random>.eml`, 0600, and logs the file's name. Makes the
/// folder, 0700, if it is missing. Errors: internal with the cause.
Result<> put_into_outbox(std::filesystem::path const& outbox, std::string_view text, Instant now,
                         Random& random);

}  // namespace latchkey::mail
