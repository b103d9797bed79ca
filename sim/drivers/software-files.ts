import { NO_SUCH_FILE } from '../core/input/file.js';
import { InputError } from '../core/input/input-error.js';

/**
 * Reads parameters of layers that run in software.
 * @throws InputError as `read` does; for a file that is not there it also says what names their folder
 */
export function readSoftwareFiles<Parameters>(read: () => Parameters): Parameters {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InputError) || error.problem !== NO_SUCH_FILE) throw error;
    const hint = 'give --software <folder> with the parameters of the layers in software';
    throw new InputError(`${NO_SUCH_FILE}: ${hint}`, error.place);
  }
}
