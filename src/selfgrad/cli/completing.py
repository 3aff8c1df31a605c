"""Completion for bash, zsh and fish, made from the table: `eval "$(selfgrad help --completion bash)"`."""

from __future__ import annotations

from selfgrad.cli.verbs import VERBS, Verb

ALWAYS = ("--json", "--db", "--help")
SHELLS = ("bash", "zsh", "fish")


def script(shell: str) -> str:
    """The completion script of one of `SHELLS`."""
    return _fish() if shell == "fish" else _bash(zsh=shell == "zsh")


def _flags(verb: Verb) -> list[str]:
    own = [flag for flags, _ in verb.arguments for flag in flags if flag.startswith("--")]
    return [*own, *ALWAYS]


def _bash(zsh: bool) -> str:
    cases = "\n".join(
        f'    {name}) words="{" ".join(_flags(verb))}" ;;' for name, verb in VERBS.items()
    )
    begin = "autoload -U +X bashcompinit && bashcompinit\n" if zsh else ""
    return f"""{begin}_selfgrad() {{
  local words="" current="${{COMP_WORDS[COMP_CWORD]}}"
  case "${{COMP_WORDS[1]}}" in
{cases}
  esac
  [ "$COMP_CWORD" -eq 1 ] && words="{" ".join(VERBS)}"
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}}
complete -o default -F _selfgrad selfgrad sgd
"""


def _fish() -> str:
    lines = []
    for program in ("selfgrad", "sgd"):
        for name, verb in VERBS.items():
            help = verb.help.replace("'", "’")
            lines.append(f"complete -c {program} -n __fish_use_subcommand -a {name} -d '{help}'")
            lines += [
                f"complete -c {program} -n '__fish_seen_subcommand_from {name}' -l {flag[2:]}"
                for flag in _flags(verb)
            ]
    return "\n".join(lines) + "\n"
