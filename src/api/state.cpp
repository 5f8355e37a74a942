#include "api/state.h"

namespace latchkey::api {
namespace {

/// Texts one after the other, each with its length, so that none runs into the next.
class State {
 public:
  State& add(std::string_view text) {
    text_.append(std::to_string(text.size())).append(":").append(text);
    return *this;
  }
  State& add(formats::Fields const& fields) {
    for (auto const& [name, value] : fields)
      if (name != "uuid") add(name).add(value);
    return *this;
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

}  // namespace

std::string state_of(PageContext const& context, content::Page const& page) {
  return State()
      .add(page.slug_in(context.language))
      .add(content::status_name(page.status))
      .add(page.num ? std::to_string(*page.num) : "")
      .add(page.template_name())
      .add(page.fields(context.language))
      .take();
}

std::string state_of(PageContext const& context, content::Site const& site) {
  return State().add("site").add(site.fields(context.language)).take();
}

std::string state_of(PageContext const& context, content::File const& file) {
  return State()
      .add(file.name)
      .add(std::to_string(file.stamp.mtime_ns))
      .add(std::to_string(file.stamp.size))
      .add(file.fields(context.language))
      .take();
}

std::string state_of(accounts::User const& user, std::string_view language) {
  return State()
      .add(user.email)
      .add(user.language)
      .add(user.name.value_or(""))
      .add(user.role)
      .add(user.fields(language))
      .take();
}

std::string state_of(PageContext const& context, fields::Model const& model) {
  if (model.page) return state_of(context, *model.page);
  if (model.user) return state_of(*model.user, context.language);
  return model.file ? state_of(context, *model.file) : state_of(context, *model.site);
}

}  // namespace latchkey::api
