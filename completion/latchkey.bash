# bash completion for latchkey; made by `latchkey completion bash`
_latchkey() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} path='' words='' i next
  for ((i = 1; i < COMP_CWORD; i++)); do
    next="${path:+$path }${COMP_WORDS[i]}"
    case $next in 'serve'|'init'|'user'|'user add'|'user list'|'user password'|'user role'|'user delete'|'session'|'session list'|'session end'|'trash'|'trash list'|'trash restore'|'trash empty'|'config'|'config check'|'config show'|'inspect'|'doctor'|'version') path=$next ;; esac
  done
  COMPREPLY=()
  case $previous in
    --root) mapfile -t COMPREPLY < <(compgen -d -- "$current"); return ;;
    --cert|--key) mapfile -t COMPREPLY < <(compgen -f -- "$current"); return ;;
    --set|--host|--port|--tls-port|--proxy|--loops|--name|--role|--language|--user|--older|--as|--handler) return ;;
  esac
  case $path in
    '') words='serve init user session trash config inspect doctor version --help --version' ;;
    'serve') words='--help --root --set --host --port --tls-port --cert --key --tls-self-signed --proxy --loops --log-json --log-requests --quiet' ;;
    'init') words='--help --json' ;;
    'user') words='add list password role delete --help' ;;
    'user add') words='--help --name --role --language --no-password --root --set --json' ;;
    'user list') words='--help --root --set --json' ;;
    'user password') words='--help --root --set --json' ;;
    'user role') words='--help --root --set --json' ;;
    'user delete') words='--help --yes --root --set --json' ;;
    'session') words='list end --help' ;;
    'session list') words='--help --user --root --set --json' ;;
    'session end') words='--help --user --all --root --set --json' ;;
    'trash') words='list restore empty --help' ;;
    'trash list') words='--help --root --set --json' ;;
    'trash restore') words='--help --root --set --json' ;;
    'trash empty') words='--help --older --yes --root --set --json' ;;
    'config') words='check show --help' ;;
    'config check') words='--help --root --set --json' ;;
    'config show') words='--help --root --set --json' ;;
    'inspect') words='--help --as --handler' ;;
    'doctor') words='--help --cert --key --root --set --json' ;;
    'version') words='--help --json' ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -o filenames -o bashdefault -F _latchkey latchkey
