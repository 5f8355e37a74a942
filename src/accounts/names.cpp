#include "accounts/names.h"

#include <idn2.h>
#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <optional>

#include "accounts/accounts.h"
#include "core/find_folded.h"
#include "core/text.h"

namespace latchkey::accounts {
namespace {

constexpr std::size_t max_name = 1000;

template <class T>
using Freed = std::unique_ptr<T, decltype(&std::free)>;

/// utf8proc's mapping; none for bytes that are no UTF-8.
std::optional<std::string> mapped(std::string_view text, int options) {
  utf8proc_uint8_t* out = nullptr;
  auto const size =
      utf8proc_map(reinterpret_cast<utf8proc_uint8_t const*>(text.data()),
                   static_cast<utf8proc_ssize_t>(text.size()), &out, utf8proc_option_t(options));
  Freed<utf8proc_uint8_t> const owner(out, &std::free);
  if (size < 0) return std::nullopt;
  return std::string(reinterpret_cast<char const*>(out), static_cast<std::size_t>(size));
}

/// `text`, which is UTF-8, with every letter mapped.
std::string with_each(std::string_view text, utf8proc_int32_t (*map)(utf8proc_int32_t)) {
  std::string out;
  auto const* at = reinterpret_cast<utf8proc_uint8_t const*>(text.data());
  for (auto left = static_cast<utf8proc_ssize_t>(text.size()); left > 0;) {
    utf8proc_int32_t point = 0;
    auto const used = utf8proc_iterate(at, left, &point);
    if (used <= 0) return out;
    utf8proc_uint8_t bytes[4];
    auto const size = utf8proc_encode_char(map(point), bytes);
    out.append(reinterpret_cast<char const*>(bytes), static_cast<std::size_t>(size));
    at += used;
    left -= used;
  }
  return out;
}

/// `convert` is one of libidn2's functions from text to text; none where it refuses.
template <class Convert>
std::optional<std::string> converted(std::string_view domain, int flags, Convert convert) {
  if (domain.find('\0') != domain.npos) return std::nullopt;
  char* out = nullptr;
  int const code = convert(std::string(domain).c_str(), &out, flags);
  Freed<char> const owner(out, &std::free);
  if (code != IDN2_OK || out == nullptr) return std::nullopt;
  return std::string(out);
}

std::optional<std::string> domain_to_ascii(std::string_view domain) {
  return converted(domain, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL, idn2_to_ascii_8z);
}

std::string decode_domain(std::string_view domain) {
  if (domain.find("xn--") == domain.npos) return std::string(domain);
  return converted(domain, 0, idn2_to_unicode_8z8z).value_or(std::string(domain));
}

struct Address {
  std::string_view local, domain;
};

/// At the last '@'; none without one.
std::optional<Address> split_address(std::string_view text) {
  auto const at = text.rfind('@');
  if (at == text.npos) return std::nullopt;
  return Address{text.substr(0, at), text.substr(at + 1)};
}

bool is_atext(char c) {
  constexpr std::string_view others = "!#$%&'*+-/=?^_`{|}~";
  return is_alnum(c) || static_cast<unsigned char>(c) >= 0x80 || others.find(c) != others.npos;
}

/// Dot-string of RFC 5321, 4.1.2, with UTF-8 as RFC 6531, 3.3.
bool is_local_part(std::string_view text) {
  if (text.empty() || text.size() > 64 || !is_utf8(text)) return false;
  return std::ranges::all_of(split(text, '.'), [](std::string_view atom) {
    return !atom.empty() && std::ranges::all_of(atom, is_atext);
  });
}

bool is_label(std::string_view label) {
  if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-')
    return false;
  return std::ranges::all_of(label, [](char c) { return is_alnum(c) || c == '-'; });
}

/// A host name in ASCII with at least two labels, the last one not a number (RFC 5321, 4.1.2; RFC
/// 3696, 2).
bool is_domain(std::string_view domain) {
  auto const labels = split(domain, '.');
  return domain.size() <= 253 && labels.size() >= 2 && std::ranges::all_of(labels, is_label) &&
         !std::ranges::all_of(labels.back(), is_digit);
}

constexpr std::string_view iso_639_1 =
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy "
    "da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu "
    "hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb "
    "lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om "
    "or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw "
    "ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

}  // namespace

std::string fold_case(std::string_view text) {
  if (is_ascii(text)) return lower(text);
  return mapped(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD).value_or(lower(text));
}

std::string lower_case(std::string_view text) {
  if (is_ascii(text) || !is_utf8(text)) return lower(text);
  return with_each(text, utf8proc_tolower);
}

std::string upper_case(std::string_view text) {
  // The one letter in everyday use that becomes two; utf8proc would write a capital of its own.
  auto const whole = replace_all(text, "ß", "SS");
  if (is_utf8(whole)) return with_each(whole, utf8proc_toupper);
  std::string out(whole);
  std::ranges::transform(out, out.begin(), to_upper);
  return out;
}

std::string upper_case_first(std::string_view text) {
  std::size_t end = std::min<std::size_t>(text.size(), 1);
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) ++end;
  return upper_case(text.substr(0, end)) + std::string(text.substr(end));
}

