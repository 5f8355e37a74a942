#pragma once
// Whether a file from a client may be kept: by its name, by its extension, by its content, and by
// its blueprint, in this order. Source: spec/content-api 13, security S16, S17.

#include "content/file.h"
#include "content/listing.h"

namespace latchkey::content {

/// `name` as upload_name made it. Errors: invalid error.file.extension.missing, .forbidden,
/// error.file.name.invalid (hidden names, names over 255 bytes with their meta data, a part that
/// some server might run).
Result<> check_file_name(std::string_view name, Settings const& settings);

/// `file` is what would be stored; its `stamp.size` is that of `bytes`. Content and extension are
/// judged both: a picture, sound or film must not be something that runs elsewhere, pictures must
/// not hide scripts or archives nor claim more than half a billion pixels. Errors: invalid
/// error.file.mime.forbidden, error.file.accept, error.file.content. Pure.
Result<> check_file_content(File const& file, std::string_view bytes);

/// Type and dimensions of bytes that are not stored yet.
FileFacts facts_of(std::string_view bytes, std::string_view extension);

}  // namespace latchkey::content
