/**
 * jsonata's built-in functions and the wording of its errors, taken from jsonata itself when this module loads, so that
 * a compiled expression gives what the evaluator gives. Its asynchronous built-ins have synchronous twins in
 * higher-order.ts and patterns.ts.
 */
import jsonata from 'jsonata';
import { Undecided } from './fault.ts';
import type { Signature } from '../tree.ts';

/** A built-in as jsonata keeps it. */
export interface NativeDefinition {
  readonly implementation: (this: unknown, ...args: unknown[]) => unknown;
  readonly signature?: Signature;
}

const NAMES =
  `sum count max min average string substring substringBefore substringAfter lowercase uppercase length trim pad
  match contains replace split join formatNumber formatBase formatInteger parseInteger number floor ceil round abs sqrt power
  random boolean not map zip filter single reduce sift keys lookup append exists spread merge reverse each error assert type
  sort shuffle distinct base64encode base64decode encodeUrlComponent encodeUrl decodeUrlComponent decodeUrl eval toMillis
  fromMillis clone now millis`.split(/\s+/);

const CODES =
  `T0410 T0411 T0412 D1001 D1002 T1003 D1004 T1005 T1006 T1007 T1008 D1009 T1010 D1011 D1012 D1013 T2001 T2002
  T2003 T2004 T2006 T2007 T2008 T2009 T2010 T2011 T2012 T2013 D2014 D2015 D3001 D3010 D3011 D3012 D3020 D3030 D3040 D3050
  D3060 D3061 D3070 D3080 D3081 D3082 D3083 D3084 D3085 D3086 D3087 D3088 D3089 D3090 D3091 D3092 D3093 D3100 D3110 D3120
  D3121 D3130 D3131 D3132 D3133 D3134 D3135 D3136 D3137 D3138 D3139 D3140 D3141`.split(/\s+/);

const FIELDS = ['value', 'value2', 'token', 'index', 'type', 'exp', 'functionName', 'message'] as const;

/** A registered function is told its environment, and that knows every built-in. */
async function takeNatives(): Promise<ReadonlyMap<string, NativeDefinition>> {
  const found = new Map<string, NativeDefinition>();
  const probe = jsonata('$probe()');
  probe.registerFunction('probe', function () {
    for (const name of NAMES) found.set(name, this.environment.lookup(name) as NativeDefinition);
  });
  await probe.evaluate(undefined);
  return found;
}

/** jsonata fills its wording with the fields of the error; given placeholders as fields, it gives the template. */
async function takeTemplates(): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const placeholders = Object.fromEntries(FIELDS.map((field) => [field, `«${field}»`]));
  for (const code of CODES) {
    const probe = jsonata('$probe()');
    const thrown = { ...placeholders, code };
    probe.registerFunction('probe', () => {
      throw thrown as unknown as Error;
    });
    await probe.evaluate(undefined).catch(() => undefined);
    found.set(code, String((thrown as { message?: unknown }).message));
  }
  return found;
}

export const NATIVES: ReadonlyMap<string, NativeDefinition> = await takeNatives();

const TEMPLATES = await takeTemplates();

/** Gives an error the message that jsonata would give it; errors without a known code keep theirs. May throw Undecided. */
export function fillMessage(thrown: unknown): void {
  const error = thrown as Record<string, unknown>;
  const template = TEMPLATES.get(String(error['code']));
  if (template === undefined) return;
  const before = { ...error, message: error['message'] } as Record<string, unknown>;
  error['message'] = template.replace(/"«(\w+)»"|«(\w+)»/g, (_, quoted: string | undefined, raw: string | undefined) =>
    quoted === undefined ? String(before[raw as string]) : shown(before[quoted]),
  );
}

/** Values within a value that are shown at most. */
const MOST_SHOWN = 100_000;

function shown(value: unknown): string {
  let left = MOST_SHOWN;
  const text = JSON.stringify(value, (key, one: unknown) => {
    left -= 1;
    return left < 0 ? undefined : refuseFunction(key, one);
  });
  return left < 0 ? '…' : text;
}

/** jsonata stumbles over its functions here, or shows what they are made of: which words it ends with is for itself to tell. */
function refuseFunction(_: string, value: unknown): unknown {
  const marks = value as { _jsonata_lambda?: unknown; _jsonata_function?: unknown } | null | undefined;
  if (marks?._jsonata_lambda === true || marks?._jsonata_function === true) throw new Undecided();
  return value;
}

/** Names of a built-in's parameters; undefined where they are not plain names, and so cannot be filled one by one. */
export function parametersOf(implementation: (...args: never[]) => unknown): string[] | undefined {
  const inside = /\(([^)]*)\)/.exec(implementation.toString())?.[1] ?? '';
  const names = inside.split(',').map((one) => one.trim());
  return names.every((one) => /^[A-Za-z_]\w*$/.test(one)) ? names : undefined;
}

/** A value as text, by the rules of $string. Throws D3001 and D1001 for numbers that are none. */
export const textOf = NATIVES.get('string')?.implementation as (value: unknown) => string | undefined;
