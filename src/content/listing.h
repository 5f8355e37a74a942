#pragma once
// What lies in a page's folder: children, text files, other files. Source: spec/content-api 3.

#include <string>
#include <string_view>
#include <vector>

#include "content/page.h"
#include "formats/yaml.h"
#include "store/files.h"

namespace latchkey::content {

struct Settings {
  std::string extension = "txt";  ///< content.extension
  std::vector<std::string> ignore{".DS_Store", ".gitignore", ".git",  ".svn",
                                  ".htaccess", "Thumb.db",   "@eaDir"};
  bool uuid = true;      ///< content.uuid
  bool uuid_v4 = false;  ///< content.uuid: uuid-v4
  std::string home = "home", error = "error";
  std::size_t slug_length = 255;                ///< slugs.maxlength
  std::string media_key;                        ///< secret of media and preview tokens
  yaml::Parse read_yaml = yaml::parse_dialect;  ///< of blueprints: yaml.handler
  bool operator==(Settings const&) const = default;
};

/// Where pending versions lie, and what older versions locked with. Source: spec/content-api 17.
inline constexpr std::string_view changes_folder = "_changes", lock_file = ".lock";

/// A text file that counts, by language ("" without languages).
struct TextFile {
  std::string name, language;
  bool operator==(TextFile const&) const = default;
};

struct Listing {
  std::vector<Child> children;  ///< in the order of Folder::children
  std::string text_name;        ///< template by the last text in natural order; "default" with none
  std::vector<TextFile> texts;  ///< of `text_name`
  std::vector<std::string> files;
  std::vector<std::string> meta_texts;  ///< names of the texts that belong to `files`, byte order
  bool has_changes = false;             ///< a folder of pending versions
  bool has_lock_file = false;           ///< a lock file of older versions
  bool operator==(Listing const&) const = default;
};

/// Names that are never read: those of `content.ignore`, and what begins with '_' or '.'.
bool is_hidden_name(std::string_view name, Settings const& settings);

/// Whether `name` may become the name of a text file: what comes from a client must not be a path,
/// nor hide.
bool is_template_name(std::string_view name);

/// Pure: sorts the entries of a folder and of its `_drafts`. `text_name`: the only text that counts
/// ("site"), or empty.
Listing make_listing(std::vector<store::Entry> const& folder,
                     std::vector<store::Entry> const& drafts, Languages const& languages,
                     Settings const& settings, std::string_view text_name = {});

}  // namespace latchkey::content
