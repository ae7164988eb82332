// A file of CommonJS loads at once all that it names at its head, though a start uses little of it. Here what a name stands
// for is loaded where it is first used: `const a = require('a'); a.b()` becomes `const a = later(() => require('a')); a().b()`.
// And `import('a')` becomes a `require` in a promise: code that V8 kept from another start imports nothing without a warning.
import { parseAst } from 'rolldown/parseAst';

const LATER = 'const __later = (load) => { let loaded; return () => loaded ??= load(); };\n';

/** The code of a file of CommonJS that loads others only where it uses them; what it cannot tell of stays as it is. */
export function requireWhenUsed(code) {
  const { body } = parseAst(code);
  const heads = body.flatMap((statement, at) => headOf(statement, body[at + 1]) ?? []);
  const { uses, imports } = usesOf(body, new Map(heads.map((head) => [head.name, head])));
  const edits = heads.flatMap(({ name, init, statement, again }) => {
    const known = uses.get(name);
    if (!known) return [];
    const inside = code.slice(init.start, init.end);
    const load = again ? code.slice(again.from, again.at.start) + inside + code.slice(again.at.end, again.to) : inside;
    const declared = { at: statement, text: `const ${name} = __later(() => ${load});` };
    return [declared, ...(again ? [{ at: again.statement, text: '' }] : []), ...known];
  });
  for (const { start, end, source } of imports)
    edits.push({ at: { start, end }, text: `Promise.resolve().then(() => require(${source.raw}))` });
  if (edits.length === 0) return code;
  const { start } = body.find(({ directive }) => !directive);
  return withEdits(code, [...edits, { at: { start, end: start }, text: LATER }]);
}

/** `const name = require('…')`, also in a call around it: `__importDefault(require('…'))`. */
function headOf(statement, next) {
  if (statement.type !== 'VariableDeclaration' || statement.declarations.length !== 1) return undefined;
  const [{ id, init }] = statement.declarations;
  if (id.type !== 'Identifier' || init?.type !== 'CallExpression') return undefined;
  const isWrapped = /^__import(?:Default|Star)$/.test(init.callee.name ?? '');
  const inside = isWrapped ? init.arguments[0] : init;
  const isRequire = inside?.callee?.name === 'require' && inside.arguments[0]?.type === 'Literal';
  return isRequire ? { name: id.name, init, statement, again: againOf(next, id.name) } : undefined;
}

/** `name = __toESM(name, 1);`, as it stands behind the `require` of what is no ES module. */
function againOf(statement, name) {
  const { left, right } = statement?.expression ?? {};
  const at = right?.arguments?.[0];
  if (left?.name !== name || at?.name !== name) return undefined;
  return { statement, at, from: right.start, to: right.end };
}

/**
 * By name, where it is read, with what stands there instead; not those that may be another's too, or are none to call. And
 * what is imported by its name.
 */
function usesOf(body, heads) {
  const imports = [];
  const uses = new Map([...heads.keys()].map((name) => [name, []]));
  const own = new Set([...heads.values()].flatMap(({ statement, again }) => [statement, again?.statement]));
  const visit = (node, parent, key, isMade) => {
    if (Array.isArray(node)) {
      for (const one of node) visit(one, parent, key, false);
    } else if (node?.type === 'Identifier') {
      if (!heads.has(node.name) || isNoVariable(parent, key)) return;
      // `new a().B()` would make an `a`.
      const text = isMade ? `(${node.name}())` : `${node.name}()`;
      if (isRead(parent, key)) uses.get(node.name)?.push({ at: node, text });
      else uses.delete(node.name);
    } else if (node?.type === 'ImportExpression' && node.source.type === 'Literal') {
      imports.push(node);
    } else if (typeof node?.type === 'string') {
      for (const [at, child] of Object.entries(node)) {
        const isCallee = node.type === 'NewExpression' && at === 'callee';
        visit(child, node, at, isCallee || (isMade && node.type === 'MemberExpression' && at === 'object'));
      }
    }
  };
  for (const statement of body) if (!own.has(statement)) visit(statement, undefined, '', false);
  // What wraps another is wanted together with it, as it stands.
  for (const { again } of heads.values()) uses.delete(again?.statement.expression.right.callee.object?.name);
  return { uses, imports };
}

function isNoVariable({ type, computed, shorthand }, key) {
  if (type === 'MemberExpression') return key === 'property' && !computed;
  return /^(?:Property|MethodDefinition|PropertyDefinition)$/.test(type) && key === 'key' && !computed && !shorthand;
}

function isRead({ type }, key) {
  return (type === 'MemberExpression' && key === 'object') || (type === 'CallExpression' && key !== 'typeArguments');
}

function withEdits(code, edits) {
  const inOrder = edits.sort((a, b) => b.at.start - a.at.start || b.at.end - a.at.end);
  return inOrder.reduce((text, { at, text: put }) => text.slice(0, at.start) + put + text.slice(at.end), code);
}
