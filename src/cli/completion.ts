// `tadpole completion`: prints what a shell needs to complete commands, flags, recipes, runs and checkpoints.
import path from 'node:path';
import { UsageError } from '../errors';
import { EXIT } from './failure';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** The flag with which these ask for the possible words; see complete.ts. */
export const COMPLETE = '--complete';

const SCRIPTS: Record<(typeof SHELLS)[number], string> = {
  bash: `# Completion of tadpole in bash. In ~/.bashrc: source <(tadpole completion bash)
_tadpole() {
  local IFS=$'\\n'
  COMPREPLY=($(tadpole ${COMPLETE} "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -o filenames -F _tadpole tadpole
`,
  zsh: `# Completion of tadpole in zsh. In ~/.zshrc, after compinit: source <(tadpole completion zsh)
_tadpole() {
  local -a found
  found=("\${(@f)$(tadpole ${COMPLETE} "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "$found" ]]; then compadd -a found; else _files; fi
}
compdef _tadpole tadpole
`,
  fish: `# Completion of tadpole in fish. In ~/.config/fish/config.fish: tadpole completion fish | source
complete -c tadpole -a '(tadpole ${COMPLETE} (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
`,
};

/** Prints the script for a shell; without one, for that of the user. */
export function run({ shell }: { shell?: string }): number {
  const name = shell ?? path.basename(process.env['SHELL'] ?? '');
  const known = SHELLS.find((one) => one === name);
  if (known === undefined) {
    throw new UsageError(
      name === '' ? 'the shell is missing' : `there is no completion for the shell '${name}'`,
      `name one of ${SHELLS.join(', ')}`,
    );
  }
  process.stdout.write(SCRIPTS[known]);
  return EXIT.done;
}
