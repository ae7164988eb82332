import type { Readable } from 'node:stream';
import type { Liveness } from '../base/holder.ts';

/** State of a stored file, by which a later write can tell whether somebody else wrote in between. */
export interface Stored {
  readonly etag: string;
  readonly modified: Date;
  /** Bytes. */
  readonly size: number;
}

/** A file that has passed chunk by chunk. */
export interface Passed {
  readonly etag: string;
  /** Of all its bytes, hexadecimal. */
  readonly sha256: string;
}

/** A held lock; `release` gives it back, and is safe to call twice. */
export interface Lock {
  /** True once the storage has let it go (a lease that could not be renewed in time): stop, others may be at work. */
  readonly isLost: boolean;
  release(): Promise<void>;
}

/** A lock that somebody holds, as far as can be known from here. */
export interface HeldLock {
  /** Where it stands, for people. */
  readonly location: string;
  /** `process 4711 on web-1`. */
  readonly by: string;
  /** ISO time, by the holder's own clock; null where it does not say. */
  readonly since: string | null;
  /** When the holder last showed that it lives, by the storage's clock; null where that cannot be told. */
  readonly lastSeen: Date | null;
  readonly is: Liveness;
  /** The holder is a process of this host. */
  readonly isHere: boolean;
  /** Takes the lock away from this very holder; false where it is another's by now. */
  break(): Promise<boolean>;
}

/**
 * Where bytes live. Paths are `/`-separated, relative to the storage's root (folder or container). All methods throw
 * EtlError `storage/*`: not found is `null` where the method says so.
 */
export interface Storage {
  /** The kind of connection, as in the spec. */
  readonly kind: string;
  /** A path as people know it, without secrets: `container sipca at https://… : raw/x.csv`, or a file path. */
  describe(path: string): string;
  /** Where a file is on this machine; absent where bytes live elsewhere. */
  localFile?(path: string): string;
  /** Opens a file for streaming; null where there is none. */
  open(path: string): Promise<(Stored & { readonly stream: Readable }) | null>;
  /** Reads a whole file; null where there is none. */
  read(path: string): Promise<(Stored & { readonly bytes: Buffer }) | null>;
  /**
   * Reads a whole file chunk by chunk, however large it is: what `take` is given is gone once it returns. What it throws is
   * thrown on. Null where there is no file.
   */
  readThrough(path: string, take: (chunk: Buffer) => void): Promise<(Stored & Passed) | null>;
  /**
   * Replaces a file, atomically. `expect` is the ETag it must still have, or 'none' where it must not exist yet.
   * Returns null, with nothing written, where that does not hold.
   */
  write(path: string, bytes: Buffer, expect?: string): Promise<{ readonly etag: string } | null>;
  /** The same with a file that is made chunk by chunk, as it is written; a chunk may be used again for the next one. */
  writeThrough(path: string, chunks: Iterable<Buffer>, expect?: string): Promise<Passed | null>;
  /**
   * Adds bytes to the end of a file that has `size` bytes: what is there stays as it is, and the bytes are kept once this
   * returns; cut short, some of them may be. False, with nothing written, where the file has another size, or there is none.
   * Absent where files can only be replaced.
   */
  append?(path: string, bytes: Buffer, size: number): Promise<boolean>;
  /** Makes sure that a file could be written there; nothing is. Throws what would keep it from being written. */
  tryWrite(path: string): Promise<void>;
  /** Takes the lock of that name; throws EtlError `run/locked` (exit 5) where another run holds it. */
  lock(path: string): Promise<Lock>;
  /** Who holds the lock of that name; null where nobody does. */
  findLock(path: string): Promise<HeldLock | null>;
}
