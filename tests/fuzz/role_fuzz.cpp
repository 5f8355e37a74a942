// layer: accounts
// Role blueprints: the matrix always holds every known action, and an odd value is an error or has
// no effect.
#include <cstdlib>

#include "accounts/role_file.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace latchkey;
  std::string const text(reinterpret_cast<char const*>(data), size);
  auto const self = [&](std::string const&) -> Result<std::optional<std::string>> { return text; };
  auto const role = accounts::parse_role("fuzz", text, self);
  if (!role) return 0;
  auto const shown = role->permissions.to_json();
  for (auto const& category : accounts::Permissions::all(true).to_json()) {
    auto const* row = shown.if_contains(category.key());
    if (row == nullptr) std::abort();
    for (auto const& action : category.value().as_object())
      if (!row->as_object().contains(action.key())) std::abort();
  }
  (void)role->title_in("de");
  return 0;
}
