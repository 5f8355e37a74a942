// layer: site
// Templates: any text compiles or is refused with a place, and an escaped value never comes out
// raw.
#include <cstdlib>

#include "site/template.h"

namespace {

class Everything final : public latchkey::site::Scope {
 public:
  std::optional<latchkey::site::Value> member(std::string_view name) override {
    using latchkey::site::Value;
    if (name.empty() || ++asked_ > 200) return std::nullopt;
    switch (name[0] % 4) {
      case 0: return Value(std::string("<i>"), std::make_shared<Everything>());
      case 1:
        return Value(std::vector<latchkey::site::ScopePtr>(2, std::make_shared<Everything>()));
      case 2: return Value(true);
      default: return std::nullopt;
    }
  }

 private:
  int asked_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  if (size > 4096) return 0;
  std::string_view const text(reinterpret_cast<char const*>(data), size);
  auto const snippets = [&](std::string_view name) {
    return name.size() > 3 ? std::nullopt
                           : std::optional<std::string>(std::string(text.substr(0, 20)));
  };
  auto const compiled = latchkey::site::Template::compile("t", text, snippets);
  if (!compiled) {
    if (compiled.error().message.find(':') == std::string::npos) std::abort();
    return 0;
  }
  auto const out = compiled->render(std::make_shared<Everything>());
  bool const may_be_raw = text.find("<i>") != text.npos || text.find("{{{") != text.npos ||
                          text.find('&') != text.npos || text.find('>') != text.npos;
  if (!may_be_raw && out.find("<i>") != out.npos) std::abort();
  return 0;
}
