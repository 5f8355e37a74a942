#pragma once
// Uploads that come in pieces: kept under site/cache/.uploads until they are whole, for a day at
// most. Source: spec/content-api 13 "Chunks", security S16.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "content/turn.h"
#include "core/blob.h"
#include "core/clock.h"
#include "store/spool.h"

namespace latchkey::content {

/// One piece of a file. `sender` and `place` keep the pieces of different people and owners apart.
struct Chunk {
  std::string upload;         ///< the client's id, as a slug
  std::string sender, place;  ///< id of the user; whose file it becomes
  std::string name;           ///< of the file, the same with each piece
  std::string template_name;
  std::uint64_t total = 0, offset = 0;  ///< bytes
  Blob bytes;
};

/// Bytes of one upload, of all that are unfinished (half of them may be one user's), and how many a
/// user and a site may have.
struct ChunkLimits {
  std::uint64_t upload = 512ULL << 20, all = 2ULL << 30;
  std::size_t per_user = 32, uploads = 256, pieces = 20'000;
};

/// From the headers Upload-Length, Upload-Offset and Upload-Id; none without the first. Errors:
/// invalid error.invalidArgument for numbers that are none and ids shorter than three characters.
struct ChunkHeaders {
  std::string upload;
  std::uint64_t total = 0, offset = 0;
};
Result<std::optional<ChunkHeaders>> read_chunk_headers(std::optional<std::string_view> length,
                                                       std::string_view offset,
                                                       std::string_view id);

/// Keeps the piece; the whole file with the last one, whose pieces are gone then. Unfinished
/// uploads older than a day are dropped on the way. Errors: invalid error.upload.chunk for a piece
/// out of order, a beginning that is there already, another template or length than at first, and
/// what is over a limit; internal. A whole file of more than a megabyte is put together in `spool`,
/// while others may write.
Result<std::optional<Blob>> take_chunk(Content& content, Chunk const& chunk, Instant now,
                                       store::Spool& spool, ChunkLimits const& limits = {});

/// Drops what is unfinished for more than a day; at the start also what a crash left half put
/// together.
void drop_old_chunks(Content& content, Instant now, bool at_start);

}  // namespace latchkey::content
