#pragma once
// Listening sockets, one per loop on the same port.

#include <cstdint>
#include <string>
#include <vector>

#include "core/result.h"

namespace latchkey::net {

/// `count` listening descriptors on one port (0: the system chooses), each non-blocking and owned
/// by the caller. Errors: invalid, saying what is wrong with host or port and how to mend it;
/// `option` names the flag of the port.
Result<std::vector<int>> open_listeners(std::string const& host, std::uint16_t port, unsigned count,
                                        std::string const& option);

/// The port a listening descriptor has got.
std::uint16_t local_port(int fd);

}  // namespace latchkey::net
