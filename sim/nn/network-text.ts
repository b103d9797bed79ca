import { Document, isPair, isScalar, visit } from 'yaml';

/** Text of a network file (qcycle.network/1) with this content; types, sizes and lists of names take one line. */
export function networkText(file: object): string {
  const document = new Document(file, (key, value) => (key === 'narrow' && value === false ? undefined : value));
  visit(document, {
    Collection: (_, node, path) => {
      if (path.length > 1) node.flow = node.items.every((item) => isScalar(isPair(item) ? item.value : item));
    },
  });
  return document.toString({ lineWidth: 120 });
}
