/** What the library's scripts take for granted, in each shell's own words. */
import { resolve } from 'node:path';

const program = resolve(import.meta.dirname, '../dial-whom.ts');

/** Unless there is a `dial-whom`, it is this one. */
export const functionsFor = (shell: string): string => {
  const run = `${quoted(process.execPath)} ${quoted(program)}`;
  const ours = `\ncommand -v dial-whom >/dev/null || dial-whom() { ${run} "$@"; }\n`;
  if (shell === 'bash') return ours + wordsInBash;
  if (shell === 'zsh') return ours;
  return shell === 'fish' ? `\ntype -q dial-whom; or function dial-whom; ${run} $argv; end\n` : '';
};

/** Of the package bash-completion, which macOS and small containers lack. */
const wordsInBash = `
declare -F _get_comp_words_by_ref >/dev/null || _get_comp_words_by_ref() {
  words=("\${COMP_WORDS[@]}"); cword=$COMP_CWORD; cur=\${COMP_WORDS[COMP_CWORD]}; prev=\${COMP_WORDS[COMP_CWORD-1]}
}
`;

const quoted = (path: string): string => `'${path.replaceAll("'", "'\\''")}'`;
