#pragma once
// The table of options: name, type, default, meaning, and how each reaches its typed place.

#include <span>
#include <string_view>

#include "config/options.h"
#include "config/reader.h"

namespace latchkey::config {

/// What an expression in the place of a value means.
enum class Need {
  always,    ///< the start is refused: the default may be wrong
  harmless,  ///< a warning: the default is the careful choice
  never,     ///< nothing: Latchkey does not use the option
};

struct Row {
  std::string_view name, type, fallback, meaning;
  void (*read)(OptionReader&, Options&) = nullptr;
  Need need = Need::always;
  bool secret = false;    ///< its value is never shown
  bool section = false;   ///< has options of its own below it
  bool open_map = false;  ///< any name may stand below it
};

/// In the order of reading, which is the order of docs/options.md.
std::span<Row const> option_table();

/// What only several options together can tell: normalises auth.methods, refuses what cannot work.
/// Source: spec/auth 4, 14, 15; security S30.
void finish(Options& options, Tree const& tree, Report& report);

// Readers with more than one form, in read_*.cpp.
void read_url(OptionReader& in, Options& out);
void read_proxies(OptionReader& in, Options& out);
void read_methods(OptionReader& in, Options& out);
void read_challenges(OptionReader& in, Options& out);
void read_auth_debug(OptionReader& in, Options& out);
void read_slug(OptionReader& in, Options& out);
void read_session_timeout(OptionReader& in, Options& out);
void read_cookie_name(OptionReader& in, Options& out);
void read_cookie_domain(OptionReader& in, Options& out);
void read_cookie_prefix(OptionReader& in, Options& out);
void read_allow_origin(OptionReader& in, Options& out);
void read_allow_headers(OptionReader& in, Options& out);
void read_expose_headers(OptionReader& in, Options& out);
void read_allow_methods(OptionReader& in, Options& out);
void read_max_age(OptionReader& in, Options& out);
void read_headers(OptionReader& in, Options& out);
void read_mail_type(OptionReader& in, Options& out);
void read_mail_port(OptionReader& in, Options& out);
void read_mail_security(OptionReader& in, Options& out);
void read_uuid(OptionReader& in, Options& out);

}  // namespace latchkey::config
