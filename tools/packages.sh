# Debian packages by purpose. `setup GROUP...` installs what is missing and never removes a package.
# shellcheck disable=SC2034  # the lists are read by name

packages_build="cmake ninja-build ccache g++ pkg-config libboost1.81-dev libboost-json1.81-dev libssl-dev
  libexpected-dev libfmt-dev libspdlog-dev libsodium-dev libargon2-dev libcrypt-dev libsqlite3-dev
  libyaml-cpp-dev libcmark-gfm-dev libcmark-gfm-extensions-dev libcurl4-openssl-dev liboath-dev libzxcvbn-dev
  libidn2-dev libutf8proc-dev libmagic-dev libvips-dev libpng-dev libexpat1-dev libpcre2-dev zlib1g-dev libbrotli-dev libcli11-dev libkainjow-mustache-dev"
packages_test="clang python3 python3-jsonschema libgtest-dev libgmock-dev librapidcheck-dev"
packages_lint="git clang clang-format clang-tidy libclang-rt-14-dev shellcheck"
packages_browser="chromium nodejs npm"
packages_node="nodejs npm"
packages_bench="python3 nginx-light libbenchmark-dev wrk"
packages_outside="python3 nginx-light haproxy apache2-bin slowhttptest testssl.sh hydra faketime debootstrap curl
  git rsync vim-tiny"

# Programs that may have come another way: NodeSource's nodejs brings an npm that Debian's package would replace.
is_there_anyway() {
  case $1 in
    nodejs) command -v node >/dev/null ;;
    npm) command -v npm >/dev/null ;;
    *) false ;;
  esac
}

missing_packages() {
  local wanted=("$@") have
  have=$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "${wanted[@]}" 2>/dev/null || true)
  for package in "${wanted[@]}"; do
    grep -qx "$package installed" <<<"$have" || is_there_anyway "$package" || echo "$package"
  done
}

# Runs a command as root, or says in one sentence what a person has to do.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    env DEBIAN_FRONTEND=noninteractive "$@"
  elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || { [ -t 0 ] && sudo -v; }; }; then
    sudo env DEBIAN_FRONTEND=noninteractive "$@"
  else
    return 77
  fi
}

# Some packages bring a service; this keeps all of them from being started while ours are installed.
policy=/usr/sbin/policy-rc.d
apt_install() {
  local made=""
  [ -e "$policy" ] || { printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null && as_root chmod 755 "$policy" && made=yes; }
  local code=0
  as_root apt-get install --yes --no-install-recommends --no-remove -o Dpkg::Use-Pty=0 "$@" || code=$?
  [ -z "$made" ] || as_root rm -f "$policy"
  return "$code"
}

# A first try with the lists that are there, because updating them takes time; a new machine has none.
install_packages() {
  ls /var/lib/apt/lists/*_Packages* >/dev/null 2>&1 && apt_install "$@" && return
  as_root apt-get update && apt_install "$@"
}

setup() {
  command -v apt-get >/dev/null || die "Latchkey builds on Debian 12: there is no apt-get here."
  local wanted=() missing
  for group in "$@"; do
    local list=packages_$group
    [ -n "${!list:-}" ] || die "There is no package group '$group' (build test lint node browser bench outside)."
    read -ra words -d '' <<<"${!list}" || true
    wanted+=("${words[@]}")
  done
  mapfile -t missing < <(missing_packages "${wanted[@]}")
  [ ${#missing[@]} -gt 0 ] || return 0
  say "To be installed for $*: ${missing[*]}"
  as_root true || die "Installing Debian packages needs root: run ./dev as root or install sudo, or run as root: apt-get install ${missing[*]}"
  step "install ${#missing[@]} packages" install_packages "${missing[@]}"
}

# For tests that can be left out where their packages can't be had.
setup_if_possible() { (setup "$@"); }
