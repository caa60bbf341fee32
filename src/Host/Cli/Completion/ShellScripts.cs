namespace OpenClaw.Host.Cli.Completion;

/// <summary>
/// The scripts of <c>completion</c>. Each gives the line without the program's own name, and the place in it, to System.CommandLine's <c>[suggest:N]</c>, which answers a
/// word a line. What begins with a dash is offered only where a dash was typed.
/// </summary>
internal static class ShellScripts
{
    /// <summary>By the shell's name.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["bash"] = Bash, ["fish"] = Fish, ["zsh"] = Zsh };

    // The program is called as it was typed, so that an alias or a path works too. A tilde is a word's part until it is run: eval is not used for it.
    private const string Bash = """
        # openclaw-actors: completion for bash. Load it with
        #   source <(openclaw-actors completion bash)
        # or keep it: openclaw-actors completion bash > ~/.local/share/bash-completion/completions/openclaw-actors
        _openclaw_actors() {
            local program=${COMP_WORDS[0]/#\~/$HOME} word=${COMP_WORDS[COMP_CWORD]} line=${COMP_LINE:0:COMP_POINT} rest answer
            rest=${line#"${line%%[![:space:]]*}"}
            rest=${rest#"${COMP_WORDS[0]}"}
            rest=${rest#"${rest%%[![:space:]]*}"}
            COMPREPLY=()
            while IFS= read -r answer; do
                [[ -z $word && $answer == [-/]* ]] && continue
                [[ $answer == "$word"* ]] && COMPREPLY+=("$answer")
            done < <("$program" "[suggest:${#rest}]" "$rest" 2>/dev/null)
        }
        complete -o default -F _openclaw_actors openclaw-actors

        """;

    private const string Zsh = """
        #compdef openclaw-actors
        # openclaw-actors: completion for zsh. Load it after compinit with
        #   source <(openclaw-actors completion zsh)
        # or keep it as _openclaw-actors in a folder of your fpath.
        _openclaw_actors() {
            local rest=${(j: :)${words[2,CURRENT]}} answer
            local -a answers
            for answer in ${(f)"$(${~words[1]} "[suggest:${#rest}]" "$rest" 2>/dev/null)"}; do
                [[ -z ${words[CURRENT]} && $answer == [-/]* ]] && continue
                answers+=("$answer")
            done
            (( ${#answers} )) && compadd -a answers || _files
        }
        if [[ ${funcstack[1]} == _openclaw_actors || ${funcstack[1]} == _openclaw-actors ]]; then
            _openclaw_actors "$@"
        else
            compdef _openclaw_actors openclaw-actors
        fi

        """;

    private const string Fish = """
        # openclaw-actors: completion for fish. Keep it:
        #   openclaw-actors completion fish > ~/.config/fish/completions/openclaw-actors.fish
        function __openclaw_actors_answers
            set -l words (commandline -opc) (commandline -ct)
            set -l rest (string join ' ' -- $words[2..-1])
            set -l word (commandline -ct)
            for answer in ($words[1] "[suggest:"(string length -- "$rest")"]" "$rest" 2>/dev/null)
                if test -z "$word"; and string match -q -- '-*' $answer
                    continue
                end
                echo $answer
            end
        end
        complete -c openclaw-actors -f -a '(__openclaw_actors_answers)'

        """;
}
