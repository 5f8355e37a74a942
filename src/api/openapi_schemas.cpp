#include "api/openapi_schemas.h"

#include <array>
#include <string>

#include "api/openapi_types.h"
#include "core/text.h"

namespace latchkey::api {
namespace {

/// One schema: a map of members (see openapi_types.h), or another type where `members` begins with
/// an equals sign.
struct Described {
  std::string_view name, description, members;
};

constexpr Described model_schemas[] = {
    {"Page", "A page: the members that `view` or `select` asks for.",
     "blueprint?:Blueprint|null blueprints?:TemplateChoice[] children?:Page[] content?:fields "
     "drafts?:Page[] errors?:{FormError}|empty files?:File[] hasChildren?:flag hasDrafts?:flag "
     "hasFiles?:flag id?:text isSortable?:flag num?:whole|null options?:{flag} "
     "panelImage?:Picture|null parent?:Page|null parents?:Page[] previewUrl?:text|null "
     "siblings?:Page[] slug?:text status?:'draft'|'unlisted'|'listed' template?:text title?:text "
     "url?:text uuid?:text|null"},
    {"Site", "The site: the members that `view` or `select` asks for.",
     "blueprint?:Blueprint|null children?:Page[] content?:fields drafts?:Page[] files?:File[] "
     "options?:{flag} previewUrl?:text|null title?:text url?:text"},
    {"File",
     "A file of the site, of a page or of a user: the members that `view` or `select` asks for.",
     "blueprint?:Blueprint|null content?:fields dimensions?:Dimensions|NoDimensions dragText?:text "
     "exists?:flag extension?:text filename?:text id?:text link?:text mime?:text modified?:text "
     "name?:text next?:File|null nextWithTemplate?:File|null niceSize?:text options?:{flag} "
     "panelImage?:Picture|null panelUrl?:text parent?:Page|Site|User|null parents?:Page[] "
     "prev?:File|null prevWithTemplate?:File|null size?:whole template?:text|null "
     "thumbs?:{text}|null type?:text|null url?:text uuid?:text|null"},
    {"User", "A user: the members that `view` or `select` asks for.",
     "avatar?:File|null blueprint?:Blueprint|null content?:fields email?:text|null files?:File[] "
     "id?:text language?:text name?:text|null next?:User|null options?:{flag} "
     "permissions?:Permissions|null prev?:User|null role?:Role|null roles?:Role[] "
     "username?:text|null "
     "uuid?:text"},
    {"Role", "A role: the members that `view` or `select` asks for.",
     "description?:text|null name?:text permissions?:Permissions title?:text"},
    {"Permissions", "By category, then by action.", "={{flag}}"},
    {"Language", "A language of the content.",
     "code?:text default?:flag direction?:'ltr'|'rtl' locale?:{any} name?:text "
     "rules?:{text}|empty url?:text"},
    {"Translation", "Texts of the interface.",
     "author?:text data?:{text} direction?:'ltr'|'rtl' id?:text name?:text"},
    {"Blueprint", "The form of a model: what `name`, `options` and `tabs` of its file come to.",
     "name?:text num?:any options?:{any}|flag preview?:any status?:{PageState}|empty "
     "tabs?:BlueprintTab[] title?:text"},
    {"PageState", "How the interface names a status.", "label:text|null text:text|null"},
    {"BlueprintTab", "A tab of a form.",
     "name:text link:text columns?:any label?:any icon?:any ..."},
    {"TemplateChoice", "A template to choose.", "name:text title:text"},
    {"Dimensions", "Size of a picture; zero and false where it cannot be read.",
     "width:whole height:whole ratio:real orientation:'landscape'|'portrait'|'square'|false"},
    {"NoDimensions", "Of files that are no pictures.", "dimensions:null"},
    {"Picture", "How the interface shows a model.",
     "back?:text color?:text cover?:flag icon?:text ratio?:text src?:text srcset?:text url?:text"},
    {"System", "State of the system; a visitor sees less than a user.",
     "ascii?:{text} authStatus?:AuthStatus defaultLanguage?:text isInstallable?:flag "
     "isInstalled?:flag isLocal?:flag isOk?:flag kirbytext?:flag languages?:text[] license?:null "
     "locales?:fields loginMethods?:text[] multilang?:flag requirements?:{flag} site?:text "
     "slugs?:fields title?:text translation?:Translation user?:User version?:text|null"},
    {"AuthStatus", "How far a login has come.",
     "challenge:text|null email:text|null mode:text|null status:'inactive'|'pending'|'active'"},
};

constexpr Described answer_schemas[] = {
    {"Pagination", "Which part of a collection this is; page 0 of an empty one.",
     "page:whole total:whole offset:whole limit:whole"},
    {"Saved", "It is done.", "status:'ok'"},
    {"Document", "An OpenAPI document.", "={any}"},
    {"QueryAnswer", "What was asked for: whatever the query gives, or name -> result.",
     "code:200 result:any status:'ok'"},
    {"Done", "It is done.", "status:'ok' message:'ok' code:200"},
    {"Csrf", "The token of the session, for the header X-CSRF.", "code:200 csrf:text status:'ok'"},
    {"Login", "`user` after a login; `challenge` where a code is asked for (null: none will come).",
     "code:200 status:'ok' user?:User challenge?:text|null"},
    {"Installed", "The first account, logged in.", "status:'ok' token:true user:User"},
    {"TemplateChoices", "Templates to choose from.", "=TemplateChoice[]"},
    {"Upload",
     "One file: itself, null while pieces are missing. Several: by the name each was given.",
     "status:'ok' data:File|{File}|null"},
    {"FormError", "What is wrong with a field or section: a text for each broken rule.",
     "label:text message:{text}"},
    {"Section", "A section by its type; unknown types are shown as info.",
     "=PagesSection|FilesSection|FieldsSection|StatsSection|InfoSection"},
    {"PagesSection", "",
     "status:'ok' code:200 name:text type:'pages' data:PageItem[] errors:{FormError}|empty "
     "options:SectionOptions pagination:Pagination"},
    {"FilesSection", "",
     "status:'ok' code:200 name:text type:'files' data:FileItem[] errors:{FormError}|empty "
     "options:SectionOptions pagination:Pagination"},
    {"FieldsSection", "Properties of each field, with their defaults, without values.",
     "status:'ok' code:200 name:text type:'fields' fields:{FieldProperties}|empty"},
    {"FieldProperties", "", "name?:text type:text ..."},
    {"StatsSection", "",
     "status:'ok' code:200 name:text type:'stats' reports:StatsReport[] size:text"},
    {"StatsReport", "",
     "icon:text|real|null info:text|real|null label:text|real|null link:text|real|null "
     "theme:text|real|null value:text|real|null"},
    {"InfoSection", "`text` is HTML.",
     "status:'ok' code:200 name:text type:'info' icon:any label:text text:text|null theme:any"},
    {"SectionOptions", "",
     "accept?:text|null add?:flag apiUrl?:text batch:flag columns:any empty:text|null "
     "headline:text "
     "help:text|null layout:text link:text|null max:whole|null min:whole|null search:flag "
     "size:text "
     "sortable:flag upload?:SectionUpload|false"},
    {"SectionUpload", "Where uploads of a section go, and how many more it takes.",
     "accept:text|null api:text attributes:UploadAttributes max:whole|null multiple:flag "
     "preview:fields"},
    {"UploadAttributes", "", "sort:whole|null template:text|null"},
    {"PageItem", "A page in a section or picker.",
     "id:text image:Picture|null info:text link:text permissions:{flag} text:text uuid:text|null "
     "dragText:text parent:text|null status:'draft'|'unlisted'|'listed' template:text url:text "
     "hasChildren?:flag sortable?:flag"},
    {"FileItem", "A file in a section or picker.",
     "id:text image:Picture|null info:text link:text permissions:{flag} text:text uuid:text|null "
     "dragText:text extension:text filename:text mime:text parent:text template:text|null url:text "
     "sortable?:flag type?:text|null"},
    {"UserItem", "A user in a picker.",
     "id:text image:Picture|null info:text link:text permissions:{flag} text:text uuid:text "
     "email:text|null sortable:flag username:text|null"},
    {"FieldOffer", "By the type of the field and the rest of the path.",
     "=PageCandidates|FileCandidates|UserCandidates|NewId|Block"},
    {"PageCandidates", "", "data:PageItem[] pagination:CandidatePages model:CandidateParent|null"},
    {"FileCandidates", "", "data:FileItem[] pagination:CandidatePages"},
    {"UserCandidates", "", "data:UserItem[] pagination:CandidatePages"},
    {"CandidatePages", "", "limit:whole page:whole total:whole"},
    {"CandidateParent", "Whose children the candidates are.",
     "id:text|null parent:text|null title:text"},
    {"NewId", "", "uuid:text"},
    {"Block", "", "content:fields id:text isHidden:flag type:text"},
    {"Layout", "", "attrs:fields columns:LayoutColumn[] id:text"},
    {"LayoutColumn", "", "blocks:Block[] id:text width:text"},
    {"FieldResult", "Blocks or layouts made of the input, or files taken.",
     "=Block[]|Layout[]|Layout|FieldUpload"},
    {"FieldUpload", "As `Upload`, with what the field shows of a file.",
     "status:'ok' data:FileItem|{FileItem}|InsertedFile|{InsertedFile}|null"},
    {"InsertedFile", "What a textarea puts into its text.", "dragText:text filename:text"},
    {"Error",
     "`key` names the reason in every language; null for missing routes and crashes. With option "
     "`debug` four members more.",
     "status:'error' message:text code:whole key:text|null details:fields exception?:text "
     "file?:text line?:whole route?:text|null"},
    {"Nothing", "Missing languages, avatars, sections and translations say no key.",
     "status:'error' message:text code:404"},
    {"UploadFailure",
     "`message` for one file. Several: `errors` by the name each was given; the others are stored.",
     "status:'error' message?:text errors?:{text}"},
};

constexpr Described input_schemas[] = {
    {"LoginInput",
     "An address, an account id or `user://ID`. Without a password a code is sent, where that is "
     "on. "
     "`long` keeps the session for weeks.",
     "email?:text password?:text long?:flag ..."},
    {"CodeInput", "The code that was sent, or that of an authenticator.", "code:text ..."},
    {"AccountInput", "", "email:text password:text name?:text language?:text role?:text ..."},
    {"UserInput", "",
     "email:text password?:text name?:text|null language?:text|null role?:text|null id?:text|null "
     "content?:fields|null ..."},
    {"EmailInput", "", "email:text ..."},
    {"NameInput", "Of files without the extension.", "name:text ..."},
    {"LanguageCodeInput", "", "language:text ..."},
    {"RoleInput", "", "role:text ..."},
    {"PasswordInput", "`currentPassword` is the acting user's own.",
     "password:text currentPassword?:text ..."},
    {"FieldsInput",
     "Values of fields by their names; null empties a field. What is not named stays as it is.",
     "={any}|empty"},
    {"TitleInput", "", "title:text ..."},
    {"SlugInput", "", "slug:text ..."},
    {"TemplateInput", "", "template:text ..."},
    {"StatusInput", "`position` among the listed siblings, from 1.",
     "status:'draft'|'unlisted'|'listed' position?:whole|null ..."},
    {"CopyInput", "Without a slug the copy's ends in `-copy`.",
     "slug?:text children?:flag files?:flag ..."},
    {"PageInput", "Without a slug it is made of the title in `content`. A draft unless told.",
     "slug?:text template?:text content?:fields draft?:flag isDraft?:flag "
     "translations?:TranslationInput[] ..."},
    {"TranslationInput", "", "code:text slug?:text content?:fields ..."},
    {"DeleteInput", "`force` deletes pages with their children and drafts.", "force?:flag ..."},
    {"SearchInput", "Offset and limit are applied before the search.",
     "search?:text|SearchQuery|null offset?:whole limit?:whole paginate?:whole|Paging ..."},
    {"SearchQuery", "", "query?:text options?:SearchOptions ..."},
    {"SearchOptions", "",
     "fields?:text[]|text minlength?:whole score?:{whole} stopwords?:text[]|text words?:flag ..."},
    {"Paging", "", "page?:whole limit?:whole ..."},
    {"QueryInput", "One request, or several under their names.",
     "query?:text|null select?:text|any[]|{any}|null pagination?:QueryPaging|any[]|null "
     "queries?:{text|QueryInput}|null ..."},
    {"QueryPaging", "Of what `select` shows of a list.", "limit?:any page?:any ..."},
    {"FindInput", "Ids or uuids (`page://…`), in any members.", "=any[]|{any}"},
    {"SortInput", "Ids in the order wanted; they get the numbers from `index` + 1 on.",
     "files:text[] index?:whole ..."},
    {"LanguageInput", "",
     "code:text name:text direction?:'ltr'|'rtl' locale?:text|{text} default?:flag url?:text|null "
     "translations?:{text}|empty ..."},
    {"LanguageChange", "",
     "name?:text direction?:'ltr'|'rtl' locale?:text|{text} default?:flag url?:text|null "
     "translations?:{text}|empty ..."},
    {"SectionDeleteInput", "", "ids:text[] force?:flag ..."},
    {"FieldInput", "`html` or `json` to paste; `columns` and `attrs` of a new layout.",
     "html?:text json?:text columns?:text[] attrs?:fields|null ..."},
    {"UploadInput",
     "Every part with a file name is a file, whatever the part is called. One file at a time with "
     "Upload-Length.",
     "file:bytes[] template?:text sort?:whole ..."},
    {"FileInput", "One part with a file name.", "file:bytes ..."},
};

constexpr std::array enveloped{"Page",     "Site",        "File",   "User",     "Role",
                               "Language", "Translation", "System", "Blueprint"};

void add_schema(json::object& out, Described const& one) {
  auto schema = one.members.starts_with('=') ? schema_of_type(one.members.substr(1))
                                             : schema_of_members(one.members);
  if (!one.description.empty()) schema["description"] = one.description;
  out[one.name] = std::move(schema);
}

}  // namespace

json::object schema_components() {
  json::object out;
  for (auto const& one : model_schemas) add_schema(out, one);
  for (auto const& one : answer_schemas) add_schema(out, one);
  for (auto const& one : input_schemas) add_schema(out, one);
  for (std::string const model : enveloped) {
    out[model + "Model"] =
        schema_of_members("code:200 data:" + model + " status:'ok' type:'model'");
    if (model == "System" || model == "Blueprint" || model == "Site") continue;
    out[model + "Collection"] = schema_of_members(
        "code:200 data:" + model + "[] pagination:Pagination status:'ok' type:'collection'");
  }
  return out;
}

}  // namespace latchkey::api
