// Uploads in pieces: order, limits, races, a failing disk (S16).

#include "content/chunks.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <atomic>
#include <thread>

#include "content/site.h"
#include "support/fakes.h"
#include "support/faulty_files.h"
#include "support/memory_files.h"
#include "support/temp_site.h"

namespace latchkey::content {
namespace {

using namespace std::chrono_literals;

/// A site and clients that send pieces to it.
class ChunkWorld {
 public:
  struct Piece {
    std::string upload = "abc", sender = "ada", place = "1/home", name = "film.mp4", type = "";
    std::uint64_t total = 6, offset = 0;
    std::string bytes = "abc";
  };
  /// The whole bytes with the last piece.
  Result<std::optional<std::string>> send(Piece const& piece, ChunkLimits const& limits = {}) {
    Chunk const chunk{piece.upload, piece.sender, piece.place,  piece.name,
                      piece.type,   piece.total,  piece.offset, piece.bytes};
    LK_TRY(auto const taken, take_chunk(content, chunk, clock.now(), spool, limits));
    if (!taken) return std::nullopt;
    spooled += taken->file() ? 1 : 0;
    LK_TRY(auto bytes, taken->read(0, taken->size()));
    return std::optional(std::move(bytes));
  }
  static std::string key_of(Result<std::optional<std::string>> const& result) {
    return result ? "ok" : result.error().key;
  }
  std::size_t kept() const {
    auto const entries = disk.list("site/cache/.uploads");
    return entries ? entries->size() : 0;
  }
  bool is_outside() const {
    auto const saved = disk.save();
    return std::ranges::any_of(saved->files, [](auto const& file) {
      return !file.first.starts_with("site/cache/.uploads/");
    });
  }

