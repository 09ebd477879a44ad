/** The content of a pools file as YAML in the style of the sample: an agent or a route a line, dates and numbers in quotes. */
import { COLLECTION_STYLE, DUMP_SCHEMA, jsToAst, type Node, present, SCALAR_STYLE, visit } from 'js-yaml';
import type { FileContent } from './file-content.ts';

export const yamlText = (content: FileContent): string =>
  Object.entries(content)
    .map(([section, value]) => sectionText(section, value))
    .join('\n');

const sectionText = (section: string, value: unknown): string => {
  const documents = jsToAst({ [section]: value }, DUMP_SCHEMA, { noRefs: true });
  visit(documents, (node, { depth }) => {
    // What other readers of YAML take for numbers, dates or minutes.
    if (node.kind === 'scalar' && node.tag === text && /^[+\d]/.test(node.value))
      node.style = SCALAR_STYLE.DOUBLE_QUOTED;
    if (isCollection(node)) {
      const isShort = isOneLine(node, depth, section) && widthOf(node) < 110;
      node.style = isShort ? COLLECTION_STYLE.FLOW : COLLECTION_STYLE.BLOCK;
    }
  });
  return present(documents, { schema: DUMP_SCHEMA, flowBracketPadding: true, quoteStyle: 'double', lineWidth: -1 });
};

const text = 'tag:yaml.org,2002:str';

type Collection = Exclude<Node, { readonly kind: 'scalar' | 'alias' }>;
const isCollection = (node: Node): node is Collection => node.kind === 'mapping' || node.kind === 'sequence';
const isMap = (node: Node): boolean => node.kind === 'mapping';

/** Sections and their entries stand in lines of their own, save agents; what is in them in one, save lists of maps. */
const isOneLine = (node: Collection, depth: number, section: string): boolean => {
  if (depth < 2) return node.items.length === 0;
  if (depth > 2) return !(node.kind === 'sequence' && node.items.some(isMap));
  return section === 'agents' || (section === 'settings' && !hasCollections(node));
};

const hasCollections = (node: Collection): boolean => innerOf(node).some(isCollection);

const innerOf = (node: Collection): Node[] =>
  node.kind === 'sequence' ? node.items : node.items.flatMap(({ key, value }) => [key, value]);

/** In characters, with quotes and what stands between. */
const widthOf = (node: Node): number =>
  isCollection(node)
    ? innerOf(node).reduce((width, inner) => width + widthOf(inner) + 2, 4)
    : node.kind === 'scalar'
      ? node.value.length + 2
      : 0;
