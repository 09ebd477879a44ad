/** Compiling our modules is half of what a short command does: what was compiled once is kept, in every thread by itself. */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

/** For modules that are imported later. Beside the others, because anybody may write to a folder for temporary files. */
export const keepCompiled = (): void => {
  enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/dial-whom'));
};
