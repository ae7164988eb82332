/** Writes expressions by a grammar; most make sense, some do not, and all are JSONata. */
import type { Random } from './random.ts';
import { BUILT_INS, NAMES, NUMBERS, OPERATORS, PATTERNS, TEXTS } from './random-words.ts';

export class ExpressionWriter {
  private readonly random: Random;
  private readonly names: readonly string[];
  private readonly variables: string[] = [];

  constructor(random: Random, names: readonly string[] = NAMES) {
    this.random = random;
    this.names = names;
  }

  /** An expression of about this depth. */
  write(depth: number): string {
    const { random } = this;
    if (depth <= 0) return this.leaf();
    const ways: readonly (() => string)[] = [
      () => this.leaf(),
      () => this.path(depth),
      () => this.path(depth),
      () => `${this.operand(depth - 1)} ${random.pick(OPERATORS)} ${this.operand(depth - 1)}`,
      () => `${this.operand(depth - 1)} ${random.pick(OPERATORS)} ${this.operand(depth - 1)}`,
      () => `(${this.write(depth - 1)}) ? ${this.operand(depth - 1)} : ${this.operand(depth - 1)}`,
      () => `${this.withoutPattern(depth - 1)} ${random.pick(['??', '?:'])} ${this.operand(depth - 1)}`,
      () => this.call(depth),
      () => this.call(depth),
      () => this.call(depth),
      () => this.array(depth),
      () => `{${this.pairs(depth)}}`,
      () => this.block(depth),
      () => `${this.operand(depth - 1)} ~> ${this.rightOfChain(depth)}`,
      () => `${this.lambda(depth, 1)}(${this.write(depth - 1)})`,
      () => `-${this.operand(depth - 1)}`,
      () => (random.chance(0.3) ? this.oddity(depth) : this.path(depth)),
    ];
    return random.pick(ways)();
  }

  private operand(depth: number): string {
    return depth <= 0 ? this.leaf() : `(${this.write(depth)})`;
  }

  /** jsonata loses a pattern on the left of `??` in a copy, and may then match for ever. */
  private withoutPattern(depth: number): string {
    const text = this.operand(depth);
    return PATTERNS.some((one) => text.includes(one)) ? this.leaf() : text;
  }

  private leaf(): string {
    const { random } = this;
    const kind = random.below(12);
    if (kind < 5) return random.pick(this.names);
    if (kind < 7) return random.pick(TEXTS);
    if (kind < 9) return random.pick(NUMBERS);
    if (kind === 9) return random.pick(['true', 'false', 'null', '$', '$$', '[]', '{}']);
    return this.variables.length > 0 ? `$${random.pick(this.variables)}` : random.pick(this.names);
  }

  private path(depth: number): string {
    const { random } = this;
    let text = random.chance(0.75)
      ? random.pick(this.names)
      : random.pick(['$', '$$', '*', '**', this.array(depth), `(${this.write(depth - 1)})`]);
    for (let more = random.below(3); more >= 0; more -= 1) text += this.step(depth);
    if (random.chance(0.15)) text += `{${this.pairs(depth)}}`;
    return text;
  }

  private step(depth: number): string {
    const { random } = this;
    const ways: readonly (() => string)[] = [
      () => `.${random.pick(this.names)}`,
      () => `.${random.pick(this.names)}`,
      () => `.${random.pick(this.names)}`,
      () => `[${random.pick(NUMBERS)}]`,
      () => `[${this.write(Math.min(depth - 1, 2))}]`,
      () => '[]',
      () => `^(${Array.from({ length: 1 + random.below(3) }, () => this.sortTerm()).join(', ')})`,
      () => random.pick(['.*', '.**']),
      () => `.(${this.write(depth - 1)})`,
      () => `.[${this.write(depth - 1)}]`,
      () => `.{${this.pairs(depth)}}`,
      () =>
        `.$${random.pick(['string', 'uppercase', 'count', 'type', 'keys', 'length', 'sum'])}(${random.chance(0.5) ? '$' : ''})`,
      () => `.${random.pick(TEXTS)}`,
    ];
    return random.pick(ways)();
  }

  private sortTerm(): string {
    const { random } = this;
    return random.pick(['', '<', '>']) + random.pick(['$', 'k', 'v', 'a', this.operand(1)]);
  }

  private array(depth: number): string {
    const { random } = this;
    if (random.chance(0.2)) return `[${random.pick(NUMBERS)}..${random.pick(NUMBERS)}]`;
    const count = random.below(4);
    return `[${Array.from({ length: count }, () => this.write(depth - 1)).join(', ')}]`;
  }

  private pairs(depth: number): string {
    const { random } = this;
    const key = (): string =>
      random.chance(0.6)
        ? random.pick(['"p"', '"q"', '"1"', '"__proto__"'])
        : random.pick(['k', '$string(v)', '$string($)', this.write(1)]);
    return Array.from({ length: random.below(3) }, () => `${key()}: ${this.write(depth - 1)}`).join(', ');
  }

  private block(depth: number): string {
    const known = this.variables.length;
    const parts: string[] = [];
    for (let more = this.random.below(3); more > 0; more -= 1) {
      const name = this.random.pick(['x', 'y', 'z', 'f']);
      parts.push(`$${name} := ${this.random.chance(0.2) ? this.lambda(depth - 1, 1) : this.write(depth - 1)}`);
      this.variables.push(name);
    }
    parts.push(this.write(depth - 1));
    this.variables.length = known;
    return `(${parts.join('; ')})`;
  }

