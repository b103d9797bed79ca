/** Longer than any name of ours: nothing is near it, and the distance would take long. */
const LONGEST = 64;

/**
 * The choice whose spelling is nearest to `given` (Levenshtein distance, in which two swapped neighbours count once), or undefined where none is near.
 * Used to end an error message with what the user probably meant.
 */
function nearestName(given: string, choices: readonly string[]): string | undefined {
  if (given.length > LONGEST) return undefined;
  const distances = choices.map((choice) => editDistance(given.toLowerCase(), choice.toLowerCase()));
  const least = Math.min(...distances);
  return least <= given.length / 2 ? choices[distances.indexOf(least)] : undefined;
}

/** `'a', 'b' or 'c'`, with the nearest choice asked about at the end: the second half of most messages. */
export function allowedNames(given: string, choices: readonly string[]): string {
  return `allowed: ${choices.join(', ')}${choices.length > 1 ? suggestion(given, choices) : ''}`;
}

/** The question at the end of a message alone, for choices that are too many to list; empty where none is near. */
export function suggestion(given: string, choices: readonly string[]): string {
  const nearest = nearestName(given, choices);
  return nearest === undefined ? '' : ` (did you mean ${nearest}?)`;
}

function editDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= a.length; row++) {
    const [above, current] = [rows[row - 1], [row]];
    for (let column = 1; column <= b.length; column++) {
      const substituted = above[column - 1] + (a[row - 1] === b[column - 1] ? 0 : 1);
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const swap = swapped ? rows[row - 2][column - 2] + 1 : substituted;
      current.push(Math.min(substituted, swap, above[column] + 1, current[column - 1] + 1));
    }
    rows.push(current);
  }
  return rows[a.length][b.length];
}
