#include "http/etag.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace latchkey::http {
namespace {

// Oracle: RFC 9110, 13.1.1: `*` matches whatever is there, a list what it names.
TEST(MatchesState, TakesAStarAndLists) {
  auto const tag = etag_of("bytes", "state");
  EXPECT_TRUE(matches_state("*", "state"));
  EXPECT_TRUE(matches_state(" * ", "state"));
  EXPECT_TRUE(matches_state(tag, "state"));
  EXPECT_TRUE(matches_state("\"other\" ,W/\"x\", " + tag, "state"));
  EXPECT_TRUE(matches_state("\"a,b\"," + tag + ", \"c\"", "state"));
  for (std::string const& header :
       {std::string(), std::string("\""), std::string("\"\""), std::string("other"),
        std::string("\"*\""), tag.substr(1), tag.substr(0, tag.size() - 1)})
    EXPECT_FALSE(matches_state(header, "state")) << header;
}

// Oracle: RFC 9110, 8.8.3.2: weak validators never match strongly.
TEST(MatchesState, IsStrong) {
  EXPECT_FALSE(matches_state("W/" + etag_of("bytes", "state"), "state"));
}

// Oracle: RFC 9110, 8.8.3.3: codings have validators of their own, all of the same state.
TEST(MatchesState, KnowsEveryViewAndCodingOfAState) {
  for (auto const coding : {Coding::identity, Coding::gzip, Coding::br})
    EXPECT_TRUE(matches_state(coded_etag(etag_of("some view", "state"), coding), "state"));
  EXPECT_FALSE(matches_state(etag_of("bytes"), "state")) << "a validator without a state";
  EXPECT_FALSE(matches_state(etag_of("bytes"), ""));
}

// Oracle: the law itself: what was given for a state names that one and no other, whole.
TEST(MatchesState, NamesOneState) {
  EXPECT_TRUE(rc::check([](std::string const& bytes, std::string const& a, std::string const& b) {
    auto const tag = etag_of(bytes, a);
    RC_ASSERT(matches_state(tag, a));
    RC_ASSERT(matches_state(tag, b) == (a == b));
    auto changed = tag;
    auto const at = *rc::gen::inRange<std::size_t>(1, tag.size() - 1);
    changed[at] = changed[at] == '0' ? '1' : '0';
    RC_ASSERT(!matches_state(changed, a));
  }));
}

}  // namespace
}  // namespace latchkey::http
