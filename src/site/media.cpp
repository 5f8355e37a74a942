#include "site/media.h"

#include <algorithm>

#include "accounts/names.h"
#include "core/log.h"
#include "core/text.h"
#include "images/thumb.h"
#include "site/builtin.h"
#include "site/path.h"
#include "site/site.h"

namespace latchkey::site {
namespace {

using content::FilePtr;
using content::Owner;

constexpr std::size_t max_picture_bytes = 64 << 20;

void add_media_policy(http::Reply& reply) {
  bool const has_one = std::ranges::any_of(
      reply.headers, [](auto const& header) { return header.name == "Content-Security-Policy"; });
  if (!has_one) reply.add("Content-Security-Policy", "default-src 'none'; sandbox");
}

http::Reply redirect_to(std::string address) {
  http::Reply reply;
  reply.status = 307;
  reply.add("Location", std::move(address));
  reply.add("Cache-Control", "no-cache");
  return reply;
}

/// Whose files `parts` between "media" and the version are about.
std::optional<Owner> find_media_owner(content::Snapshot const& content,
                                      std::vector<std::string> const& parts) {
  auto const& kind = parts[1];
  if (kind == "site" && parts.size() == 2) return content::owner_of(*content.site());
  if (kind == "users" && parts.size() == 3 && accounts::is_account_folder(parts[2]))
    return content::owner_of_user(parts[2], "");
  if (kind != "pages" || parts.size() < 3) return std::nullopt;
  auto const page = content.page(join(parts, 2));
  return page ? std::optional<Owner>(content::owner_of(*page)) : std::nullopt;
}

/// The file a thumb of that name would be of, and its size.
std::optional<std::pair<FilePtr, content::ThumbSize>> find_thumb(content::Snapshot const& content,
                                                                 Owner const& owner,
                                                                 std::string const& name) {
  for (auto const& file : content.files_by_name(owner))
    if (auto const size = content::parse_thumb_name(name, *file)) return std::pair(file, *size);
  return std::nullopt;
}

}  // namespace

std::string join(std::vector<std::string> const& parts, std::size_t from) {
  std::string out;
  for (std::size_t i = from; i < parts.size(); ++i) out += (i > from ? "/" : "") + parts[i];
  return out;
}

bool is_public(content::Page const& page) {
  for (auto const* at = &page; at != nullptr; at = at->parent.get())
    if (at->status == content::Status::draft) return false;
  return true;
}

bool is_version(std::string_view part) {
  auto const is_hex = [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); };
  if (part.size() < 12 || part[10] != '-') return false;
  auto time = part.substr(11);
  if (time.front() == '-') time.remove_prefix(1);  // before 1970
  return std::ranges::all_of(part.substr(0, 10), is_hex) && !time.empty() &&
         std::ranges::all_of(time, is_digit);
}

/// `media/latchkey/site.css`; files by `media/pages/<id>/<version>/<name>` with the right token,
/// drafts among them; files of the site and of published pages also without a version.
std::optional<http::Reply> Site::media(auth::Visit& visit, std::vector<std::string> const& parts) {
  if (join(parts) == stylesheet_path) {
    auto reply = own_page(200, std::string(stylesheet()));
    reply.headers.front().value = "text/css; charset=UTF-8";
    reply.add("Cache-Control", "public, max-age=3600");
    return reply;
  }
  if (parts.size() < 3) return std::nullopt;
  auto const content = content_.snapshot();
  if (parts.size() >= 4 && is_version(parts[parts.size() - 2])) {
    std::vector<std::string> const place(parts.begin(), parts.end() - 2);
    auto const owner = find_media_owner(*content, place);
    if (!owner) return std::nullopt;
    return media_version(visit, *content, *owner, parts[parts.size() - 2], parts.back());
  }
  auto const owner =
      find_media_owner(*content, std::vector<std::string>(parts.begin(), parts.end() - 1));
  if (!owner || owner->kind == Owner::Kind::user || (owner->page && !is_public(*owner->page)))
    return std::nullopt;
  auto const file = content->file(*owner, parts.back());
  if (!file) return std::nullopt;
  auto reply = assets_.answer(file->path(), visit.request());
  if (reply) add_media_policy(*reply);
  return reply;
}

std::optional<http::Reply> Site::media_version(auth::Visit& visit, content::Snapshot const& content,
                                               Owner const& owner, std::string const& version,
                                               std::string const& name) {
  auto const& media = content.media();
  auto const& base = visit.address().base;
  if (auto const file = content.file(owner, name)) {
    if (!media.has_token(version, *file)) return std::nullopt;
    if (media.version_of(*file) != version) return redirect_to(media.url(*file, base));
    auto reply = assets_.answer(file->path(), visit.request(), true);
    if (reply) add_media_policy(*reply);
    return reply;
  }
  auto const found = find_thumb(content, owner, name);
  if (!found || !media.has_token(version, *found->first, found->second)) return std::nullopt;
  auto const& [file, size] = *found;
  bool const is_present = media.version_of(*file).substr(10) == version.substr(10);
  if (!is_present) return redirect_to(media.thumb_url(*file, base, size));
  return thumb(visit, content, *file, size);
}

/// Made at the first request, then a file like others.
std::optional<http::Reply> Site::thumb(auth::Visit& visit, content::Snapshot const& content,
                                       content::File const& file, content::ThumbSize const& size) {
  std::string const path = content.media().folder(file) + "/" + content::thumb_name(file, size);
  auto const kept = [&] {
    auto reply = assets_.answer(path, visit.request(), true);
    if (reply) add_media_policy(*reply);
    return reply;
  };
  if (auto reply = kept()) return reply;
  auto const bytes = files_.read(file.path(), max_picture_bytes);
  if (!bytes) return std::nullopt;
  auto const scaled =
      images::scale_picture(*bytes, file.extension(), {size.width, size.height, size.crop});
  if (!scaled && scaled.error().kind == Kind::unavailable) return http::refusal(503, "Busy", false);
  if (!scaled) {
    log::warn("thumb.failed", {{"file", file.path()}, {"cause", scaled.error().cause}});
    return redirect_to(content.media().url(file, visit.address().base));
  }
  if (auto const done = files_.replace(path, *scaled)) {
    if (auto reply = kept()) return reply;
  } else {
    log::warn("thumb.unwritten", {{"file", path}, {"cause", done.error().cause}});
  }
  http::Reply reply;
  reply.add("Content-Type", std::string(content_type_of(path)));
  reply.add("X-Content-Type-Options", "nosniff");
  reply.add("Referrer-Policy", "strict-origin-when-cross-origin");
  add_media_policy(reply);
  reply.body = *scaled;
  return reply;
}

}  // namespace latchkey::site
