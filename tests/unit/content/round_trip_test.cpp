// Any sequence of writes: what is remembered is what a fresh look at the disk finds.

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "content/file_actions.h"
#include "content/site.h"
#include "store/journaled_files.h"
#include "support/fakes.h"
#include "support/faulty_files.h"
#include "support/memory_files.h"

namespace latchkey::content {
namespace {

void describe_fields(formats::Fields const& fields, std::string& out) {
  for (auto const& [name, value] : fields) out += name + "=" + value + ";";
}

void describe_folder(Snapshot const& content, Folder const& folder, Owner const& owner,
                     std::string& out) {
  describe_fields(folder.fields({}), out);
  for (auto const& file : content.files(owner)) {
    out += "\n  " + file->path() + " ";
    describe_fields(file->fields({}), out);
  }
  out += "\n";
  for (auto const& page : content.children(folder, Filter::all)) {
    out += page->id + " at " + page->path + " of " + page->template_name() + ": ";
    describe_folder(content, *page, owner_of(*page), out);
  }
}

std::string described(Content& content) {
  std::string out;
  auto const snapshot = content.snapshot();
  auto const site = snapshot->site();
  describe_folder(*snapshot, *site, owner_of(*site), out);
  return out;
}

/// One write, by numbers that choose what and where.
struct Write {
  int kind = 0;
  std::string page, name;
  int number = 0;
};

void act_on_files(Content& content, Write const& write) {
  auto turn = content.begin();
  auto const page = turn.content.page(write.page);
  if (!page) return;
  auto const owner = owner_of(*page);
  auto const file = turn.content.file(owner, write.name + ".png");
  formats::Fields fields;
  fields.set("alt", "text " + std::to_string(write.number));
  if (write.kind == 8 && !file) {
    auto const made = make_candidate(turn.content, owner, write.name + ".png", "image", 3);
    (void)store_file(turn, *made, "PNG", fields);
  } else if (write.kind == 9 && file) {
    (void)rename_file(turn, *file, "other" + std::to_string(write.number) + ".png");
  } else if (write.kind == 10 && file) {
    (void)remove_file(turn, *file);
  } else if (write.kind == 11) {
    (void)sort_files(turn, turn.content.files(owner), write.number);
  }
}

void act(Content& content, Write const& write) {
  auto const text = "value " + std::to_string(write.number);
  auto const keep = [](Page const&, formats::Fields const& own, std::string const&) { return own; };
  formats::Fields fields;
  fields.set("title", text);
  switch (write.kind) {
    case 0:
      (void)content.create(write.page, {write.name, "plant", fields, write.number % 2 == 0});
      return;
    case 1: (void)content.update(write.page, {{"text", text}}, {}); return;
    case 2: (void)content.change_title(write.page, text, {}); return;
    case 3: (void)content.change_slug(write.page, write.name, {}); return;
    case 4:
      (void)content.change_status(write.page, static_cast<Status>(write.number % 3), write.number,
                                  {});
      return;
    case 5:
      (void)content.change_template(write.page, write.number % 2 == 0 ? "seed" : "plant", keep);
      return;
    case 6: (void)content.duplicate(write.page, {write.name, true, true}); return;
    case 7: (void)content.remove(write.page, true); return;
    default: act_on_files(content, write);
  }
}

std::vector<Write> any_writes() {
  auto const pages = std::vector<std::string>{"", "a", "b", "c", "a/b", "a/c", "b/a", "a/b/c"};
  auto const names = std::vector<std::string>{"a", "b", "c"};
  return *rc::gen::container<std::vector<Write>>(
      rc::gen::build<Write>(rc::gen::set(&Write::kind, rc::gen::inRange(0, 12)),
                            rc::gen::set(&Write::page, rc::gen::elementOf(pages)),
                            rc::gen::set(&Write::name, rc::gen::elementOf(names)),
                            rc::gen::set(&Write::number, rc::gen::inRange(0, 6))));
}

void check_round_trip(bool with_faults) {
  test::MemoryFiles disk;
  disk.put("content/site.txt", "Title: Greenhouse");
  for (std::string const path : {"1_a/plant.txt", "2_b/plant.txt", "1_a/1_b/plant.txt"})
    disk.put("content/" + path, "Title: Plant\n\n----\n\nUuid: page" + path);
  test::FaultyFiles faulty(disk, test::Counting::changes);
  store::JournaledFiles files(faulty);
  test::ManualClock clock;
  test::SeededRandom random;
  Content content{files, clock, random, Settings{}};
  for (auto const& write : any_writes()) {
    if (with_faults) faulty.fail_at(*rc::gen::inRange(0, 20), ENOSPC);
    act(content, write);
  }
  faulty.heal();
  Content fresh{disk, clock, random, Settings{}};
  RC_ASSERT(described(content) == described(fresh));
}

// Oracle: issue 4 B, round trip: the slow twin, a fresh read.
TEST(RoundTrip, RemembersWhatTheDiskHolds) {
  rc::check([] { check_round_trip(false); });
}

// Oracle: the same, on a disk whose operations fail now and then.
TEST(RoundTrip, RemembersWhatTheDiskHoldsAfterFailures) {
  rc::check([] { check_round_trip(true); });
}

}  // namespace
}  // namespace latchkey::content
