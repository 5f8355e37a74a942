#include "store/journal_record.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace latchkey::store {
namespace {

using RecordKind = Record::Kind;

Record const examples[] = {
    {RecordKind::moved, "content/1_a", "content/2_a"},
    {RecordKind::hidden, "a\nb", ".latchkey-gone-1-0"},
    {RecordKind::made, "new"},
    {RecordKind::folder, "folder"},
    {RecordKind::tree, ".latchkey-new-x"},
    {RecordKind::replaced, "text", std::string("a:\0\n\xff", 5), -5},
};

std::string file_of(JournalHead const& head, std::vector<Record> const& records) {
  auto out = print_head(head);
  for (std::size_t i = 0; i < records.size(); ++i) out += print_record(head.change, i, records[i]);
  return out;
}

// Oracle: inverse.
TEST(JournalRecord, ReadsWhatItWrote) {
  for (auto const state :
       {JournalHead::State::open, JournalHead::State::done, JournalHead::State::closed})
    for (std::uint64_t const limit :
         {std::uint64_t(0), std::uint64_t(7), JournalHead::everything}) {
      JournalHead const head{41, state, limit};
      EXPECT_EQ(print_head(head).size(), journal_head_bytes);
      EXPECT_EQ(parse_head(print_head(head)), head);
    }
  std::vector<Record> const all(std::begin(examples), std::end(examples));
  EXPECT_EQ(parse_records(3, file_of({3, JournalHead::State::open}, all)), all);
}

// Oracle: inverse, for any bytes in paths and texts.
TEST(JournalRecord, ReadsWhatItWroteForAnyBytes) {
  rc::check([](std::string path, std::string other, std::int64_t time, std::uint64_t change) {
    std::vector<Record> const one{{RecordKind::replaced, path, other, time}};
    RC_ASSERT(parse_records(change, file_of({change, JournalHead::State::open}, one)) == one);
  });
}

// Oracle: the rule of the format: a record counts with its last byte, and no other change's does.
TEST(JournalRecord, StopsWhereARecordIsTornOrOfAnotherChange) {
  std::vector<Record> const all(std::begin(examples), std::end(examples));
  auto const file = file_of({3, JournalHead::State::open}, all);
  for (std::size_t length = 0; length < file.size(); ++length) {
    auto const found = parse_records(3, std::string_view(file).substr(0, length));
    ASSERT_LT(found.size(), all.size());
    ASSERT_TRUE(std::equal(found.begin(), found.end(), all.begin())) << length;
  }
  EXPECT_TRUE(parse_records(4, file).empty());
  auto longer = file_of({4, JournalHead::State::open}, {all[0]});
  longer += file.substr(longer.size());  // the end of change 3 behind a shorter change 4
  EXPECT_EQ(parse_records(4, longer), std::vector<Record>{all[0]});
}

// Oracle: slow twin: any one damaged byte of the head's text is noticed.
TEST(JournalRecord, NoticesEveryDamagedByteOfAHead) {
  auto const good = print_head({12, JournalHead::State::open, 3});
  auto const text = good.find_last_not_of('\n') + 2;
  for (std::size_t i = 0; i < text; ++i) {
    auto bad = good;
    bad[i] = static_cast<char>(bad[i] ^ 1);
    EXPECT_FALSE(parse_head(bad)) << i;
    EXPECT_FALSE(parse_head(std::string_view(good).substr(0, i))) << i;
  }
  EXPECT_FALSE(parse_head(""));
}

}  // namespace
}  // namespace latchkey::store
