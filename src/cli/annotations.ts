/** Problems as GitHub shows them beside the lines of a pull request: workflow commands. */
import { relative, resolve } from 'node:path';
import { toLineColumn } from '../base/document.ts';
import type { Problem } from '../base/problem.ts';
import { describe } from '../messages/describe.ts';

/** `::error file=pipelines/x.yaml,line=3,col=5,title=spec/unknown-key::…`; paths as the repository `root` has them. */
export function toAnnotation({ code, args, severity, place }: Problem, root: string): string {
  const { message, hint } = describe(code, args);
  const at = place && toLineColumn(place.source.text, place.start);
  const where = place && at && { file: relative(root, resolve(place.source.file)), line: at.line, col: at.column };
  const properties = Object.entries({ ...where, title: code }).map(([name, value]) => `${name}=${escaped(value)}`);
  return `::${severity} ${properties.join(',')}::${inOneLine(hint ? `${message}\n${hint}` : message)}`;
}

/** Where paths of annotations start: the repository, where a workflow says which folder that is. */
export function annotationRoot(env: NodeJS.ProcessEnv): string {
  return env['GITHUB_WORKSPACE'] ?? process.cwd();
}

function escaped(value: string | number): string {
  return inOneLine(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

function inOneLine(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
