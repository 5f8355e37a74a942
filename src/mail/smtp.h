#pragma once
// Handing a rendered message to an SMTP server. Home of libcurl: smtp.cpp.

#include <string>
#include <string_view>

#include "config/options.h"
#include "core/result.h"

namespace latchkey::mail {

/// Blocks until the server took `text` or 20 s have passed. Errors: internal with the server's or
/// libcurl's words as the cause. Safe from any thread.
Result<> send_by_smtp(config::MailOptions const& options, std::string const& from,
                      std::string const& to, std::string_view text);

}  // namespace latchkey::mail
