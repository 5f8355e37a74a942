#pragma once
// From one joined tree to typed options.

#include "config/options.h"
#include "config/reader.h"
#include "config/table.h"

namespace latchkey::config {

struct Reading {
  Options options;
  std::vector<Row const*> accepted;  ///< options whose written value counts
};

/// Reads every row of the table; mistakes go to the report. Values that are expressions: the row
/// decides.
Reading read_options(Tree const& tree, Report& report);

}  // namespace latchkey::config
