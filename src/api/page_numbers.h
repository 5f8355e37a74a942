#pragma once
// Numbers that listed pages take from their content, for the actions of content.

#include "api/form_view.h"
#include "fields/numbering.h"

namespace latchkey::api {

/// Borrows `context`.
inline content::Number numbers_by(PageContext const& context) {
  return [&context](content::Page const& page) {
    return fields::page_number(make_world(context), page);
  };
}

}  // namespace latchkey::api
