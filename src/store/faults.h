#pragma once
// A place for tests to make the n-th call to the disk fail; production never sets a plan.

namespace latchkey::store {

/// While `fault_plan` of a thread points at one, its `fail_at`-th call (from 0) that changes the
/// disk fails with `error` and does nothing. `calls` counts all of them.
struct FaultPlan {
  int fail_at = 0;
  int error = 0;  ///< errno, as ENOSPC
  int calls = 0;
};

inline thread_local FaultPlan* fault_plan = nullptr;

/// Whether the call about to be made fails on order; errno is set then.
bool fault_due();

}  // namespace latchkey::store
