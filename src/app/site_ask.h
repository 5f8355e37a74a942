#pragma once
// Asking a site: the running server through its socket, else the folder itself.

#include "app/application.h"
#include "app/terminal.h"

namespace latchkey::app {

/// Where no server runs, the site is opened under its instance lock, for one request. While a
/// server starts or stops, both are tried again for a few seconds.
Ask make_ask(Source source);

}  // namespace latchkey::app
