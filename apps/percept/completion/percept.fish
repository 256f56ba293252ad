# Completion of percept in fish. The program itself knows what may follow: `percept completion -- WORD...` lists it.
function __percept_complete
    set -l words (commandline -opc)
    set -l word (commandline -ct)
    set -l found ($words[1] completion -- $words[2..-1] "$word" 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\n' $found
    else
        __fish_complete_path "$word"
    end
end
complete -c percept -f -a '(__percept_complete)'
