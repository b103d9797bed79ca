import { packagePath } from '../../sim/core/package-root.js';

/** Path of a transcript in the documents' form. */
export function transcript(name: string): string {
  return packagePath(`test/drivers/transcripts/${name}.txt`);
}

/** Folder with stand-ins for the tools of a vendor. */
export function standIns(vendor: 'pynq' | 'vart' | 'gap-sdk'): string {
  return packagePath(`test/drivers/stand-ins/${vendor}`);
}
