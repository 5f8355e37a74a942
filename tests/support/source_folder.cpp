// Linked into every test: test programs run in the source folder whatever the caller's folder is,
// so that LATCHKEY_TEST_DATA can be relative and equal sources give equal objects in every clone
// (ccache).
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace {

struct SourceFolder {
  SourceFolder() {
    if (::chdir(LATCHKEY_SOURCE_FOLDER) == 0) return;
    std::perror(LATCHKEY_SOURCE_FOLDER);
    std::_Exit(1);
  }
} const source_folder;

}  // namespace
