#include "api/page_search.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "api/collection.h"
#include "content/site.h"
#include "support/fakes.h"
#include "support/memory_files.h"

namespace latchkey::api {
namespace {

using PagePtr = std::shared_ptr<content::Page const>;

std::string some_text() {
  static std::vector<std::string> const pieces{"tea",
                                               "Tea",
                                               "TEA",
                                               "te",
                                               "a",
                                               " ",
                                               "\n",
                                               "green",
                                               "Gr\u00FCn",
                                               "gru\u0308n",
                                               "\u212Aettle",
                                               "kettle",
                                               "Stra\u00DFe",
                                               "strasse",
                                               "\\----",
                                               "----x",
                                               ":",
                                               ", ",
                                               "\u0130stanbul",
                                               "\xff",
                                               "title"};
  std::string out;
  for (int i = *rc::gen::inRange(0, 8); i > 0; --i) out += *rc::gen::elementOf(pieces);
  return out;
}

std::string some_file(bool translated) {
  formats::Fields fields;
  for (auto const* name : {"title", "text", "note"})
    if (*rc::gen::arbitrary<bool>()) fields.set(name, some_text());
  if (translated && *rc::gen::arbitrary<bool>()) fields.set("slug", "tee");
  auto text = formats::print_content(fields);
  if (*rc::gen::inRange(0, 4) == 0) text += "\n\n----\n\nTitle: " + some_text();  // a second one
  return text;
}

void fill(test::MemoryFiles& files, bool multilang) {
  if (multilang) {
    files.put("site/languages/en.php", "<?php return ['code' => 'en', 'default' => true];");
    files.put("site/languages/de.php", "<?php return ['code' => 'de'];");
  }
  std::string const ending = multilang ? ".en.txt" : ".txt";
  for (std::string const folder :
       {"1_tea", "1_tea/2_green", "1_tea/_drafts/kettle", "Tea-house", "other", "other/strasse"}) {
    if (*rc::gen::inRange(0, 5) > 0)
      files.put("content/" + folder + "/page" + ending, some_file(false));
    if (multilang && *rc::gen::arbitrary<bool>())
      files.put("content/" + folder + "/page.de.txt", some_file(true));
    files.put("content/" + folder + "/x.png", "PNG");
  }
}

void add_below(content::Snapshot const& snapshot, content::Folder const& of,
               std::vector<PagePtr>& out) {
  for (auto const& page : snapshot.children(of, content::Filter::all)) {
    out.push_back(page);
    add_below(snapshot, *page, out);
  }
}

std::vector<std::string> ids_of(std::vector<PagePtr> const& pages) {
  std::vector<std::string> out;
  for (auto const& page : pages) out.push_back(page->id);
  return out;
}

// Oracle: all pages made and every field of them looked at.
TEST(KeepHits, FindsWhatLookingAtEveryPageFinds) {
  EXPECT_TRUE(rc::check([] {
    test::MemoryFiles files;
    test::ManualClock clock;
    test::SeededRandom random;
    fill(files, *rc::gen::arbitrary<bool>());
    content::Content content(files, clock, random, {});
    auto const snapshot = content.snapshot();
    std::string const language = snapshot->languages()->multilang
                                     ? *rc::gen::elementOf(std::vector<std::string>{"en", "de"})
                                     : "";
    SearchRequest request{some_text(), {}};
    if (*rc::gen::arbitrary<bool>()) request.options["words"] = true;
    if (*rc::gen::arbitrary<bool>()) request.options["fields"] = "title, id";
    if (*rc::gen::arbitrary<bool>()) request.options["minlength"] = 1;

    std::vector<PagePtr> all;
    add_below(*snapshot, *snapshot->site(), all);
    auto const describe = [&](PagePtr const& page) {
      SearchTexts out{{"id", page->id, 64}};
      for (auto const& [name, text] : page->fields(language))
        out.push_back({name, text, name == "title" ? 64 : 1});
      return out;
    };
    auto const in_tree = ids_of(search_items(request, all, describe));
    std::ranges::sort(all, {}, [](PagePtr const& page) { return page->id; });
    auto const by_id = ids_of(search_items(request, all, describe));
    auto const wanted = static_cast<std::size_t>(*rc::gen::inRange(0, 10));
    for (auto const order : {HitOrder::of_tree, HitOrder::by_id}) {
      auto found = snapshot->survey_below(*snapshot->site());
      keep_hits(found, Search(request), language, order, wanted);
      auto ids = ids_of(found.pages()), all_ids = order == HitOrder::by_id ? by_id : in_tree;
      RC_ASSERT(ids.size() == all_ids.size());
      auto const first = std::min(wanted, ids.size());
      RC_ASSERT(std::equal(ids.begin(), ids.begin() + first, all_ids.begin()));
      std::ranges::sort(ids);
      std::ranges::sort(all_ids);
      RC_ASSERT(ids == all_ids);
    }
  }));
}

}  // namespace
}  // namespace latchkey::api
