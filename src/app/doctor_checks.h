#pragma once
// The checks behind `latchkey doctor`; each looks at one matter and adds what it finds.

#include "accounts/accounts.h"
#include "app/doctor.h"
#include "config/config.h"
#include "store/files.h"

namespace latchkey::app {

struct Patient {
  std::filesystem::path const& root;
  store::Files& files;
  config::Config const& config;
  config::Options const& options;
  accounts::Accounts const& accounts;
  accounts::Snapshot const& snapshot;
  DoctorArguments const& arguments;
};

/// The first five, and how many more there are; control characters become '?'.
std::string listed(std::vector<std::string> const& names);

void add_note(Findings& out, std::string area, std::string text, std::string advice);
void add_warning(Findings& out, std::string area, std::string text, std::string advice);
void add_problem(Findings& out, std::string area, std::string text, std::string advice);

// doctor_disk.cpp
void check_folders(Patient const& site, Findings& out);
void check_own_files(Patient const& site, Findings& out);
void check_links(Patient const& site, Findings& out);
void check_server(Patient const& site, Findings& out);
// doctor_options.cpp
void check_config(Patient const& site, Findings& out);
void check_address(Patient const& site, Findings& out);
void check_basic(Patient const& site, Findings& out);
void check_cors(Patient const& site, Findings& out);
void check_cookies(Patient const& site, Findings& out);
void check_login(Patient const& site, Findings& out);
void check_open_doors(Patient const& site, Findings& out);
void check_tls(Patient const& site, Findings& out);
// doctor_content.cpp
void check_accounts(Patient const& site, Findings& out);
void check_addresses(Patient const& site, Findings& out);
void check_hashes(Patient const& site, Findings& out);
void check_blueprints(Patient const& site, Findings& out);
void check_templates(Patient const& site, Findings& out);
// doctor_pages.cpp
void check_pages(Patient const& site, Findings& out);

}  // namespace latchkey::app
