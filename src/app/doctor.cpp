#include "app/doctor.h"

#include <fmt/format.h>

#include <ostream>

#include "app/doctor_checks.h"
#include "core/clock.h"
#include "crypto/digest.h"

namespace latchkey::app {
namespace {

constexpr void (*checks[])(Patient const&, Findings&) = {
    check_server,     check_folders,   check_own_files, check_links,     check_config,
    check_address,    check_basic,     check_cors,      check_cookies,   check_login,
    check_open_doors, check_tls,       check_accounts,  check_addresses, check_hashes,
    check_blueprints, check_templates, check_pages,
};

std::string_view name_of(Finding::Level level) {
  switch (level) {
    case Finding::Level::note: return "note";
    case Finding::Level::warning: return "warning";
    case Finding::Level::problem: return "problem";
  }
  return "";
}

constexpr std::string_view config_area = "configuration";

Findings only_problem(std::string area, Error const& error, std::string advice) {
  Findings out;
  auto const cause = error.cause.empty() ? "" : " (" + error.cause + ")";
  add_problem(out, std::move(area), error.message + cause, std::move(advice));
  return out;
}

std::size_t count(Findings const& findings, Finding::Level level) {
  return static_cast<std::size_t>(std::ranges::count(findings, level, &Finding::level));
}

json::object as_json(Findings const& findings) {
  json::array list;
  for (auto const& finding : findings) {
    list.push_back(json::object{{"level", name_of(finding.level)},
                                {"area", json::text(finding.area)},
                                {"text", json::text(finding.text)},
                                {"advice", json::text(finding.advice)}});
  }
  return {{"ok", count(findings, Finding::Level::problem) == 0}, {"findings", std::move(list)}};
}

void print(std::ostream& out, Findings const& findings) {
  for (auto const& finding : findings) {
    out << fmt::format("{:<8} {}: {}\n", name_of(finding.level), finding.area, finding.text);
    if (!finding.advice.empty()) out << fmt::format("         -> {}\n", finding.advice);
  }
  if (!findings.empty()) out << '\n';
  out << fmt::format(
      "{} problems, {} warnings, {} notes\n", count(findings, Finding::Level::problem),
      count(findings, Finding::Level::warning), count(findings, Finding::Level::note));
}

/// Names on a disk may hold anything; a line of a report must stay one.
std::string on_one_line(std::string text) {
  for (auto& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  return text;
}

}  // namespace

std::string listed(std::vector<std::string> const& names) {
  constexpr std::size_t shown = 5;
  std::string out;
  for (std::size_t i = 0; i < std::min(names.size(), shown); ++i)
    out += (i > 0 ? ", " : "") + on_one_line(names[i]);
  return names.size() > shown ? fmt::format("{} and {} more", out, names.size() - shown) : out;
}

void add_note(Findings& out, std::string area, std::string text, std::string advice) {
  out.push_back({Finding::Level::note, std::move(area), std::move(text), std::move(advice)});
}
void add_warning(Findings& out, std::string area, std::string text, std::string advice) {
  out.push_back({Finding::Level::warning, std::move(area), std::move(text), std::move(advice)});
}
void add_problem(Findings& out, std::string area, std::string text, std::string advice) {
  out.push_back({Finding::Level::problem, std::move(area), std::move(text), std::move(advice)});
}

Findings examine(DoctorArguments const& arguments) {
  auto files = store::open_files(arguments.root);
  if (!files) return only_problem("folders", files.error(), "name the site's folder with --root");
  auto const config = config::Config::load(arguments.root, arguments.environment, arguments.flags);
  if (!config)
    return only_problem(std::string(config_area), config.error(),
                        "mend the file and run doctor again");
  SystemClock const clock;
  crypto::SystemRandom random;
  auto const options = config->base();
  accounts::Accounts accounts(**files, clock, random, options->panel_language);
  accounts.use_yaml(yaml::parser_of(options->yaml_handler));
  auto const snapshot = accounts.snapshot();
  Patient const site{arguments.root, **files, *config, *options, accounts, *snapshot, arguments};
  Findings out;
  for (auto* check : checks) check(site, out);
  return out;
}

int doctor(DoctorArguments const& arguments, Terminal const& terminal) {
  auto const findings = examine(arguments);
  if (arguments.as_json) {
    terminal.out << json::print(as_json(findings), true) << '\n';
  } else {
    print(terminal.out, findings);
  }
  if (count(findings, Finding::Level::problem) == 0) return exit_ok;
  return findings.size() == 1 && findings.front().area == config_area ? exit_usage : exit_failed;
}

}  // namespace latchkey::app
