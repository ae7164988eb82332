/** Texts that are joined: by & as they should be, or by a plus. */
import { isToldWithWhole, tellWithWhole } from './chains.ts';
import { unwrapped, written, type Inspection, type Scope } from '../inference/part.ts';
import { asNumber, isNumeric, toOperand, type Operand } from './rewrites.ts';
import type { Tree } from '../../jsonata/tree.ts';
import { isOnly, KIND, kindName, type Type } from '../types.ts';

/**
 * `name + " " + sex`: others join texts by a plus. Tells whether texts, and no numbers, stand there, which has been
 * reported then.
 */
export function checkPlusOfTexts(inspection: Inspection, node: Tree, scope: Scope): boolean {
  if (isToldWithWhole(node)) return true;
  const isText = (one: Tree): boolean => isOnly(inspection.typeOf(one, scope), KIND.text);
  const parts = partsOf(node, '', isText);
  const operands = parts.map((one) => toOperand(inspection, one.node, scope));
  // `name & " " + sex` is read from the left: what has been joined is text, whatever follows.
  const isJoined = isMixed(node) || parts.some((one) => isWords(one.node));
  const areTexts = operands.every(({ type }) => isOnly(type, KIND.text) && type.literal === undefined);
  if (!isJoined && !areTexts) return false;
  tellParts(node);
  const span = inspection.spans.of(node);
  const joined = joinedText(parts, operands);
  if (isJoined) {
    inspection.report('expression/plus-of-texts', { rewrite: joined }, span);
    for (const one of operands) checkJoined(inspection, one.node, one.type);
    return true;
  }
  const sum = operands.map((one) => asNumber(inspection, one)).join(' + ');
  const { text, type } = operands[0] as Operand;
  const args = { operator: '+', text, type: kindName(type), rewrite: sum, meant: 'text', joined };
  inspection.report('expression/not-a-number', args, span);
  return true;
}

/** Numbers with a plus between are a sum, wherever it stands. */
function joinedText(parts: readonly Part[], operands: readonly Operand[]): string {
  const groups: string[][] = [];
  for (const [at, { text, type }] of operands.entries()) {
    const before = operands[at - 1];
    const areNumbers = before && isOnly(before.type, KIND.number) && isOnly(type, KIND.number);
    if (areNumbers && parts[at]?.operator === '+') groups.at(-1)?.push(text);
    else groups.push([text]);
  }
  return groups.map((one) => (one.length === 1 ? one[0] : `(${one.join(' + ')})`)).join(' & ');
}

/** `"Services: " & $choices(services)`: a list or an object is joined as JSON. */
export function checkJoined(inspection: Inspection, node: Tree, type: Type): void {
  if (type.kinds === 0 || !isOnly(type, KIND.list | KIND.object | KIND.null | KIND.function)) return;
  const text = written(inspection, node);
  const areTexts = isOnly(type, KIND.list) && (!type.items || isOnly(type.items, KIND.text));
  const rewrite = areTexts ? `$join(${text}, ", ")` : '';
  const shown = isOnly(type, KIND.null) ? 'null' : isOnly(type, KIND.function) ? 'none' : 'json';
  const args = { text, type: kindName(type), shown, rewrite };
  inspection.report('expression/joins-no-text', args, inspection.spans.of(node), 'warning');
}

interface Part {
  readonly node: Tree;
  /** The sign before it. */
  readonly operator: string;
}

/** The operands of + and &, which are of one rank; in brackets they belong to the chain where texts are joined there. */
function partsOf(node: Tree, operator: string, isText: (one: Tree) => boolean): Part[] {
  const inner = unwrapped(node);
  if (!isJoining(inner)) return [{ node, operator }];
  const parts = [
    ...partsOf(inner.lhs as Tree, operator, isText),
    ...partsOf(inner.rhs as Tree, String(inner.value), isText),
  ];
  const isOfTexts = parts.some((one) => isWords(one.node)) || parts.every((one) => isText(one.node));
  return inner === node || isOfTexts ? parts : [{ node, operator }];
}

function tellParts(node: Tree): void {
  for (const one of [node.lhs as Tree, node.rhs as Tree].map((part) => unwrapped(part))) {
    if (!isJoining(one)) continue;
    tellWithWhole(one);
    tellParts(one);
  }
}

function isMixed(node: Tree): boolean {
  if (!isJoining(node)) return false;
  return node.value === '&' || isMixed(node.lhs as Tree) || isMixed(node.rhs as Tree);
}

function isJoining({ type, value }: Tree): boolean {
  return type === 'binary' && (value === '+' || value === '&');
}

function isWords({ type, value }: Tree): boolean {
  return type === 'string' && !isNumeric(value);
}
