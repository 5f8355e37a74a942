#include "mail/outbox.h"

#include <fmt/chrono.h>

#include "core/log.h"
#include "store/files.h"
#include "store/private_folder.h"

namespace latchkey::mail {
namespace {

std::string file_name(Instant now, Random& random) {
  std::string tail;
  for (int i = 0; i < 8; ++i) tail += "abcdefghijklmnopqrstuvwxyz234567"[random.below(32)];
  auto const time = fmt::gmtime(static_cast<std::time_t>(unix_seconds(now)));
  return fmt::format("{:%Y%m%dT%H%M%SZ}-{}.eml", time, tail);
}

}  // namespace

Result<> put_into_outbox(std::filesystem::path const& outbox, std::string_view text, Instant now,
                         Random& random) {
  LK_CHECK(store::ensure_private_folder(outbox.parent_path()));
  LK_CHECK(store::ensure_private_folder(outbox));
  LK_TRY(auto files, store::open_files(outbox));
  auto const name = file_name(now, random);
  LK_CHECK(files->replace(name, text, {.mode = 0600}));
  log::info("mail.outbox", {{"file", (outbox / name).string()}});
  return {};
}

}  // namespace latchkey::mail
