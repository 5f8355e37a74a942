// What a blueprint says about permissions and states. Source: spec/content-api 6.

#include <array>
#include <span>

#include "blueprint/normalise.h"

namespace latchkey::blueprint {
namespace {

using Names = std::span<std::string_view const>;

constexpr std::array<std::string_view, 4> site_actions{"access", "changeTitle", "preview",
                                                       "update"};
constexpr std::array<std::string_view, 14> page_actions{
    "access",    "changeSlug", "changeStatus", "changeTemplate", "changeTitle", "create", "delete",
    "duplicate", "list",       "move",         "preview",        "read",        "sort",   "update"};
constexpr std::array<std::string_view, 10> file_actions{
    "access", "changeName", "changeTemplate", "create", "delete",
    "list",   "read",       "replace",        "sort",   "update"};
constexpr std::array<std::string_view, 10> user_actions{
    "access",         "create",     "changeEmail", "changeLanguage", "changeName",
    "changePassword", "changeRole", "delete",      "list",           "update"};

Names actions_of(std::string_view name) {
  if (name.starts_with("files/")) return file_actions;
  if (name.starts_with("users/")) return user_actions;
  if (name == "site") return site_actions;
  return page_actions;
}

std::string_view full_name(std::string_view blueprint, std::string_view action) {
  bool const is_page =
      blueprint != "site" && !blueprint.starts_with("files/") && !blueprint.starts_with("users/");
  if (action == "title" && (is_page || blueprint == "site")) return "changeTitle";
  if (!is_page) return action;
  if (action == "status") return "changeStatus";
  if (action == "template") return "changeTemplate";
  if (action == "url") return "changeSlug";
  return action;
}

struct State {
  std::string_view name, label, text;
};
constexpr std::array<State, 3> states{
    {{"draft", "Draft", "Only people with an account can see this page"},
     {"unlisted", "Unlisted", "Everybody who knows the address can see this page"},
     {"listed", "Public", "Everybody can see this page"}}};

json::object state_of(State const& state, json::value const& said) {
  if (said.is_string()) return {{"label", said}, {"text", nullptr}};
  json::object out{{"label", state.label}, {"text", state.text}};
  if (!said.is_object()) return out;
  auto const& own = said.get_object();
  bool const is_text = own.contains("label") || own.contains("text");
  if (!is_text) return {{"label", said}, {"text", nullptr}};
  if (auto const* const label = own.if_contains("label")) out["label"] = *label;
  auto const* const text = own.if_contains("text");
  out["text"] = text ? *text : json::value();
  return out;
}

}  // namespace

json::object normalise_options(std::string_view name, json::value const* said) {
  json::object out;
  bool const none = said && said->is_bool() && !said->get_bool();
  for (auto const action : actions_of(name)) out[action] = none ? json::value(false) : nullptr;
  if (said && said->is_object())
    for (auto const& [key, value] : said->get_object())
      if (auto* const found = out.if_contains(full_name(name, key))) *found = value;
  return out;
}

json::object normalise_status(json::value const* said) {
  bool const names_them = said && said->is_object() && !said->get_object().empty();
  json::object out;
  for (auto const& state : states) {
    auto const* const own = names_them ? said->get_object().if_contains(state.name) : nullptr;
    bool const is_off = own && own->is_bool() && !own->get_bool();
    bool const is_missing = names_them && (!own || is_off);
    if (is_missing && state.name != "draft") continue;
    out[state.name] = state_of(state, own && !is_off ? *own : json::value(true));
  }
  return out;
}

}  // namespace latchkey::blueprint
