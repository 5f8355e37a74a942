// The classes as a table. Source: spec/content-api 18, "Rendering without select", "Allowed
// members".

#include <algorithm>

#include "kql/access.h"
#include "kql/refused_names.h"

namespace latchkey::kql {
namespace {

using Names = std::vector<std::string_view>;

Names const children{"children",
                     "childrenAndDrafts",
                     "draft",
                     "drafts",
                     "find",
                     "findPageOrDraft",
                     "grandChildren",
                     "hasChildren",
                     "hasDrafts",
                     "hasListedChildren",
                     "hasUnlistedChildren",
                     "index",
                     "search"};
Names const files{"audio",     "code",    "documents",    "file",     "files",
                  "hasAudio",  "hasCode", "hasDocuments", "hasFiles", "hasImages",
                  "hasVideos", "image",   "images",       "videos"};
Names const models{"apiUrl",      "blueprint",  "content",  "dragText", "exists",
                   "id",          "mediaUrl",   "modified", "panel",    "permalink",
                   "permissions", "previewUrl", "url",      "uuid",     "version"};
Names const siblings{"hasNext", "hasPrev", "indexOf", "isFirst", "isLast",  "isNth",
                     "next",    "nextAll", "prev",    "prevAll", "siblings"};
Names const parents{"parent", "parentId", "parentModel", "site"};
Names const collections{"chunk",      "count", "filterBy", "find",       "findBy",  "findByKey",
                        "first",      "flip",  "groupBy",  "has",        "isEmpty", "isEven",
                        "isNotEmpty", "isOdd", "keys",     "last",       "limit",   "next",
                        "not",        "nth",   "offset",   "pagination", "pluck",   "prev",
                        "shuffle",    "slice", "sortBy",   "without"};

Names joined(std::initializer_list<Names> lists) {
  Names out;
  for (auto const& list : lists) out.insert(out.end(), list.begin(), list.end());
  return out;
}

ObjectClass model(std::string_view type, std::string_view name, Names members, Names const& actions,
                  Names shown) {
  return {type,
          {name, "Kirby\\Cms\\ModelWithContent"},
          std::move(members),
          joined({model_actions, actions}),
          true,
          std::move(shown)};
}

ObjectClass plain(std::string_view type, Names names, Names members, Names shown = {}) {
  return {type, std::move(names), std::move(members), {}, false, std::move(shown)};
}

ObjectClass collection(std::string_view type, std::string_view name, Names const& own = {}) {
  return plain(type, {name, "Kirby\\Cms\\Collection", "Kirby\\Toolkit\\Collection"},
               joined({collections, own}));
}

std::vector<ObjectClass> models_table() {
  return {
      model("site", "Kirby\\Cms\\Site",
            joined({children,
                    files,
                    models,
                    {"blueprints", "breadcrumb", "errorPage", "errorPageId", "homePage",
                     "homePageId", "page", "pages", "title"}}),
            page_actions, {"children", "drafts", "files", "title", "url"}),
      model("page", "Kirby\\Cms\\Page",
            joined({children,
                    files,
                    models,
                    siblings,
                    parents,
                    {"blueprints", "depth", "hasTemplate", "intendedTemplate", "isDraft",
                     "isErrorPage", "isHomePage", "isHomeOrErrorPage", "isListed", "isReadable",
                     "isSortable", "isUnlisted", "num", "slug", "status", "template", "title",
                     "uid", "uri"}}),
            page_actions,
            {"children", "content", "drafts", "files", "id", "intendedTemplate", "isHomePage",
             "isErrorPage", "num", "template", "title", "slug", "status", "uid", "url"}),
      model("file", "Kirby\\Cms\\File",
            joined({models, siblings, parents, {"blur",        "bw",
                                                "crop",        "dataUri",
                                                "dimensions",  "exif",
                                                "extension",   "filename",
                                                "files",       "grayscale",
                                                "greyscale",   "height",
                                                "html",        "isPortrait",
                                                "isLandscape", "isSquare",
                                                "mime",        "name",
                                                "niceSize",    "orientation",
                                                "ratio",       "resize",
                                                "size",        "srcset",
                                                "template",    "templateSiblings",
                                                "thumb",       "type",
                                                "width"}}),
            file_actions,
            {"extension", "filename", "height", "id", "mime", "niceSize", "template", "type", "url",
             "width"}),
      model("user", "Kirby\\Cms\\User",
            joined({files,
                    models,
                    siblings,
                    {"avatar", "email", "isAdmin", "language", "modified", "name", "role",
                     "username"}}),
            user_actions, {"id", "name", "role", "username"}),
  };
}

std::vector<ObjectClass> collections_table() {
  return {
      collection("pages", "Kirby\\Cms\\Pages",
                 {"audio", "children", "code", "documents", "drafts", "files", "findByUri",
                  "images", "index", "listed", "notTemplate", "nums", "published", "search",
                  "template", "unlisted", "videos"}),
      collection("files", "Kirby\\Cms\\Files", {"template"}),
      collection("users", "Kirby\\Cms\\Users", {"role"}),
      collection("roles", "Kirby\\Cms\\Roles"),
      collection("languages", "Kirby\\Cms\\Languages"),
      collection("translations", "Kirby\\Cms\\Translations"),
      collection("structure", "Kirby\\Cms\\Structure"),
      collection("blocks", "Kirby\\Cms\\Blocks", {"excerpt", "toHtml"}),
      collection("layouts", "Kirby\\Cms\\Layouts"),
      collection("layoutColumns", "Kirby\\Cms\\LayoutColumns"),
      collection("entries", "Kirby\\Toolkit\\Collection"),
      collection("collection", "Kirby\\Cms\\Collection"),
  };
}

ObjectClass field_class() {
  return plain("field", {"Kirby\\Content\\Field", "Kirby\\Cms\\Field"},
               {"exists",
                "isEmpty",
                "isNotEmpty",
                "key",
                "or",
                "value",
                "isFalse",
                "isTrue",
                "isValid",
                "toBlocks",
                "toBool",
                "toData",
                "toDate",
                "toEntries",
                "toFile",
                "toFiles",
                "toFloat",
                "toInt",
                "toLayouts",
                "toLink",
                "toObject",
                "toPage",
                "toPages",
                "toStructure",
                "toTimestamp",
                "toUrl",
                "toUser",
                "toUsers",
                "length",
                "words",
                "callback",
                "escape",
                "excerpt",
                "html",
                "inline",
                "kirbytext",
                "kirbytextinline",
                "kirbytags",
                "lower",
                "markdown",
                "nl2br",
                "permalinksToUrls",
                "query",
                "replace",
                "short",
                "slug",
                "smartypants",
                "split",
                "upper",
                "widont",
                "xml",
                "yaml",
                "bool",
                "esc",
                "float",
                "h",
                "int",
                "kt",
                "kti",
                "link",
                "md",
                "sp",
                "v",
                "x"});
}

std::vector<ObjectClass> parts_table() {
  Names const is_empty{"isEmpty", "isNotEmpty"};
  auto content = plain("content", {"Kirby\\Content\\Content", "Kirby\\Cms\\Content"},
                       {"data", "fields", "get", "has", "keys", "not"});
  auto block =
      plain("block", {"Kirby\\Cms\\Block"},
            joined({siblings,
                    is_empty,
                    {"content", "id", "isHidden", "parent", "toField", "toHtml", "type"}}));
  auto item = plain("structureItem", {"Kirby\\Cms\\StructureObject"},
                    joined({siblings, {"content", "id", "parent"}}));
  for (auto* const one : {&content, &block, &item}) {
    one->has_fields = true;
    one->refused = part_actions;
  }
  content.refused.push_back("parent");
  return {
      plain("kirby", {"Kirby\\Cms\\App"},
            {"collection", "defaultLanguage", "detectedLanguage", "draft", "file", "language",
             "languageCode", "languages", "multilang", "page", "roles", "site", "translation",
             "translations", "url", "user", "users", "version"}),
      field_class(),
      std::move(content),
      std::move(block),
      std::move(item),
      plain("layout", {"Kirby\\Cms\\Layout"},
            joined({siblings, is_empty, {"attrs", "columns", "id", "parent"}})),
      plain("layoutColumn", {"Kirby\\Cms\\LayoutColumn"},
            joined({siblings, is_empty, {"blocks", "id", "span", "width"}})),
      plain("role", {"Kirby\\Cms\\Role"}, {"description", "id", "name", "permissions", "title"},
            {"description", "id", "name", "title"}),
      plain("translation", {"Kirby\\Cms\\Translation"},
            {"author", "code", "data", "dataWithFallback", "direction", "get", "id", "locale",
             "name"},
            {"author", "data", "direction", "id", "name"}),
      plain("version", {"Kirby\\Content\\Version"},
            {"content", "exists", "id", "isLatest", "isLocked", "lock", "modified", "read"},
            {"content", "exists", "id", "isLatest", "isLocked", "modified"}),
      plain("blueprint", {"Kirby\\Cms\\Blueprint"},
            {"description", "fields", "isDefault", "name", "options", "sections", "tabs", "title"},
            {"description", "fields", "isDefault", "name", "sections", "options", "tabs", "title"}),
      // Ours: the original has no words for these two.
      plain("language", {"Kirby\\Cms\\Language"},
            {"code", "default", "direction", "id", "isDefault", "locale", "name", "rules", "url"},
            {"code", "default", "direction", "locale", "name", "rules", "url"}),
      plain("dimensions", {"Kirby\\Image\\Dimensions"},
            {"height", "orientation", "ratio", "width"}),
  };
}

std::vector<ObjectClass> const& table() {
  static std::vector<ObjectClass> const all = [] {
    auto out = models_table();
    for (auto more : {collections_table(), parts_table()})
      std::ranges::move(more, std::back_inserter(out));
    return out;
  }();
  return all;
}

}  // namespace

ObjectClass const* find_class(std::string_view type) {
  auto const found = std::ranges::find(table(), type, &ObjectClass::type);
  return found == table().end() ? nullptr : &*found;
}

std::span<ObjectClass const> all_classes() { return table(); }

}  // namespace latchkey::kql
