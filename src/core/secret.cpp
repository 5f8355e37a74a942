#include "core/secret.h"

#include <strings.h>

namespace latchkey {

void Secret::wipe() noexcept {
  text_.resize(text_.capacity());  // the whole buffer: SSO or heap
  explicit_bzero(text_.data(), text_.size());
  text_.clear();
}

}  // namespace latchkey
