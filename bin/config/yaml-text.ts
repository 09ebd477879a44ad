/** The content of a pools file as YAML in the style of the sample: an agent or a route a line, dates and numbers in quotes. */
import { Document, isCollection, isMap, isPair, isScalar, isSeq, type Node, visit } from 'yaml';
import type { FileContent } from './file-content.ts';

export const yamlText = (content: FileContent): string => {
  const document = new Document(content, { aliasDuplicateObjects: false });
  if (isMap(document.contents)) {
    for (const { key } of document.contents.items.slice(1)) if (isScalar(key)) key.spaceBefore = true;
  }
  visit(document, {
    // What other readers of YAML take for numbers, dates or minutes.
    Scalar: (_key, node) => {
      if (typeof node.value === 'string' && /^[+\d]/.test(node.value)) node.type = 'QUOTE_DOUBLE';
    },
    Collection: (_key, node, path) => {
      const section = path.find(isPair)?.key;
      node.flow = isOneLine(node, path.filter(isCollection).length, isScalar(section) ? section.value : undefined);
    },
  });
  return document.toString({ lineWidth: 120 });
};

/** Sections and their entries stand in lines of their own, save agents; what is in them in one, save lists of maps. */
const isOneLine = (node: Node, depth: number, section: unknown): boolean => {
  if (depth < 2) return isCollection(node) && node.items.length === 0;
  if (depth > 2) return !(isSeq(node) && node.items.some(isMap));
  return section === 'agents' || (section === 'settings' && !hasCollections(node));
};

const hasCollections = (node: Node): boolean =>
  isCollection(node) && node.items.some((item) => isCollection(isPair(item) ? item.value : item));
