#include "content/chunks.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/log.h"
#include "core/text.h"
#include "crypto/digest.h"
#include "formats/slug.h"

namespace latchkey::content {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view uploads_folder = "site/cache/.uploads";
constexpr std::string_view about_name = "about.json";
constexpr std::size_t max_about_bytes = 64 << 10, shortest_id = 3, longest_id = 64;

Failure refuse_chunk(std::string why) {
  return fail(Kind::invalid, "error.upload.chunk", std::move(why));
}

/// What was said with the first piece.
struct About {
  std::string sender, template_name;
  std::uint64_t total = 0;
  std::int64_t begun = 0;  ///< milliseconds since 1970
};

std::string about_text(Chunk const& chunk, Instant now) {
  return json::print(json::object{{"begun", now.time_since_epoch().count()},
                                  {"name", json::text(chunk.name)},
                                  {"sender", json::text(chunk.sender)},
                                  {"template", json::text(chunk.template_name)},
                                  {"total", chunk.total}});
}

/// None where there is none, or what is no such file. Errors: internal.
Result<std::optional<About>> read_about(store::Files const& files, std::string const& folder) {
  auto const bytes = files.read(folder + "/" + std::string(about_name), max_about_bytes);
  if (!bytes && bytes.error().kind == Kind::internal) return tl::make_unexpected(bytes.error());
  if (!bytes) return std::nullopt;
  auto const parsed = json::parse(*bytes);
  auto const* const map = parsed ? parsed->if_object() : nullptr;
  if (!map) return std::nullopt;
  About out;
  auto const text = [&](std::string_view key) {
    auto const* const value = map->if_contains(key);
    return value && value->is_string() ? std::string(value->get_string()) : std::string();
  };
  auto const number = [&](std::string_view key) {
    auto const* const value = map->if_contains(key);
    return value && value->is_int64() ? std::max<std::int64_t>(0, value->get_int64()) : 0;
  };
  out.sender = text("sender");
  out.template_name = text("template");
  out.total = static_cast<std::uint64_t>(number("total"));
  out.begun = number("begun");
  return out;
}

std::string folder_of(Chunk const& chunk) {
  std::string const whose = chunk.sender + "\n" + chunk.place + "\n" + chunk.name;
  return std::string(uploads_folder) + "/" + chunk.upload + "-" +
         crypto::to_hex(crypto::sha256(whose)).substr(0, 24);
}

struct Held {
  std::uint64_t bytes = 0, bytes_of_sender = 0;
  std::size_t uploads = 0, of_sender = 0;
};

/// Also what a clock that was set back left in the future.
bool is_over(About const& about, Instant now, std::chrono::milliseconds longest = 24h) {
  auto const age = now.time_since_epoch().count() - about.begun;
  return age < 0 || age > longest.count();
}

/// Of an upload that is whole and being put together.
bool is_claimed(std::string_view folder) { return folder.find('.') != folder.npos; }

/// What a start finds that a crash left.
enum class Claimed { kept, dropped };

/// What is held, after dropping what is older than a day.
Held hold_back(store::Files& files, std::string const& sender, Instant now,
               Claimed claimed = Claimed::kept) {
  Held out;
  auto const entries = files.list(uploads_folder);
  if (!entries) return out;
  for (auto const& entry : *entries) {
    std::string const folder = std::string(uploads_folder) + "/" + entry.name;
    auto const read = read_about(files, folder);
    auto const about = read.value_or(std::nullopt);
    // Putting together takes a while, but not a day.
    auto const longest = is_claimed(entry.name) ? 48h : 24h;
    bool const is_old = (is_claimed(entry.name) && claimed == Claimed::dropped) ||
                        (read && (!about || is_over(*about, now, longest)));
    if (is_old) {
      if (auto const gone = files.remove(folder); !gone)
        log::warn("uploads.not_dropped", {{"folder", folder}, {"cause", gone.error().cause}});
      continue;
    }
    ++out.uploads;
    if (!about) continue;
    out.bytes += about->total;
    if (about->sender != sender) continue;
    out.bytes_of_sender += about->total;
    ++out.of_sender;
  }
  return out;
}

Result<> begin_upload(Turn& turn, Chunk const& chunk, std::string const& folder, Instant now,
                      ChunkLimits const& limits) {
  auto const held = hold_back(turn.files, chunk.sender, now);
  if (held.uploads >= limits.uploads || held.of_sender >= limits.per_user ||
      held.bytes + chunk.total > limits.all || held.bytes_of_sender + chunk.total > limits.all / 2)
    return refuse_chunk("Too many uploads are unfinished");
  return turn.files.replace(folder + "/" + std::string(about_name), about_text(chunk, now),
                            {.mode = 0600, .mtime_ns = {}});
}

/// Names of the pieces in order, and their size.
Result<std::pair<std::vector<std::string>, std::uint64_t>> pieces_of(store::Files const& files,
                                                                     std::string const& folder) {
  LK_TRY(auto const entries, files.list(folder));
  std::pair<std::vector<std::string>, std::uint64_t> out;
  for (auto const& entry : entries) {
    if (entry.is_directory || entry.name.size() != 20 || !std::ranges::all_of(entry.name, is_digit))
      continue;
    LK_TRY(auto const stamp, files.stat(folder + "/" + entry.name));
    if (!stamp) continue;
    out.first.push_back(folder + "/" + entry.name);
    out.second += stamp->size;
  }
  return out;
}

Result<Blob> join_in_memory(store::Files const& files, std::vector<std::string> const& pieces) {
  std::string out;
  for (auto const& piece : pieces) {
    LK_TRY(auto const bytes, files.read(piece, short_file));
    out += bytes;
  }
  return Blob::owning(std::move(out));
}

/// Each piece goes when it was copied, so that the whole needs no second room.
Result<Blob> join_on_disk(store::Files& files, std::vector<std::string> const& pieces,
                          store::Spool& spool) {
  LK_TRY(auto const out, spool.begin());
  for (auto const& piece : pieces) {
    LK_CHECK(files.copy_to(*out, piece));
    LK_CHECK(files.remove(piece));
  }
  LK_CHECK(out->sync());
  return Blob(out);
}

/// The pieces of a whole upload, in a folder that nobody else knows.
struct Complete {
  std::string folder;               ///< empty: it came as one piece, which was not kept
  std::vector<std::string> pieces;  ///< paths in order
};

/// The bytes, on the disk where they are long.
Result<Blob> join_pieces(store::Files& files, std::vector<std::string> const& pieces,
                         std::uint64_t total, store::Spool& spool) {
  LK_TRY(auto out,
         total <= short_file ? join_in_memory(files, pieces) : join_on_disk(files, pieces, spool));
  if (out.size() != total) return fail_internal("an upload changed while it was put together");
  return out;
}

Result<Complete> claim(Turn& turn, std::string const& folder) {
  auto const claimed = folder + "." + std::to_string(turn.random.below(UINT32_MAX));
  LK_CHECK(turn.files.rename(folder, claimed));
  LK_TRY(auto held, pieces_of(turn.files, claimed));
  return Complete{claimed, std::move(held.first)};
}

Result<std::optional<Complete>> go_on(Turn& turn, Chunk const& chunk, std::string const& folder,
                                      Instant now, store::Spool const& spool,
                                      ChunkLimits const& limits) {
  LK_TRY(auto const about, read_about(turn.files, folder));
  if (!about || is_over(*about, now)) return refuse_chunk("The first piece is missing");
  if (chunk.template_name != about->template_name)
    return refuse_chunk("The template is another one than at first");
  if (chunk.total != about->total) return refuse_chunk("The length is another one than at first");
  LK_TRY(auto const held, pieces_of(turn.files, folder));
  auto const& [pieces, size] = held;
  if (chunk.offset != size) return refuse_chunk("The piece does not fit to what is there");
  if (pieces.size() >= limits.pieces) return refuse_chunk("The upload has too many pieces");
  if (chunk.total > short_file) LK_CHECK(spool.ensure_room(0));
  auto const name = folder + "/" + fmt::format("{:020}", chunk.offset);
  LK_CHECK(turn.files.place(name, chunk.bytes, {.mode = 0600, .mtime_ns = {}}));
  if (size + chunk.bytes.size() < chunk.total) return std::nullopt;
  auto complete = claim(turn, folder);
  if (complete) return std::optional(*std::move(complete));
  (void)turn.files.remove(folder);
  return tl::make_unexpected(std::move(complete).error());
}

/// Nothing of it is left where that fails.
Result<std::optional<Complete>> begin(Turn& turn, Chunk const& chunk, std::string const& folder,
                                      Instant now, store::Spool const& spool,
                                      ChunkLimits const& limits) {
  LK_TRY(auto const begun, turn.files.stat(folder));
  if (begun) {
    // A day later the same id may be used again.
    hold_back(turn.files, chunk.sender, now);
    LK_TRY(auto const still, turn.files.stat(folder));
    if (still) return refuse_chunk("The first piece is there already");
  }
  if (chunk.bytes.size() == chunk.total) return Complete{};
  if (chunk.total > short_file) LK_CHECK(spool.ensure_room(chunk.total));
  LK_CHECK(begin_upload(turn, chunk, folder, now, limits));
  auto kept = go_on(turn, chunk, folder, now, spool, limits);
  if (!kept) (void)turn.files.remove(folder);
  return kept;
}

}  // namespace

