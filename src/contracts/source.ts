import type { Header, SourceBatch } from './record.ts';

/** A source as opened for one run. */
export interface Extract {
  /** The file as people know it, without secrets. */
  readonly location: string;
  readonly header: Header;
  /** Changes whenever the file does. */
  readonly etag: string;
  readonly modified: Date;
  /** Things worth saying once, in plain words (delimiter found, byte-order mark, …); more may come with the rows. */
  readonly remarks: string[];
  /** The copy of the file in the run's folder, complete after the last batch. */
  readonly copy: string;
  /**
   * The rows, once, in batches of at most `size`. Throws EtlError `source/*` where the file as a whole cannot be
   * trusted (cut short, wrong encoding, ragged from a line on): what was read until then must not be sent.
   */
  batches(size: number): AsyncIterable<SourceBatch>;
  /** Lets go of the file before its end; needed only where `batches` is not read to the end. */
  close(): Promise<void>;
}

export interface Source {
  /** Opens the source; its bytes are copied to `folder` while they are read. Throws EtlError. */
  extract(folder: string): Promise<Extract>;
}
