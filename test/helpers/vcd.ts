/** A signal of a Value Change Dump. */
export interface VcdSignal {
  readonly bits: number;
  readonly changes: { readonly cycle: number; readonly value: number }[];
}

export interface ParsedVcd {
  /** By scope and name: `inter0.fill`. */
  readonly signals: ReadonlyMap<string, VcdSignal>;
  readonly firstCycle: number;
  readonly lastCycle: number;
}

/** Reads a Value Change Dump of one level of scopes. Throws where it is not one, or where anything in it is superfluous. */
export function parseVcd(text: string): ParsedVcd {
  const [declarations, values] = text.split('$enddefinitions $end\n');
  const signals = new Map<string, VcdSignal>();
  const byIdentifier = new Map<string, VcdSignal>();
  for (const [, scope, variables] of declarations.matchAll(
    /\$scope module (\S+) \$end\n([\s\S]*?)\$upscope \$end\n/g,
  )) {
    for (const [, bits, id, name] of variables.matchAll(/^\$var wire (\d+) ([!-~]+) (\w+)(?: \[\d+:0\])? \$end$/gm)) {
      if (byIdentifier.has(id)) throw new Error(`identifier ${id} stands for two signals`);
      const signal = { bits: Number(bits), changes: [] };
      byIdentifier.set(id, signal);
      signals.set(`${scope}.${name}`, signal);
    }
  }
  const cycles: number[] = [];
  for (const line of values.trimEnd().split('\n')) {
    const [, time, scalar, vector, id] = /^(?:#(\d+)|(?:([01])|b([01]+) )([!-~]+)|\$dumpvars|\$end)$/.exec(line)!;
    if (time !== undefined) {
      if (cycles.length > 0 && Number(time) <= cycles[cycles.length - 1]) throw new Error(`time goes back to ${line}`);
      cycles.push(Number(time));
    } else if (id !== undefined) {
      const { bits, changes } = byIdentifier.get(id)!;
      const value = Number.parseInt(scalar ?? vector, 2);
      if ((scalar !== undefined) !== (bits === 1) || value >= 2 ** bits) throw new Error(`${line} on ${bits} bits`);
      if (changes.at(-1)?.value === value) throw new Error(`no change: ${line}`);
      changes.push({ cycle: cycles[cycles.length - 1], value });
    }
  }
  return { signals, firstCycle: cycles[0], lastCycle: cycles[cycles.length - 1] };
}

/** Value of a signal in a cycle; undefined before its first. */
export function valueAt({ changes }: VcdSignal, cycle: number): number | undefined {
  return changes.findLast((change) => change.cycle <= cycle)?.value;
}
