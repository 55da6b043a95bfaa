import { runInNewContext } from 'node:vm';
import { SourceError } from '../errors.js';

/**
 * Runs `work` and stops it after `seconds`, wherever it is: some megabytes of garbage keep an XML or HTML parser
 * busy for hours, and nothing else of the process would run meanwhile. Throws SourceError 'malformed' then.
 */
export function within<T>(seconds: number, work: () => T): T {
  try {
    return runInNewContext('work()', { work }, { timeout: seconds * 1000 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    throw new SourceError('malformed', `not read within ${seconds} seconds`, { cause: error });
  }
}
