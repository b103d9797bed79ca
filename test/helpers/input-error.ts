import { expect } from 'chai';
import { InputError } from '../../sim/core/input/input-error.js';

/** The message of the InputError that `act` throws. */
export function inputErrorOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return messageOf(error);
  }
  throw new Error('expected an InputError, nothing was thrown');
}

/** The message of the InputError that a promise is rejected with. */
export async function inputErrorFrom(promise: Promise<unknown>): Promise<string> {
  return promise.then(() => {
    throw new Error('expected an InputError, the promise was fulfilled');
  }, messageOf);
}

/** Fails where `act` throws anything but an InputError of one line. */
export function expectOnlyInputErrors(act: () => unknown): void {
  try {
    act();
  } catch (error) {
    messageOf(error);
  }
}

/** As `expectOnlyInputErrors`, for a promise. */
export async function expectOnlyInputErrorsFrom(promise: Promise<unknown>): Promise<void> {
  await promise.catch(messageOf);
}

function messageOf(error: unknown): string {
  if (!(error instanceof InputError)) throw error;
  expect(error.message).to.match(/^.+$/, 'one line');
  return error.message;
}
