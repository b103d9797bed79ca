import { join } from 'node:path';
import { makeFolders } from '../core/input/folder.js';
import { writeFileWhole } from '../core/input/write-file.js';
import { type Chart, drawSvg, svgToPng } from '../report/index.js';

/** Folders for pictures of charts. */
interface PictureFolders {
  readonly svg?: string;
  readonly png?: string;
}

/**
 * Draws charts into the folders that are given, which are made where they are missing.
 * @returns the names of the files
 * @throws InputError where a file cannot be written
 */
export async function writePictures(charts: readonly Chart[], { svg, png }: PictureFolders): Promise<string[]> {
  const folders = [svg, png].filter((folder) => folder !== undefined);
  for (const folder of folders) makeFolders(folder);
  if (folders.length === 0) return [];
  const written: string[] = [];
  const write = async (file: string, data: string | Uint8Array) => {
    await writeFileWhole(file, data);
    written.push(file);
  };
  const names = fileNames(charts);
  for (const [index, chart] of charts.entries()) {
    const drawn = await drawSvg(chart);
    if (svg !== undefined) await write(join(svg, `${names[index]}.svg`), drawn);
    if (png !== undefined) await write(join(png, `${names[index]}.png`), await svgToPng(drawn));
  }
  return written;
}

/** The names of the charts; of several of one name with what they are about, and a number where that is the same. */
function fileNames(charts: readonly Chart[]): string[] {
  const named = charts.map(({ name, subject }) =>
    charts.filter((chart) => chart.name === name).length === 1 ? name : `${name}-${subject.replace(/[^\w.]+/g, '-')}`,
  );
  return named.map((name, index) => {
    const before = named.slice(0, index).filter((other) => other === name).length;
    return before === 0 ? name : `${name}-${before + 1}`;
  });
}