Result<std::optional<ChunkHeaders>> read_chunk_headers(std::optional<std::string_view> length,
                                                       std::string_view offset,
                                                       std::string_view id) {
  if (!length) return std::nullopt;
  ChunkHeaders out;
  auto const total = parse_unsigned(trim(*length));
  auto const start = offset.empty() ? std::optional<std::int64_t>(0) : parse_unsigned(trim(offset));
  out.upload = formats::slug(id);
  std::erase(out.upload, '-');
  if (!total || *total <= 0 || !start || out.upload.size() < shortest_id ||
      out.upload.size() > longest_id)
    return fail(Kind::invalid, "error.invalidArgument", "The headers of the upload are malformed");
  out.total = static_cast<std::uint64_t>(*total);
  out.offset = static_cast<std::uint64_t>(*start);
  return out;
}

Result<std::optional<Blob>> take_chunk(Content& content, Chunk const& chunk, Instant now,
                                       store::Spool& spool, ChunkLimits const& limits) {
  if (chunk.total > limits.upload) return refuse_chunk("The file is too large");
  if (chunk.bytes.size() == 0 || chunk.offset > chunk.total ||
      chunk.bytes.size() > chunk.total - chunk.offset)
    return refuse_chunk("The piece is longer than what was announced");
  auto const folder = folder_of(chunk);
  auto turn = content.begin();
  LK_TRY(auto const complete, chunk.offset > 0 ? go_on(turn, chunk, folder, now, spool, limits)
                                               : begin(turn, chunk, folder, now, spool, limits));
  if (!complete) return std::nullopt;
  if (complete->folder.empty()) return std::optional(chunk.bytes);
  // Gigabytes take a while, and nobody else knows the folder: others may write meanwhile.
  turn.lock.unlock();
  auto whole = join_pieces(turn.files, complete->pieces, chunk.total, spool);
  turn.lock.lock();
  LK_CHECK(turn.files.remove(complete->folder));
  if (!whole) return tl::make_unexpected(std::move(whole).error());
  return std::optional(std::move(*whole));
}

void drop_old_chunks(Content& content, Instant now, bool at_start) {
  auto turn = content.begin();
  hold_back(turn.files, "", now, at_start ? Claimed::dropped : Claimed::kept);
}

}  // namespace latchkey::content