  test::TempDir folder;
  store::Spool spool{folder.path()};
  std::atomic<int> spooled{0};  ///< whole files that came out on the disk
  test::MemoryFiles disk;
  test::FaultyFiles files{disk, test::Counting::all};
  test::ManualClock clock;
  test::SeededRandom random;
  Content content{files, clock, random, Settings{}};
};

class Chunks : public testing::Test, public ChunkWorld {};

constexpr char const* refused_chunk = "error.upload.chunk";

// Oracle: spec/content-api 13; the inverse: whatever the pieces, the whole comes out, and nothing
// of it stays.
TEST(TakeChunk, PutsTheBytesTogether_S16) {
  EXPECT_TRUE(rc::check([](std::string const& raw, std::vector<unsigned char> const& lengths) {
    auto const bytes = raw + "x";
    ChunkWorld world;
    std::size_t at = 0, next = 0;
    while (true) {
      std::size_t length = next < lengths.size() ? lengths[next++] % 7U + 1U : bytes.size();
      length = std::min(length, bytes.size() - at);
      auto const sent =
          world.send({.total = bytes.size(), .offset = at, .bytes = bytes.substr(at, length)});
      RC_ASSERT(sent.has_value());
      at += length;
      RC_ASSERT(sent->has_value() == (at == bytes.size()));
      if (at < bytes.size()) continue;
      RC_ASSERT(**sent == bytes);
      break;
    }
    RC_ASSERT(world.kept() == 0U);
  }));
}

// Oracle: the bytes that were sent. What is long never stands in the memory whole, and nothing of
// it stays behind.
TEST_F(Chunks, ArePutTogetherOnTheDiskWhereTheyAreLong_S16) {
  std::string bytes(3'000'000, '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * 7 / 3);
  constexpr std::size_t step = 1'234'567;
  std::string whole;
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    auto const sent = send({.total = bytes.size(), .offset = at, .bytes = bytes.substr(at, step)});
    ASSERT_TRUE(sent) << sent.error().cause;
    if (*sent) whole = **sent;
  }
  EXPECT_TRUE(whole == bytes);
  EXPECT_EQ(spooled, 1);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
  EXPECT_EQ(kept(), 0U);
}

// Oracle: spec/content-api 13, "Refused".
TEST_F(Chunks, RefusesPiecesOutOfOrder_S16) {
  EXPECT_EQ(key_of(send({.offset = 3})), refused_chunk) << "no first piece";
  EXPECT_EQ(key_of(send({})), "ok");
  EXPECT_EQ(key_of(send({})), refused_chunk) << "the first one twice";
  EXPECT_EQ(key_of(send({.offset = 2})), refused_chunk) << "an overlap";
  EXPECT_EQ(key_of(send({.offset = 4, .bytes = "ef"})), refused_chunk) << "a gap";
  EXPECT_EQ(key_of(send({.type = "image", .offset = 3})), refused_chunk) << "another template";
  EXPECT_EQ(key_of(send({.total = 7, .offset = 3})), refused_chunk) << "another length";
  EXPECT_EQ(key_of(send({.offset = 3, .bytes = "defg"})), refused_chunk) << "more than announced";
  EXPECT_EQ(key_of(send({.offset = 3, .bytes = ""})), refused_chunk) << "nothing";
  EXPECT_EQ(key_of(send({.offset = UINT64_MAX, .bytes = "x"})), refused_chunk) << "an overflow";
  EXPECT_EQ(key_of(send({.offset = 3, .bytes = "def"})), "ok") << "what was begun goes on";
}

// Oracle: S16: what one person sends to one place is never mixed with what others send.
TEST_F(Chunks, KeepsPeopleAndPlacesApart_S16) {
  ASSERT_TRUE(send({}));
  EXPECT_EQ(key_of(send({.sender = "eve", .offset = 3})), refused_chunk);
  EXPECT_EQ(key_of(send({.place = "1/other", .offset = 3})), refused_chunk);
  EXPECT_EQ(key_of(send({.name = "other.mp4", .offset = 3})), refused_chunk);
  EXPECT_EQ(key_of(send({.sender = "eve", .bytes = "xyz"})), "ok");
  EXPECT_EQ(**send({.offset = 3, .bytes = "def"}), "abcdef");
  EXPECT_EQ(**send({.sender = "eve", .offset = 3, .bytes = "uvw"}), "xyzuvw");
}

// Oracle: S16, docs/differences.md: a disk must not fill.
TEST_F(Chunks, AreLimitedInNumberAndBytes_S16) {
  ChunkLimits const few{.upload = 200, .all = 300, .per_user = 2, .uploads = 4, .pieces = 4};
  auto const begin = [&](std::string const& id, std::string const& who, std::uint64_t total) {
    return key_of(send({.upload = id, .sender = who, .total = total}, few));
  };
  EXPECT_EQ(begin("too-long", "ada", 201), refused_chunk);
  EXPECT_EQ(begin("one", "ada", 100), "ok");
  EXPECT_EQ(begin("two", "ada", 51), refused_chunk) << "more than half of all bytes";
  EXPECT_EQ(begin("two", "ada", 40), "ok");
  EXPECT_EQ(begin("three", "ada", 10), refused_chunk) << "her third";
  EXPECT_EQ(begin("three", "eve", 150), "ok");
  EXPECT_EQ(begin("four", "bob", 11), refused_chunk) << "301 bytes in all";
  EXPECT_EQ(begin("four", "bob", 5), "ok");
  EXPECT_EQ(begin("five", "cid", 4), refused_chunk) << "the fifth of all";
  EXPECT_EQ(kept(), 4U);
  for (std::uint64_t at = 3; at < 6; ++at)
    EXPECT_EQ(key_of(send({.upload = "one", .total = 100, .offset = at, .bytes = "x"}, few)), "ok");
  EXPECT_EQ(key_of(send({.upload = "one", .total = 100, .offset = 6, .bytes = "x"}, few)),
            refused_chunk)
      << "the fifth piece";
}

// Oracle: spec/content-api 13: dropped after 24 hours; a clock that was set back drops too, rather
// than keep for ever.
TEST_F(Chunks, AreForgottenAfterADay_S16) {
  ASSERT_TRUE(send({}));
  clock.advance(24h);
  EXPECT_EQ(key_of(send({.upload = "other"})), "ok");
  EXPECT_EQ(kept(), 2U);
  clock.advance(1s);
  EXPECT_EQ(key_of(send({})), "ok") << "the id is free again";
  EXPECT_EQ(key_of(send({.offset = 3, .bytes = "def"})), "ok");
  clock.advance(25h);
  EXPECT_EQ(key_of(send({.upload = "other", .offset = 3, .bytes = "def"})), refused_chunk);
  drop_old_chunks(content, clock.now(), false);
  EXPECT_EQ(kept(), 0U) << "without another upload";
  EXPECT_EQ(key_of(send({})), "ok");
  clock.advance(-48h);
  EXPECT_EQ(key_of(send({.upload = "third"})), "ok");
  EXPECT_EQ(kept(), 1U);
}

// Oracle: S16, chunk races: of equal pieces that arrive at once one is kept.
TEST_F(Chunks, AreTakenOneAtATime_S16) {
  for (std::uint64_t offset = 0; offset < 6; offset += 3) {
    std::atomic<int> taken = 0, whole = 0;
    std::vector<std::thread> clients;
    for (int i = 0; i < 8; ++i)
      clients.emplace_back([&] {
        auto const sent = send({.offset = offset, .bytes = offset == 0 ? "abc" : "def"});
        if (!sent) return;
        ++taken;
        if (*sent) whole += **sent == "abcdef" ? 1 : 100;
      });
    for (auto& client : clients) client.join();
    EXPECT_EQ(taken, 1) << offset;
    EXPECT_EQ(whole, offset == 0 ? 0 : 1);
  }
  EXPECT_EQ(kept(), 0U);
}

// Oracle: S17: an id is a word, and nothing is written elsewhere.
TEST_F(Chunks, StayInTheirFolder_S17) {
  for (std::string const id : {"../../x", "..%2f..%2fx", "/etc/passwd", "a/b", "..."}) {
    auto const headers = read_chunk_headers("6", "0", id);
    if (!headers) continue;
    EXPECT_EQ((*headers)->upload.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789"),
              std::string::npos);
    ASSERT_TRUE(send({.upload = (*headers)->upload, .name = "../../x", .type = "../y"}));
  }
  EXPECT_GT(kept(), 1U);
  EXPECT_FALSE(is_outside());
}

// Oracle: spec/content-api 13: at least three characters of a-z and 0-9; security.md 4 for the
// rest.
TEST(ReadChunkHeaders, RefusesWhatIsMalformed_S16) {
  EXPECT_FALSE(*read_chunk_headers(std::nullopt, "3", "abc")) << "no pieces at all";
  auto const good = read_chunk_headers(" 6 ", "", "A-b_C");
  ASSERT_TRUE(good && *good);
  EXPECT_EQ((*good)->upload, "abc");
  EXPECT_EQ((*good)->total, 6U);
  EXPECT_EQ((*good)->offset, 0U);
  struct Case {
    std::string length, offset, id;
  };
  for (auto const& [length, offset, id] : std::vector<Case>{{"", "0", "abc"},
                                                            {"0", "0", "abc"},
                                                            {"-1", "0", "abc"},
                                                            {"6", "-3", "abc"},
                                                            {"6x", "0", "abc"},
                                                            {"0x6", "0", "abc"},
                                                            {"1e3", "0", "abc"},
                                                            {std::string(30, '9'), "0", "abc"},
                                                            {"6", "0", "ab"},
                                                            {"6", "0", "ab/"},
                                                            {"6", "0", std::string(65, 'a')},
                                                            {"6", "0", ""}})
    EXPECT_FALSE(read_chunk_headers(length, offset, id)) << length << " " << offset << " " << id;
}

// Oracle: whatever fails on the disk, a file that comes out is the one that was sent, and a client
// that begins anew under another id succeeds.
TEST_F(Chunks, NeverGiveWrongBytesOnAFailingDisk_S16) {
  for (bool const sticky : {false, true})
    for (int n = 0; n < 40; ++n) {
      auto const id = "run" + std::to_string(n) + (sticky ? "s" : "");
      files.fail_at(n, ENOSPC, sticky);
      for (std::uint64_t at = 0; at < 6; at += 2)
        for (int attempt = 0; attempt < 2; ++attempt) {
          auto const sent =
              send({.upload = id, .offset = at, .bytes = std::string("abcdef").substr(at, 2)});
          EXPECT_TRUE(!sent || !*sent || **sent == "abcdef") << n;
          if (sent) break;
        }
      files.heal();
      EXPECT_EQ(key_of(send({.upload = id + "again", .bytes = "abcdef"})), "ok") << n;
      clock.advance(25h);
    }
  clock.advance(48h);
  ASSERT_TRUE(send({.upload = "last"}));
  EXPECT_EQ(kept(), 1U) << "what failures left behind went with the next upload";
}

}  // namespace
}  // namespace latchkey::content
