#include <fmt/format.h>

#include <array>
#include <chrono>

#include "formats/date.h"

namespace latchkey::formats {
namespace {

namespace chr = std::chrono;

constexpr std::array<std::string_view, 7> day_names{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                    "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 12> month_names{
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

struct Moment {
  explicit Moment(std::int64_t at) : seconds(at) {
    chr::sys_seconds const point{chr::seconds(at)};
    auto const day = chr::floor<chr::days>(point);
    chr::year_month_day const date(day);
    year = static_cast<int>(date.year());
    month = static_cast<unsigned>(date.month());
    day_of_month = static_cast<unsigned>(date.day());
    week_day = chr::weekday(day).c_encoding();
    day_of_year = static_cast<int>((day - chr::sys_days(date.year() / chr::January / 1)).count());
    auto const rest = (point - day).count();
    hour = static_cast<int>(rest / 3600);
    minute = static_cast<int>(rest / 60 % 60);
    second = static_cast<int>(rest % 60);
    is_leap = date.year().is_leap();
    month_length = static_cast<unsigned>((date.year() / date.month() / chr::last).day());
    // ISO week: that of the Thursday in the same week.
    auto const thursday = day + chr::days(3 - static_cast<int>((week_day + 6) % 7));
    chr::year_month_day const of_week(chr::sys_days{thursday});
    week_year = static_cast<int>(of_week.year());
    week = static_cast<int>((thursday - chr::sys_days(of_week.year() / chr::January / 1)).count()) /
               7 +
           1;
  }
  std::int64_t seconds;
  int year, day_of_year, hour, minute, second, week_year, week;
  unsigned month, day_of_month, week_day, month_length;
  bool is_leap;
};

std::string_view suffix(unsigned day) {
  if (day / 10 == 1) return "th";
  if (day % 10 == 1) return "st";
  if (day % 10 == 2) return "nd";
  return day % 10 == 3 ? "rd" : "th";
}

int twelve(int hour) { return hour % 12 == 0 ? 12 : hour % 12; }

/// What a letter stands for; none for letters that stand for themselves.
std::optional<std::string> expand(char letter, Moment const& at) {
  switch (letter) {
    case 'd': return fmt::format("{:02}", at.day_of_month);
    case 'D': return std::string(day_names[at.week_day].substr(0, 3));
    case 'j': return std::to_string(at.day_of_month);
    case 'l': return std::string(day_names[at.week_day]);
    case 'N': return std::to_string(at.week_day == 0 ? 7 : at.week_day);
    case 'S': return std::string(suffix(at.day_of_month));
    case 'w': return std::to_string(at.week_day);
    case 'z': return std::to_string(at.day_of_year);
    case 'W': return fmt::format("{:02}", at.week);
    case 'F': return std::string(month_names[at.month - 1]);
    case 'm': return fmt::format("{:02}", at.month);
    case 'M': return std::string(month_names[at.month - 1].substr(0, 3));
    case 'n': return std::to_string(at.month);
    case 't': return std::to_string(at.month_length);
    case 'L': return std::string(at.is_leap ? "1" : "0");
    case 'o': return std::to_string(at.week_year);
    case 'Y': return fmt::format("{:04}", at.year);
    case 'y': return fmt::format("{:02}", ((at.year % 100) + 100) % 100);
    case 'a': return std::string(at.hour < 12 ? "am" : "pm");
    case 'A': return std::string(at.hour < 12 ? "AM" : "PM");
    case 'g': return std::to_string(twelve(at.hour));
    case 'G': return std::to_string(at.hour);
    case 'h': return fmt::format("{:02}", twelve(at.hour));
    case 'H': return fmt::format("{:02}", at.hour);
    case 'i': return fmt::format("{:02}", at.minute);
    case 's': return fmt::format("{:02}", at.second);
    case 'u': return "000000";
    case 'v': return "000";
    case 'e':
    case 'T': return "UTC";
    case 'P': return "+00:00";
    case 'p': return "Z";
    case 'O': return "+0000";
    case 'Z':
    case 'I': return "0";
    case 'U': return std::to_string(at.seconds);
    case 'c': return format_date(at.seconds, "Y-m-d\\TH:i:sP");
    case 'r': return format_date(at.seconds, "D, d M Y H:i:s O");
    default: return std::nullopt;
  }
}

}  // namespace

std::string format_date(std::int64_t seconds, std::string_view format) {
  Moment const at(seconds);
  std::string out;
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (format[i] == '\\') {
      if (++i < format.size()) out += format[i];
    } else if (auto const text = expand(format[i], at)) {
      out += *text;
    } else {
      out += format[i];
    }
  }
  return out;
}

}  // namespace latchkey::formats
