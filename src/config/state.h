#pragma once
// What a Config holds: options for every set of files, made once.

#include <memory>
#include <string>
#include <vector>

#include "config/config.h"
#include "config/layers.h"

namespace latchkey::config {

struct HostOptions {
  std::string host;  ///< lower case
  bool loopback_only = false;
  std::shared_ptr<Options const> options;
};

struct Config::State {
  std::shared_ptr<Options const> base;
  std::vector<HostOptions> hosts;  ///< as many as there are host files: few
  std::vector<Warning> warnings;
  std::vector<Origin> origins;
};

/// Config::load without the disk.
Result<std::shared_ptr<Config::State const>> build(Texts const& texts);

}  // namespace latchkey::config
