/** Edits of a JSON text that leave everything else of it as it was written: order, layout, line ends. Pure. */
import type { Json } from './json.ts';
import { scanJson, type JsonNode } from './json-scan.ts';

/** What a member is to become; undefined takes it out. The object that has it must be there. */
export interface JsonEdit {
  readonly path: readonly string[];
  readonly value: Json | undefined;
}

/** The text with these edits; a new member comes last in its object, laid out as the one before it. */
export function editJson(text: string, edits: readonly JsonEdit[]): string {
  return edits.reduce(editOne, text);
}

function editOne(text: string, { path, value }: JsonEdit): string {
  const scanned = scanJson(text);
  if ('fault' in scanned) throw new Error('a text that is no JSON came to be edited');
  const key = path.at(-1) as string;
  const parent = path.slice(0, -1).reduce<JsonNode | undefined>((node, step) => {
    return node?.members?.get(step)?.value;
  }, scanned.root);
  if (!parent?.members) throw new Error(`there is no object in which ${path.join('.')} could be`);
  const member = parent.members.get(key);
  if (member && value === undefined) return remove(text, parent, key);
  if (member)
    return splice(text, member.value.start, member.value.end, layOut(value, text, indentAt(text, member.keyStart)));
  return value === undefined ? text : add(text, parent, key, value);
}

function remove(text: string, parent: JsonNode, key: string): string {
  const members = [...(parent.members ?? [])];
  const at = members.findIndex(([name]) => name === key);
  const [before, own, after] = [members[at - 1], members[at], members[at + 1]];
  if (!own) return text;
  if (before) return splice(text, before[1].value.end, own[1].value.end, '');
  return after ? splice(text, own[1].keyStart, after[1].keyStart, '') : splice(text, parent.start, parent.end, '{}');
}

function add(text: string, parent: JsonNode, key: string, value: Json): string {
  const members = [...(parent.members?.values() ?? [])];
  const last = members.at(-1);
  if (!last) {
    const outer = indentAt(text, parent.start);
    const eol = eolOf(text);
    const inner = `${outer}${unitOf(text)}`;
    const member = `${JSON.stringify(key)}: ${layOut(value, text, inner)}`;
    return splice(text, parent.start, parent.end, `{${eol}${inner}${member}${eol}${outer}}`);
  }
  const before = members.at(-2);
  const gap = text.slice(before ? text.indexOf(',', before.value.end) + 1 : parent.start + 1, last.keyStart);
  const colon = text.slice(last.keyEnd, last.value.start);
  const written = layOut(value, text, gap.includes('\n') ? indentAt(text, last.keyStart) : undefined);
  return splice(text, last.value.end, last.value.end, `,${gap}${JSON.stringify(key)}${colon}${written}`);
}

/** A value as the text writes its own; `indent`: of the line on which it begins, where there are lines. */
function layOut(value: Json | undefined, text: string, indent: string | undefined): string {
  if (indent === undefined || !text.includes('\n')) return JSON.stringify(value);
  return JSON.stringify(value, null, unitOf(text)).replaceAll('\n', `${eolOf(text)}${indent}`);
}

const eolOf = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');

/** One step of indentation: that of the first line that has any. */
const unitOf = (text: string): string => /\n([ \t]+)\S/.exec(text)?.[1] ?? '    ';

function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

function splice(text: string, start: number, end: number, instead: string): string {
  return text.slice(0, start) + instead + text.slice(end);
}
