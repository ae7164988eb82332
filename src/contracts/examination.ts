/** What a component is given to examine its own part of a spec, for `etl doctor`: it looks, and changes nothing. */
import type { Environment } from '../base/proxy.ts';
import type { Storage } from './storage.ts';
import type { OpenOptions } from './store.ts';

interface Examination {
  readonly now: Date;
}

/** Of a connection, by the name that it has in the spec. */
export interface ConnectionExamination extends Examination {
  readonly name: string;
}

export interface StorageExamination extends ConnectionExamination {
  /** What the spec keeps there: an index is written, too. */
  readonly uses: ReadonlySet<'source' | 'index'>;
}

export interface ServerExamination extends ConnectionExamination {
  /** What `build` made of the connection. */
  readonly server: unknown;
  /** Zone of the spec. */
  readonly timeZone: string;
  /** May name a proxy. */
  readonly env: Environment;
}

/** A place that the look-ups of a spec, or its first records, name. */
export interface NamedPlace {
  /** UID of an organisation unit, or what is to be one. */
  readonly id: string;
  /** The cells that lead to it, for people. */
  readonly cells: readonly string[];
}

export interface SinkExamination extends Examination {
  readonly server: unknown;
  readonly places: readonly NamedPlace[];
}

export interface IndexExamination extends Examination {
  readonly storage: Storage;
  readonly path: string;
  readonly address: OpenOptions['address'];
  /** Whose it should be; or why that cannot be told. */
  readonly owner: { readonly whose: OpenOptions['whose'] } | { readonly because: string };
}
