/** A comparison that a command made failed. The message is one line that says which. */
export class ComparisonError extends Error {
  override readonly name = 'ComparisonError';
}
