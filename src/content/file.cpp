#include "content/file.h"

#include <algorithm>

#include "core/text.h"
#include "images/kind.h"
#include "model/natural.h"

namespace latchkey::content {
namespace {

std::optional<std::int64_t> sort_number(std::string_view text) {
  bool const negative = text.starts_with('-');
  auto const digits = parse_unsigned(negative ? text.substr(1) : text);
  if (!digits) return std::nullopt;
  return negative ? -*digits : *digits;
}

}  // namespace

Owner owner_of(Site const& site) { return {Owner::Kind::site, {}, site.path, nullptr, {}}; }

Owner owner_of(Page const& page) {
  return {Owner::Kind::page, page.id, page.path, page.shared_from_this(), {}};
}

Owner owner_of_user(std::string_view user_id, std::string_view role) {
  std::string const id(user_id);
  return {Owner::Kind::user, id, "site/accounts/" + id, nullptr, "users/" + std::string(role)};
}

std::string File::path() const { return owner.path + "/" + name; }

std::string File::extension() const {
  auto const dot = name.rfind('.');
  return dot == name.npos ? std::string() : name.substr(dot + 1);
}

std::string File::base_name() const { return name.substr(0, name.rfind('.')); }
std::string_view File::type() const { return images::type_of(extension()); }

std::string_view File::template_name() const {
  auto const stored = field("template");
  return stored == "default" ? std::string_view() : stored;
}

Text const& File::text(std::string_view language) const {
  return *std::ranges::find(texts, languages->pick(language).code, &Text::language);
}

std::string_view File::field(std::string_view key, std::string_view language) const {
  auto const* const found = fields(language).find(key);
  return found ? std::string_view(*found) : std::string_view();
}

std::int64_t File::modified(std::string_view language) const {
  auto const at = static_cast<std::size_t>(&text(language) - texts.data());
  return std::max(stamp.mtime_seconds(), text_times[at]);
}

std::string File::text_path(std::string_view text_extension) const {
  std::string out = path();
  if (languages->multilang) out.append(".").append(languages->standard().code);
  return out.append(".").append(text_extension);
}

bool sorts_before(File const& a, File const& b) {
  auto const x = a.sort(), y = b.sort();
  if (x != y) {
    if (x.empty() || y.empty()) return x.empty();
    auto const m = sort_number(x), n = sort_number(y);
    if (m && n && *m != *n) return *m < *n;
    if (!m || !n) {
      if (m.has_value() != n.has_value()) return m.has_value();
      return model::natural_less(x, y);
    }
  }
  return model::natural_less(a.name, b.name);
}

}  // namespace latchkey::content
