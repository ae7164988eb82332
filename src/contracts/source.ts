import type { Header, SourceBatch } from './record.ts';

/** What is known of a source beside its rows. A file has all of it; the answer of a server may have little of it. */
export interface SourceFacts {
  /** The source as people know it, without secrets. */
  readonly location: string;
  /** When its content was last changed. */
  readonly modified?: Date;
  /** Bytes. */
  readonly size?: number;
  /** Changes whenever the content does. */
  readonly version?: string;
  /** A copy of what was read, in the run's folder; complete after the last batch. */
  readonly copy?: string;
  /** What the source's own file is called, and its copy among others; left out: as the copy in the run's folder. */
  readonly name?: string;
  /** Things worth saying once, in plain words (delimiter found, byte-order mark, …); more may come with the rows. */
  readonly remarks: string[];
}

/** Rows that need not be read, told by their bytes. */
export interface KnownRows {
  /**
   * Asked of each row of which the source knows where it starts and ends: where this says yes, the row is left out, and only
   * counted. `digest`: of its bytes.
   */
  takes(digest: string): boolean;
}

/** A source as opened for one run. */
export interface Extract {
  readonly header: Header;
  readonly facts: SourceFacts;
  /**
   * All that makes cells of a row's bytes, beside the header: where this, header and bytes are the same, so are the cells.
   * Absent where rows have no bytes of their own.
   */
  readonly writtenAs?: string;
  /**
   * The rows, once, in batches of at most `size`. Throws EtlError `source/*` where the source as a whole cannot be
   * trusted (cut short, wrong encoding, ragged from a line on): what was read until then must not be sent. With `known`
   * (only where there is `writtenAs`), rows are left out that it takes, and the others have a `digest`.
   */
  batches(size: number, known?: KnownRows): AsyncIterable<SourceBatch>;
  /** Which part of the source has been given out, from 0 to 1; undefined, or no such method, where nobody can know. */
  share?(): number | undefined;
  /** Lets go of the source before its end; needed only where `batches` is not read to the end. */
  close(): Promise<void>;
}

/** Where records come from. It is built with its connection: a storage, or a server. */
export interface Source {
  /** Opens the source, so that its header is known; what it keeps on disk meanwhile goes to `folder`. Throws EtlError. */
  open(folder: string): Promise<Extract>;
}
