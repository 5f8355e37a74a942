#include "core/result.h"

#include <cstdio>
#include <cstdlib>

namespace latchkey {

void assertion_failed(char const* condition, char const* file, int line) {
  std::fprintf(stderr, "assertion failed: %s at %s:%d\n", condition, file, line);
  std::abort();
}

}  // namespace latchkey
