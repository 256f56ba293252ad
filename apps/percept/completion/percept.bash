# Completion of percept in bash. The program itself knows what may follow: `percept completion -- WORD...` lists it.
_percept() {
  local line=${COMP_LINE:0:COMP_POINT} words word before found
  read -ra words <<<"$line"
  [[ $line == *[[:space:]] ]] && words+=("")
  word=${words[-1]}
  before=${word%"${word##*[=:]}"}  # bash takes what is behind the last = or : for the word
  COMPREPLY=()
  while IFS=$'\t' read -r found _; do
    COMPREPLY+=("${found#"$before"}")
  done < <("${words[0]}" completion -- "${words[@]:1}" 2>/dev/null)
  if [[ ${COMPREPLY[0]:-} == *= ]]; then compopt -o nospace; fi
}
complete -o bashdefault -o default -F _percept percept
