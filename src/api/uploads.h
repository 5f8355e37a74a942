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

/// Judges an upload by its head: whether the actor may create files of `owner` with that template,
/// or with any where the form will name one. Refusals are answered as refused uploads are. Errors:
/// internal.
Result<Admission> admit_new_files(Call& call, Scene const& scene, content::Owner const& owner,
                                  std::optional<std::string> const& template_name);
/// The same for other bytes of a file; for the picture of a user.
Result<Admission> admit_other_bytes(Call& call);
Result<Admission> admit_avatar(Call& call);
/// For the rows `…/files`.
Result<Admission> admit_files(Call& call);

/// What the refusal of an upload says. The envelope has neither key nor code; the log does.
std::string const& refused_text(Call const& call, Error const& error);
Failure may_not_upload();
Failure may_not_replace();
/// The longest file that `accept` lets in, if it says so.
std::optional<std::uint64_t> longest_accepted(json::value const& accept);

/// In the default view; "default" stands where a file has no template.
Result<json::value> show_uploaded(Scene const& scene, KeptFile const& kept);

}  // namespace latchkey::api
