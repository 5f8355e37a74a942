#pragma once
// What If-Match compares: the state of one model, without what is around it.

#include <string>

#include "api/page_view.h"

namespace latchkey::api {

/// A text that is another one whenever the model itself is: its fields in the context's language
/// but for the uuid (a read may make one), its name and place among its siblings; of a file its
/// bytes by their stamp; of a user its account. Never what roles, children or pending changes are.
std::string state_of(PageContext const& context, content::Page const& page);
std::string state_of(PageContext const& context, content::Site const& site);
std::string state_of(PageContext const& context, content::File const& file);
std::string state_of(accounts::User const& user, std::string_view language);
std::string state_of(PageContext const& context, fields::Model const& model);

}  // namespace latchkey::api