std::string composed(std::string_view text) {
  if (is_ascii(text)) return std::string(text);
  return mapped(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE).value_or(std::string(text));
}

std::string comparable_email(std::string_view text) {
  std::string out = composed(lower_case(text));
  auto const address = split_address(out);
  if (!address || address->domain.find("xn--") == address->domain.npos) return out;
  return std::string(address->local) + '@' + lower_case(decode_domain(address->domain));
}

std::string counting_name(std::string_view name) {
  if (name.size() > max_name) return {};
  constexpr int casefold =
      UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
  std::string folded = is_ascii(name) ? lower(name) : mapped(name, casefold).value_or(lower(name));
  folded = std::string(trim(folded));
  if (auto const address = split_address(folded)) {
    auto const domain =
        mapped(decode_domain(address->domain), casefold).value_or(std::string(address->domain));
    return std::string(address->local) + '@' + domain_to_ascii(domain).value_or(domain);
  }
  constexpr std::string_view scheme = "user://";
  return folded.starts_with(scheme) ? folded.substr(scheme.size()) : folded;
}

std::string strip_markup(std::string_view text) {
  auto const opens = [&](std::size_t at) {
    char const next = at + 1 < text.size() ? text[at + 1] : ' ';
    return text[at] == '<' && (is_alpha(next) || next == '/' || next == '!' || next == '?');
  };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!opens(i)) {
      out += text[i];
    } else if (i = text.find('>', i); i == text.npos) {
      break;
    }
  }
  return out;
}

bool is_account_folder(std::string_view name) {
  if (name.empty() || name.size() > 255 || name.front() == '.') return false;
  if (name == "account" || name == "kirby" || name == "nobody") return false;
  return std::ranges::all_of(
      name, [](char c) { return is_alnum(c) || c == '_' || c == '-' || c == '.'; });
}

bool is_new_id(std::string_view id) {
  return id.size() <= 64 && id.find('.') == id.npos && is_account_folder(id);
}

bool is_known_language(std::string_view code) {
  auto const [language, region] = cut(code, '_');
  bool const has_region = language.size() != code.size();
  bool const region_ok =
      region.size() >= 2 && region.size() <= 4 && std::ranges::all_of(region, is_alnum);
  if (language.size() != 2 || (has_region && !region_ok)) return false;
  auto const known = split(iso_639_1, ' ');
  return std::ranges::find(known, language) != known.end();
}

std::optional<std::string> parse_email(std::string_view text) {
  text = trim(text);
  if (text.size() > 254 || text.find('\0') != text.npos) return std::nullopt;
  std::string const email = comparable_email(text);
  auto const address = split_address(email);
  if (!address || !is_local_part(address->local)) return std::nullopt;
  auto const ascii = domain_to_ascii(address->domain);
  if (!ascii || !is_domain(*ascii)) return std::nullopt;
  if (is_ascii(address->domain)) return email;
  return std::string(address->local) + '@' + decode_domain(*ascii);  // one spelling of a domain
}

}  // namespace latchkey::accounts
