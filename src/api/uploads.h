#pragma once
// Files that come with a request: judged, kept, shown. Source: spec/content-api 13, security S16.

#include <functional>
#include <string>

#include "api/file_owner.h"
#include "api/file_view.h"

namespace latchkey::api {

/// What one file of a request became: null while pieces of it are missing.
struct KeptFile {
  content::FilePtr file;
  bool is_new = false;  ///< false: it was there, or has other bytes now
};

/// How a stored file is shown in the answer.
using ShowFile = std::function<Result<json::value>(Scene const& scene, KeptFile const& kept)>;

/// What a place says about the files that come there.
struct UploadPlace {
  content::Owner owner;
  std::string template_name;  ///< empty: none
  std::string sort;           ///< empty: none
  ShowFile show;
};

/// Keeps each file of the request and answers as uploads do: `{status, data}`, `{status, message}`
/// with 400, or both for several. Pieces of files are put together. Errors: invalid
/// error.invalidArgument where no file was sent; what befalls a file is in the answer.
Result<Answer> answer_uploads(Call& call, Scene const& scene, UploadPlace const& place);

/// In the default view; "default" stands where a file has no template.
Result<json::value> show_uploaded(Scene const& scene, KeptFile const& kept);

}  // namespace latchkey::api
