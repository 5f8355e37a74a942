#pragma once
// What a killed program left of files and folders half written.

#include "store/files.h"

namespace latchkey::store {

/// Removes temporary files of `replace` and folders of unfinished actions below content and the
/// site's own folders. What cannot be removed stays, with a line in the log. Walks every folder:
/// for the start after a kill.
void sweep_leftovers(Files& files);

}  // namespace latchkey::store
