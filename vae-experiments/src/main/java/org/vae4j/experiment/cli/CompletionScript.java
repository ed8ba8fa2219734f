package org.vae4j.experiment.cli;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.vae4j.data.catalog.Datasets;
import org.vae4j.experiment.config.ConfigKey;
import org.vae4j.experiment.config.ConfigKeys;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The part of the completion script for bash and zsh that picocli does not generate. It completes keys of
 * configurations and their values, which share one word ({@code key=value}), and the run directories that exist when
 * the tab key is pressed. Everything else is left to picocli's function {@code _complete_vae}.
 *
 * @param program the specification of the program with all its commands
 */
record CompletionScript(CommandSpec program) {

    private static final String CHOICE = "one of ";

    private static final String FUNCTIONS = """

            # Keys of configurations, their values, and runs.
            _vae_keys="%1$s"

            _vae_values() {
              case $1 in
            %2$s    *) return 1 ;;
              esac
            }

            _vae_runs() {
              local each
              for each in runs/*/*/config.yaml "$1"*/config.yaml; do
                if [ -f "$each" ]; then echo "${each%%/config.yaml}"; fi
              done
            }

            _vae_complete() {
              local cur="${COMP_WORDS[COMP_CWORD]}" command="${COMP_WORDS[1]}" key="" prefix="" values=""
              COMPREPLY=()
              # Most shells take a key, its sign and its value for three words.
              if [ "$cur" = "=" ]; then
                key="${COMP_WORDS[COMP_CWORD-1]}"
                cur=""
              elif [ "${COMP_WORDS[COMP_CWORD-1]}" = "=" ]; then
                key="${COMP_WORDS[COMP_CWORD-2]}"
              elif [ "${cur#*=}" != "$cur" ]; then
                key="${cur%%%%=*}"
                prefix="$key="
                cur="${cur#*=}"
              fi
              if [ -n "$key" ]; then
                if values=$(_vae_values "$key"); then
                  COMPREPLY=( $(compgen -P "$prefix" -W "$values" -- "$cur") )
                fi
                return 0
              fi
              case " %3$s " in
                *" $command "*)
                  if [ "$COMP_CWORD" -gt 2 ] && [ "${cur#-}" = "$cur" ]; then
                    COMPREPLY=( $(compgen -W "$_vae_keys" -- "$cur") )
                    compopt -o nospace 2>/dev/null
                    return 0
                  fi
                  ;;
              esac
              case " %4$s " in
                *" $command "*)
                  if [ "$COMP_CWORD" -gt 1 ] && [ "${cur#-}" = "$cur" ]; then
                    COMPREPLY=( $(compgen -W "$(_vae_runs "$cur")" -- "$cur") )
                    if [ "${#COMPREPLY[@]}" -gt 0 ]; then return 0; fi
                  fi
                  ;;
              esac
              _complete_vae
            }

            # In zsh an option of the command decides whether a blank follows, so that keys go by a command of their own.
            _vae_zsh() {
              case " %3$s " in
                *" ${words[2]} "*)
                  case "${words[CURRENT]}" in
                    -*|*=*) ;;
                    *)
                      if [ "$CURRENT" -gt 3 ]; then
                        _bash_complete -F _vae_complete -o default -o nospace
                        return
                      fi
                      ;;
                  esac
                  ;;
              esac
              _bash_complete -F _vae_complete -o default
            }

            if [ -n "${ZSH_VERSION:-}" ]; then
              compdef _vae_zsh vae vae.sh vae.bash
            else
              complete -F _vae_complete -o default vae vae.sh vae.bash
            fi
            """;

    /** {@return the script} */
    String text() {
        List<ConfigKey> keys = ConfigKeys.common();
        return String.format(
                FUNCTIONS,
                keys.stream().map(key -> key.name() + "=").collect(Collectors.joining(" ")),
                keys.stream().map(CompletionScript::values).collect(Collectors.joining()),
                commands(label -> label.contains("key=value")),
                commands(label -> label.equals("RUN")));
    }

    /** The names of the commands with a positional parameter whose label satisfies a condition. */
    private String commands(Predicate<String> label) {
        return program.subcommands().entrySet().stream()
                .filter(command -> command.getValue().getCommandSpec().positionalParameters().stream()
                        .anyMatch(parameter -> label.test(parameter.paramLabel())))
                .map(command -> command.getKey())
                .collect(Collectors.joining(" "));
    }

    private static String values(ConfigKey key) {
        String values = key.name().equals("data.name") ? String.join(" ", Datasets.names()) : choices(key.type());
        return values.isEmpty() ? "" : "    " + key.name() + ") echo \"" + values + "\" ;;\n";
    }

    /** The names in a key's type, such as "a" and "b" in "one of a, b", without words that are no single name. */
    private static String choices(String type) {
        int from = type.indexOf(CHOICE);
        String names =
                from < 0 ? type.equals("true or false") ? "true, false" : "" : type.substring(from + CHOICE.length());
        return List.of(names.split(", ")).stream()
                .filter(name -> name.matches("\\w+"))
                .collect(Collectors.joining(" "));
    }
}
