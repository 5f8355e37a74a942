#pragma once
// Passwords: asked for without echo at a terminal, or the first line of what is piped in. Never an
// argument.

#include <string_view>

#include "core/result.h"
#include "core/secret.h"

namespace latchkey::app {

/// One line from `fd`, without its end. At a terminal `prompt` is written to it first and nothing
/// typed is shown; the terminal is as before afterwards, also after Ctrl-C. Errors: invalid for an
/// empty or far too long line.
Result<Secret> read_secret_line(int fd, std::string_view prompt);

/// A new password: at a terminal asked for twice, else one line. Errors: invalid also where the two
/// differ.
Result<Secret> read_new_password(int fd);

}  // namespace latchkey::app
