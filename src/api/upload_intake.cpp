#include "api/upload_intake.h"

#include "content/chunks.h"
#include "core/text.h"

namespace latchkey::api {
namespace {

constexpr std::size_t most_field_bytes = 1 << 20;
/// Each file holds a descriptor until the answer.
constexpr std::size_t most_files = 200, most_parts = http::MultipartLimits().parts - 1;
/// Longer files are on the disk before anybody waits for the lock of writers.
constexpr std::uint64_t early_synced = 1 << 20;

Failure too_long() {
  return fail(Kind::invalid, "error.file.accept", "The file is larger than what is accepted here");
}

}  // namespace

UploadIntake::UploadIntake(store::Spool& spool, Terms terms)
    : spool_(spool),
      terms_(std::move(terms)),
      reader_(terms_.boundary,
              {[this](http::Part head) { return begin(std::move(head)); },
               [this](std::string_view bytes) { return add(bytes); }, [this] { return end(); }}) {}

bool UploadIntake::take(std::string_view bytes) {
  if (is_ended_ || failure_) return false;
  auto const taken = reader_.feed(bytes);
  if (!taken && !is_ended_) failure_ = taken.error();
  return taken.has_value();
}

std::vector<http::Part> UploadIntake::parts() const {
  return reader_.is_whole() || is_ended_ ? parts_ : std::vector<http::Part>();
}

Result<> UploadIntake::begin(http::Part head) {
  part_ = std::move(head);
  text_.clear();
  file_.reset();
  if (parts_.size() >= most_parts) return fail(Kind::too_large, "", "The form has too many fields");
  if (!part_.filename) return {};
  if (++files_ > most_files)
    return fail(Kind::too_large, "", "More than 200 files in one form are not accepted");
  most_ = terms_.longest(template_name_);
  LK_TRY(file_, spool_.begin());
  return {};
}

Result<> UploadIntake::add(std::string_view bytes) {
  if (!part_.filename) return add_to_field(bytes);
  return part_.refused ? Result<>() : add_to_file(bytes);
}

Result<> UploadIntake::add_to_field(std::string_view bytes) {
  field_bytes_ += bytes.size();
  if (field_bytes_ > most_field_bytes)
    return fail(Kind::too_large, "", "The fields of the form are too large");
  text_ += bytes;
  return {};
}

Result<> UploadIntake::add_to_file(std::string_view bytes) {
  if (!most_ || file_->size() + bytes.size() <= *most_) return file_->append(bytes);
  file_.reset();
  part_.refused = too_long().value();
  if (terms_.is_short) return {};
  is_ended_ = true;
  LK_CHECK(end());
  return too_long();
}

Result<> UploadIntake::end() {
  if (file_) {
    if (file_->size() > early_synced) LK_CHECK(file_->sync());
    part_.content = Blob(std::exchange(file_, nullptr));
  } else if (!part_.filename) {
    if (iequals(part_.name, "template")) template_name_ = text_;
    part_.content = Blob::owning(std::exchange(text_, {}));
  }
  parts_.push_back(std::move(part_));
  return {};
}

}  // namespace latchkey::api