  private lambda(depth: number, parameters: number): string {
    const names = ['p', 'q', 'r'].slice(0, parameters);
    this.variables.push(...names);
    const body = this.write(depth - 1);
    this.variables.length -= names.length;
    const signature = this.random.chance(0.08)
      ? this.random.pick(['<s-:s>', '<x-:x>', '<n?:n>', '<a<s>:x>', '<x:x>'])
      : '';
    return `function(${names.map((one) => `$${one}`).join(', ')})${signature}{${body}}`;
  }

  private call(depth: number): string {
    const { random } = this;
    const [name, ...kinds] = random.pick(BUILT_INS);
    const args = kinds.map((kind) => (random.chance(0.08) ? this.write(depth - 1) : this.argument(kind, depth)));
    if (random.chance(0.04)) args.pop();
    if (random.chance(0.03) && args.length > 0) args[random.below(args.length)] = '?';
    return `$${name}(${args.join(', ')})`;
  }

  private argument(kind: string, depth: number): string {
    const { random } = this;
    switch (kind) {
      case 's':
        return random.pick(['a', 't', 'words', random.pick(TEXTS), this.write(depth - 1)]);
      case 'n':
        return random.pick(['n', random.pick(NUMBERS), random.pick(NUMBERS), this.write(depth - 1)]);
      case 'c':
        return random.pick(['1', '9', '27', '1999']);
      case 'N':
        return random.pick(['list', 'items.v', 'n', '[1, 2, 3]', this.write(depth - 1)]);
      case 'S':
        return random.pick(['words', 'items.k', 'a', '["a", "b"]']);
      case 'a':
        return random.pick(['list', 'items', 'words', 'nested', this.array(depth), this.write(depth - 1)]);
      case 'o':
        return random.pick(['obj', '$', 'items[0]', `{${this.pairs(depth)}}`]);
      case '1':
      case '2':
        return random.chance(0.15)
          ? random.pick(['$string', '$uppercase', '$append', '$sum'])
          : this.lambda(depth, random.chance(0.9) ? Number(kind) : random.below(4));
      case 'p':
        return random.chance(0.5) ? random.pick(TEXTS) : random.pick(PATTERNS);
      case 'r':
        return random.pick(PATTERNS);
      case 'm':
        return 'function($m){ "<" & $m.match & ">" }';
      case '$':
        return random.pick(['"$0!"', '"[$1]"', '"$$"', '"$2$1"']);
      case 'f':
        return random.pick(['"0.00"', '"#,##0.0"', '"00"', '"0%"']);
      case 'i':
        return random.pick(['"w"', '"I"', '"000"', '"a"']);
      case 'd':
        return random.pick(['a', '"2025-03-14"', '"2025-03-14T10:00:00Z"']);
      case 't':
        return random.pick(['true', 'false']);
      default:
        return this.write(depth - 1);
    }
  }

  private rightOfChain(depth: number): string {
    const { random } = this;
    return random.pick([
      '$uppercase',
      '$string',
      '$sum',
      '$uppercase()',
      '$substring(0, 2)',
      '$map($string)',
      '$count()',
      this.lambda(depth, 1),
      '($trim ~> $length)',
      '$append(1)',
    ]);
  }

  /** Rare parts: what falls back, what is called wrongly. */
  private oddity(depth: number): string {
    return this.random.pick([
      'items.%.a',
      'items@$i.v',
      'items#$i.$i',
      `$ ~> |items|{"v": 1}|`,
      '$nothing(1)',
      'a(1)',
      'uppercase(a)',
      '$substring(?, 0, 1)(a)',
      '$f(?)',
      `[$x := ${this.operand(depth - 1)}, 1]`,
      `$map(words, function($p){ $type($p := ($p = "a" ? $uppercase : ${this.operand(depth - 1)})) })`,
      `$map(list, function($p){ $string($x := ${this.operand(depth - 1)}) & $x })`,
      '(function($p, $q){$p & $q})(?, "z")(a)',
      '($h := function($p, $q, $r){$p & $q & $r}; $h(?, "y", ?)(a, b))',
      '($h := function($p, $q){$p & $q}; $map(words, $h(?, "z")))',
      '$map(words, $append(?, a))',
      '$map(words, function($p){$single(items, $append(?, $p))})',
      '$replace(t, "a", "b", 1)',
      `$replace(t, ${this.random.pick(PATTERNS)}, "<$0>", ${this.random.pick(['0', '1', '2', '-1'])})`,
      `$split(t, ${this.random.pick(PATTERNS)}, ${this.random.pick(['0', '1', '2', '-1'])})`,
      '$formatNumber(n, "0.0e0")',
      '[-0..2]',
      '$distinct(items.tags)',
      '$distinct([1, "1", true, null, {"a": 1}, {"a": 1}, [1], [1], 1])',
      '$[0].a',
      '$[a = "x"].t',
      '$keys()',
      '$lookup("a")',
      '$exists ~> $not',
      '"a"(1)',
      '($g := function($p){ $p <= 0 ? 0 : $g($p - 1) }; $g(5))',
      '($g := function($p){ $p <= 0 ? 0 : 1 + $g($p - 1) }; $g(4))',
    ]);
  }
}
