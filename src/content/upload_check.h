#pragma once
// Whether a file from a client may be kept: by its name, by its extension, by its content, and by
// its blueprint, in this order. Source: spec/content-api 13, security S16, S17.

#include "content/file.h"
#include "content/listing.h"
#include "core/blob.h"

namespace latchkey::content {

/// `name` as upload_name made it. Errors: invalid error.file.extension.missing, .forbidden,
/// error.file.name.invalid (hidden names, names over 255 bytes with their meta data, a part that
/// some server might run).
Result<> check_file_name(std::string_view name, Settings const& settings);

/// `file` is what would be stored; its `stamp.size` is that of `bytes`. Content and extension are
/// judged both: a picture, sound or film must not be something that runs elsewhere, pictures must
/// not hide scripts or archives nor claim more than half a billion pixels. Reads the beginning, all
/// that could hide something by stretches, and markup whole, up to max_markup_bytes. Errors:
/// invalid error.file.mime.forbidden, error.file.accept, error.file.content; internal.
Result<> check_file_content(File const& file, Blob const& bytes);

/// Type and dimensions of bytes that are not stored yet. Errors: internal.
Result<FileFacts> facts_of(Blob const& bytes, std::string_view extension);
/// As "image/png", whatever the file is called; "" where it cannot be read.
std::string sniffed_mime(Blob const& bytes);

}  // namespace latchkey::content
