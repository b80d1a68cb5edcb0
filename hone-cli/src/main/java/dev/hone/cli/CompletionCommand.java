package dev.hone.cli;

import dev.hone.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints a script that completes {@code hone} on the command line. */
@Command(
        name = "completion",
        description = "Print a shell completion script.",
        footer = {
            "",
            "  bash:  source <(hone completion bash)            # or into ~/.local/share/bash-completion/completions/hone",
            "  zsh:   hone completion zsh > ~/.hone-completion  # then in ~/.zshrc: source ~/.hone-completion"
        })
final class CompletionCommand implements Callable<Integer> {

    /** Shells that the script works in. */
    enum Shell {
        bash,
        zsh
    }

    private final Terminal terminal;

    @Parameters(paramLabel = "SHELL", description = "One of ${COMPLETION-CANDIDATES}.")
    Shell shell;

    CompletionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        String script = AutoComplete.bash("hone", Main.commandLine(terminal));
        if (shell == Shell.zsh) {
            script = "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n" + script;
        }
        terminal.out().print(script);
        return ExitCode.DONE;
    }
}
