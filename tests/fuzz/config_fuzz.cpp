// layer: config
// Any config.php, config.yml and variables: no crash, and nothing that opens a door without a
// literal true.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "config/state.h"
#include "core/text.h"

using namespace latchkey::config;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

/// config.php, config.yml and LATCHKEY_ entries, with a NUL between them.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string const text(reinterpret_cast<char const*>(data), size);
  auto const first = text.find('\0');
  auto const second = first == text.npos ? text.npos : text.find('\0', first + 1);
  Texts texts;
  texts.main = text.substr(0, first);
  texts.hosts.emplace_back("localhost", *texts.main);
  if (first != text.npos) texts.yaml = text.substr(first + 1, second - first - 1);
  if (second != text.npos) texts.environment.push_back("LATCHKEY_" + text.substr(second + 1));
  auto const state = build(texts);
  if (!state) return require(!state.error().message.empty()), 0;
  auto const& options = *(*state)->base;
  bool const says_true =
      latchkey::lower(text).find("true") != text.npos || text.find("!=") != text.npos;
  require(says_true ||
          (!options.api.basic_auth && !options.api.allow_insecure && !options.cors.credentials));
  require(!(options.cors.enabled && options.cors.credentials && options.cors.any_origin));
  require(!options.auth.challenges.empty() && options.auth.trials > 0 && !options.api.slug.empty());
  for (auto const& [name, value] : options.headers)
    require((name + value).find_first_of("\r\n") == std::string::npos);
  return 0;
}
