#include "store/faults.h"

#include <cerrno>

namespace latchkey::store {

bool fault_due() {
  if (fault_plan == nullptr || fault_plan->calls++ != fault_plan->fail_at) return false;
  errno = fault_plan->error;
  return true;
}

}  // namespace latchkey::store
