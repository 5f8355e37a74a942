#include "formats/date.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <ctime>

namespace latchkey::formats {
namespace {

std::string twin(std::int64_t at, char const* format) {
  auto const time = static_cast<std::time_t>(at);
  std::tm parts{};
  gmtime_r(&time, &parts);
  char out[100];
  return {out, std::strftime(out, sizeof out, format, &parts)};
}

std::int64_t any_moment() { return *rc::gen::inRange<std::int64_t>(0, 4'000'000'000); }

TEST(FormatDate, SaysWhatTheCLibrarySays) {  // slow twin: strftime
  EXPECT_TRUE(rc::check([] {
    auto const at = any_moment();
    RC_ASSERT(format_date(at, "Y-m-d H:i:s D M l F") == twin(at, "%Y-%m-%d %H:%M:%S %a %b %A %B"));
    RC_ASSERT(format_date(at, "o W N h A U") == twin(at, "%G %V %u %I %p %s"));
  }));
}

TEST(ParseDate, ReadsWhatIsPrinted) {  // law: inverse
  EXPECT_TRUE(rc::check([] {
    auto const at = any_moment();
    for (auto const* const format : {"Y-m-d H:i:s", "d.m.Y H:i:s", "j F Y g:i:sa", "F j, Y H:i:s",
                                     "c", "r", "Ymd H:i:s", "\\@U"})
      RC_ASSERT(parse_date(format_date(at, format), 0) == at);
  }));
}

TEST(ParseDate, TakesOrRefusesAnything) {  // law: total
  EXPECT_TRUE(rc::check([](std::string const& text) { (void)parse_date(text, 1'700'000'000); }));
}

TEST(ParseDate, KnowsTheFormsOfRecordedContent) {  // recorded case page-yaml-values
  constexpr std::int64_t june_30 = 1719705600;
  EXPECT_EQ(parse_date("30 June 2024 5pm", 0), june_30 + 17 * 3600);
  EXPECT_EQ(parse_date("2024-06-30", 0), june_30);
  EXPECT_EQ(parse_date("6/30/2024", 0), june_30);
  EXPECT_EQ(parse_date("9:02", june_30 + 5), june_30 + 9 * 3600 + 120);
  EXPECT_EQ(parse_date("2024-06-30T02:00:00+02:00", 0), june_30);
  EXPECT_EQ(parse_date("+2 days", june_30), june_30 + 2 * 86400);
  EXPECT_EQ(parse_date("tomorrow", june_30 + 99), june_30 + 86400);
  for (auto const* const bad : {"", "nonsense", "2024", "99:99", "2024-13-01", "1 2 3"})
    EXPECT_FALSE(parse_date(bad, 0)) << bad;
}

}  // namespace
}  // namespace latchkey::formats
