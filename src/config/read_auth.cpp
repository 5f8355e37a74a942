// auth.methods and its relatives. Source: spec/auth 4, 15.
#include <algorithm>

#include "config/table.h"
#include "core/text.h"

namespace latchkey::config {
namespace {

bool* method_named(AuthMethods& methods, std::string_view name) {
  if (name == "password") return &methods.password;
  if (name == "code") return &methods.code;
  if (name == "password-reset") return &methods.password_reset;
  return nullptr;
}

class MethodsReader {
 public:
  explicit MethodsReader(OptionReader& in) : in_(in) {
    methods_.password = false;
    methods_.order.clear();
  }

  /// False where the value has none of the three forms.
  bool read(Tree const& tree) {
    if (!tree.children.empty()) return read_map(tree), true;
    auto const* name = tree.own->as<std::string>();
    if (name != nullptr) return enable(*name), true;
    auto const* list = tree.own->as<std::vector<Tree>>();
    if (list == nullptr) return false;
    for (auto const& item : *list) read_item(item);
    return true;
  }

  AuthMethods take() {
    if (methods_.order.empty()) in_.warn("names no method, so nobody can log in");
    return std::move(methods_);
  }

 private:
  void enable(std::string const& name) {
    auto* const method = method_named(methods_, name);
    if (method == nullptr)
      return in_.warn("names \"" + name + "\", which is none of password, code, password-reset");
    if (!std::exchange(*method, true)) methods_.order.push_back(name);
  }

  void read_item(Tree const& item) {
    auto const* name = item.own && item.children.empty() ? item.own->as<std::string>() : nullptr;
    if (name != nullptr) return enable(*name);
    in_.warn("has an item that is no name of a method; write 'password', or 'password' => [...]");
  }

  void read_map(Tree const& map) {
    for (auto const& [name, value] : map.children) {
      bool const numbered = parse_unsigned(name).has_value();
      if (numbered)
        read_item(value);
      else if (is_on(name, value))
        enable(name);
      if (name == "password" && methods_.password) read_second_factor(value);
    }
  }

  bool is_on(std::string const& name, Tree const& value) {
    if (!value.children.empty() || !value.own || value.own->is_empty_list()) return true;
    if (value.own->is_null()) return false;
    if (auto const* truth = value.own->as<bool>()) return *truth;
    in_.warn_below('.' + name, value.place, "should be true, false or a map; the method stays off");
    return false;
  }

  /// Like the original, only literal true asks for the second step.
  void read_second_factor(Tree const& password) {
    auto const* setting = password.child("2fa");
    if (setting == nullptr || !setting->own || setting->own->is_null()) return;
    auto const* truth = setting->own->as<bool>();
    methods_.two_factor = truth != nullptr && *truth;
    if (truth == nullptr)
      in_.warn_below(".password.2fa", setting->place,
                     "counts only as true (without quotation marks); it stays off");
  }

  OptionReader& in_;
  AuthMethods methods_;
};

/// Drops what does not go together; with debug the first such pair becomes the answer to every use.
void normalise(AuthMethods& methods, bool debug) {
  auto const drop = [&](bool& method, char const* contradiction) {
    method = false;
    if (debug && !methods.contradiction) methods.contradiction = contradiction;
  };
  if (methods.two_factor && methods.code)
    drop(methods.code, "The \"code\" login method cannot be enabled when 2FA is required");
  if (methods.two_factor && methods.password_reset)
    drop(methods.password_reset,
         "The \"password-reset\" login method cannot be enabled when 2FA is required");
  if (methods.code && methods.password_reset)
    drop(methods.code,
         "The \"code\" and \"password-reset\" login methods cannot be enabled together");
}

std::string_view scheme_of(std::string_view url) { return url.substr(0, url.find(':')); }

bool has_path(std::string_view url) {
  auto const authority = url.find("://");
  return authority != url.npos && url.find('/', authority + 3) != url.npos;
}

/// Browsers drop a cookie whose prefix promises what its attributes do not keep. Source: RFC
/// 6265bis 4.1.3, S30.
void check_prefix(Options const& options, Tree const& tree, Report& report) {
  auto const name = lower(options.session.cookie_name);
  bool const host = name.starts_with("__host-");
  if (!host && !name.starts_with("__secure-")) return;
  auto const* place = tree.find("session.prefix");
  if (place == nullptr) place = tree.find("session.cookieName");
  auto const refuse = [&](std::string const& why) {
    report.refuse(place->place, "session.prefix cannot work " + why);
  };
  auto const& urls = options.url.urls;
  auto const is_plain = [](auto const& url) { return iequals(scheme_of(url), "http"); };
  if (!urls.empty() && std::ranges::all_of(urls, is_plain))
    refuse("where url begins with http://; use https://");
  if (!host) return;
  if (options.session.cookie_domain)
    refuse("as __Host- with session.cookieDomain; remove one of them");
  if (std::ranges::any_of(urls, has_path)) refuse("as __Host- where url has a path; use __Secure-");
}

void check_cors(Options const& options, Tree const& tree, Report& report) {
  if (!options.cors.enabled || !options.cors.credentials || !options.cors.any_origin) return;
  report.refuse(tree.find("cors.allowCredentials")->place,
                "cors.allowCredentials needs origins by name in cors.allowOrigin, not *");
}

}  // namespace

std::vector<std::string> AuthMethods::names() const {
  std::vector<std::string> out;
  for (auto const& name : order) {
    AuthMethods copy = *this;
    auto const* const method = method_named(copy, name);
    if (method != nullptr && *method) out.push_back(name);
  }
  return out;
}

void read_methods(OptionReader& in, Options& out) {
  if (!in.is_set()) return;
  MethodsReader reader(in);
  if (!reader.read(*in.tree())) return in.wrong("a text, a list or a map");
  out.auth.methods = reader.take();
}

void read_challenges(OptionReader& in, Options& out) {
  auto const names = in.list();
  if (!names) return;
  std::vector<std::string> known;
  for (auto const& name : *names) {
    if (name != "totp" && name != "email")
      in.warn("names \"" + name + "\", which is none of totp, email");
    else if (std::ranges::find(known, name) == known.end())
      known.push_back(name);
  }
  if (known.empty() && !names->empty())
    return in.refuse(
        "names no second step that Latchkey has; write ['totp', 'email'], or remove it");
  if (names->empty()) in.warn("names no second step, so no code is ever right");
  out.auth.challenges = std::move(known);
}

void read_auth_debug(OptionReader& in, Options& out) {
  if (!in.is_set()) return;
  auto const* value = in.own();
  auto const* truth = value != nullptr ? value->as<bool>() : nullptr;
  auto const* word = value != nullptr ? value->as<std::string>() : nullptr;
  if (truth != nullptr)
    out.auth.debug = *truth ? AuthDebug::wire : AuthDebug::off;
  else if (word == nullptr || *word != "log")
    in.wrong("true, false or \"log\"");
}

void read_slug(OptionReader& in, Options& out) {
  std::optional<std::string> found;
  in.text(found);
  if (!found) return;
  std::string_view slug = *found;
  while (slug.starts_with('/')) slug.remove_prefix(1);
  while (slug.ends_with('/')) slug.remove_suffix(1);
  if (slug.empty() || slug.find_first_of("/?#% ") != slug.npos)
    return in.wrong("one part of a path");
  out.api.slug = slug;
}

void finish(Options& options, Tree const& tree, Report& report) {
  normalise(options.auth.methods, options.debug);
  check_prefix(options, tree, report);
  check_cors(options, tree, report);
}

}  // namespace latchkey::config
