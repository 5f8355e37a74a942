#include "config/config.h"

#include <algorithm>

#include "config/hints.h"
#include "config/layers.h"
#include "config/reading.h"
#include "config/site_texts.h"
#include "config/state.h"
#include "core/text.h"

namespace latchkey::config {
namespace {

/// Without the port, and without the brackets of an IPv6 address.
std::string_view host_name(std::string_view host) {
  if (!host.starts_with('[')) return host.substr(0, host.find(':'));
  auto const end = host.find(']');
  return end == host.npos ? std::string_view() : host.substr(1, end - 1);
}

bool is_for_loopback(std::string_view host) {
  return host == "localhost" || host == "127.0.0.1" || host == "::1";
}

std::vector<Origin> origins_of(Tree const& tree, Reading const& reading) {
  std::vector<Origin> out;
  for (auto const& row : option_table()) {
    if (row.read == nullptr) continue;
    bool const written = std::ranges::find(reading.accepted, &row) != reading.accepted.end();
    auto const* at = written ? tree.find(row.name) : nullptr;
    if (at != nullptr && row.section) {
      if (!at->own) continue;  // its options have lines of their own
      Tree plain{at->own, {}, false, at->place};
      out.push_back({std::string(row.name), shown_value(plain, row.secret), at->place.shown});
    } else if (at != nullptr) {
      out.push_back({std::string(row.name), shown_value(*at, row.secret), at->place.shown});
    } else {
      out.push_back({std::string(row.name), std::string(row.fallback), "default"});
    }
  }
  for (auto const& [name, at] : unknown_names(tree))
    out.push_back({name, "(not an option of Latchkey)", at->place.shown});
  return out;
}

}  // namespace

Result<std::shared_ptr<Config::State const>> build(Texts const& texts) {
  auto state = std::make_shared<Config::State>();
  Report report;
  LK_TRY(Layers const layers, read_layers(texts, report));
  auto const tree = layers.joined(nullptr);
  auto const reading = read_options(tree, report);
  hint_at_typing_errors(tree, report);
  state->base = std::make_shared<Options const>(reading.options);
  state->origins = origins_of(tree, reading);
  for (auto const& [host, over] : layers.hosts) {
    auto const joined = layers.joined(&over);
    auto options = std::make_shared<Options const>(read_options(joined, report).options);
    hint_at_typing_errors(joined, report);
    state->hosts.push_back({host, is_for_loopback(host), std::move(options)});
  }
  LK_CHECK(report.verdict());
  state->warnings = report.warnings();
  return state;
}

Result<Config> Config::load(std::filesystem::path const& root,
                            std::vector<std::string> const& environment,
                            std::vector<std::string> const& flags) {
  LK_TRY(Texts texts, read_site_texts(root));
  texts.environment = environment;
  texts.flags = flags;
  LK_TRY(auto state, build(texts));
  return Config(std::move(state));
}

std::shared_ptr<Options const> Config::for_host(std::string_view host, bool loopback_peer) const {
  if (state_->hosts.empty()) return state_->base;
  auto const name = host_name(host);
  for (auto const& variant : state_->hosts)
    if (iequals(variant.host, name) && (loopback_peer || !variant.loopback_only))
      return variant.options;
  return state_->base;
}

std::shared_ptr<Options const> Config::base() const { return state_->base; }
std::vector<Warning> const& Config::warnings() const { return state_->warnings; }
std::vector<Origin> Config::origins() const { return state_->origins; }

}  // namespace latchkey::config
