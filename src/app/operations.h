#pragma once
// What the command line may do to accounts and sessions: defined once, run by the server for the
// control socket, or by the command itself where no server runs.

#include "accounts/accounts.h"
#include "auth/auth.h"
#include "config/options.h"
#include "content/site.h"
#include "formats/json.h"
#include "trash/trash.h"

namespace latchkey::app {

struct OperationParts {
  accounts::Accounts& accounts;
  auth::Auth& auth;
  content::Content& content;
  trash::Trash& trash;
  config::Options const& options;
};

/// `request` has the string "command" and what it needs:
///   user.list                                              ->
///   {"users":[{id,email,name,role,language,…}]} user.add {email, password?, name?, role?,
///   language?}   -> {"user":{…}} user.password {user, password}                         ->
///   {"user":{…}, "sessions":N ended} user.role {user, role} · user.delete {user}            ->
///   {"user":{…}} session.list {user?}                                   -> {"sessions":[…]}
///   session.end {user | session | all: true}               -> {"sessions":N ended}
///   trash.list                                             ->
///   {"trash":[{entry,kind,id,title,by,time}]} trash.restore {entry} -> {"restored":{…}}
///   trash.empty {older?: days}                             -> {"removed":N}
///   ping                                                   -> {}
/// Every answer has "ok"; with false comes "error": {"key","message"}. `user` is an address, an id
/// or user://ID. Any thread; accounts and auth serialise themselves.
json::object run_operation(OperationParts const& parts, json::object const& request);

/// The same for whatever holds the parts, as Application does.
template <class Site>
requires requires(Site& site) { site.accounts(), site.auth(), site.trash(), site.config()->base(); }
json::object run_operation(Site& site, json::object const& request) {
  auto const options = site.config()->base();
  return run_operation(
      OperationParts{site.accounts(), site.auth(), site.content(), site.trash(), *options},
      request);
}

}  // namespace latchkey::app
