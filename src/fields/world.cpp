#include "fields/world.h"

#include <fmt/format.h>

#include <array>

namespace latchkey::fields {
std::string Model::blueprint_name() const {
  if (page) return "pages/" + page->template_name();
  if (user) return "users/" + user->role;
  if (!file) return "site";
  auto const name = std::string(file->template_name());
  return "files/" + (name.empty() ? std::string("default") : name);
}

formats::Fields const& Model::stored(std::string_view language) const {
  if (page) return page->fields(language);
  if (user) return user->fields(language);
  return file ? file->fields(language) : site->fields(language);
}

content::Owner Model::owner() const {
  if (page) return content::owner_of(*page);
  if (user) return content::owner_of_user(user->id, user->role);
  return file ? file->owner : content::owner_of(*site);
}

PagePtr World::find_page(std::string_view reference) const {
  if (!reference.starts_with("page://")) return content.page(reference, language);
  reference.remove_prefix(7);
  return content.page_by_uuid(reference.substr(0, reference.find('/')));
}

UserPtr World::find_user(std::string_view reference) const { return accounts.find(reference); }

content::FilePtr World::find_file(std::string_view reference, Model const& of) const {
  if (reference.starts_with("file://")) return content.file_by_uuid(reference.substr(7));
  auto const slash = reference.rfind('/');
  if (slash == reference.npos) {
    auto found = content.file(of.owner(), reference);
    return found || of.site ? found : content.file(content::owner_of(*content.site()), reference);
  }
  auto const parent = reference.substr(0, slash), name = reference.substr(slash + 1);
  if (auto const page = content.page(parent, language))
    return content.file(content::owner_of(*page), name);
  auto const user = accounts.by_id(parent);
  return user ? content.file(content::owner_of_user(user->id, user->role), name) : nullptr;
}

std::string make_uuid_v4(Random& random) {
  std::array<std::uint8_t, 16> bytes{};
  random.fill(std::as_writable_bytes(std::span(bytes)));
  bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0f) | 0x40);
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3f) | 0x80);
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) out += '-';
    out += fmt::format("{:02x}", bytes[i]);
  }
  return out;
}

}  // namespace latchkey::fields
