#include "app/application.h"

#include <gtest/gtest.h>

#include "support/site_fixture.h"

namespace latchkey::app {
namespace {

// Oracle: DESIGN 6: one server a folder; every refusal says what, where and how to mend it.
TEST(Application, RefusesASecondServerOnAFolder) {
  test::SiteFixture const first;
  auto const second = Application::open({first.copy.root(), {}, {}});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, Kind::locked);
  auto const& message = second.error().message;
  for (auto const* part : {"server.lock", "process ", "End it first", "--root"})
    EXPECT_NE(message.find(part), message.npos) << part << " in " << message;
}

}  // namespace
}  // namespace latchkey::app
