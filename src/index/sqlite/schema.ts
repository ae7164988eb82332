/** By which a file is known as an index: `etli`. */
export const APPLICATION = 0x65_74_6c_69;

/** Of the tables below; a later release that changes them counts on. */
export const FORMAT = 1;

/** Epoch of a row that a person has edited, until a run is opened: by then it is only not believed. */
export const EDITED = -1;

/** Epoch of what is not believed. */
export const DOUBTED = 0;

/**
 * The tables. `facts` is what an entry says beside address and state, as JSON in the words of the contract; `seal` is a
 * digest of name, address, state and facts, by which a row that a person has edited is known. An entry is believed where its
 * `epoch` is that of the index: so a whole index can be doubted at once, and what a person edits is doubted as it is edited.
 */
export const SCHEMA = `
CREATE TABLE entries (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  address TEXT UNIQUE,
  state TEXT NOT NULL,
  facts TEXT NOT NULL,
  seal TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  is_live INTEGER GENERATED ALWAYS AS (
    state IN ('live', 'replacing') AND ifnull(json_extract(facts, '$.missing.isPastGrace'), 0) = 0
  ) VIRTUAL
) STRICT;
CREATE TRIGGER edited AFTER UPDATE ON entries
WHEN NEW.seal IS OLD.seal AND (NEW.name, NEW.address, NEW.state, NEW.facts) IS NOT (OLD.name, OLD.address, OLD.state, OLD.facts)
BEGIN UPDATE entries SET epoch = ${EDITED} WHERE id = NEW.id; END;
CREATE INDEX standing ON entries (epoch, state, is_live);
CREATE TABLE ids (id TEXT, entry INTEGER, PRIMARY KEY (id, entry)) STRICT, WITHOUT ROWID;
CREATE TABLE old_places (address TEXT, entry INTEGER, PRIMARY KEY (address, entry)) STRICT, WITHOUT ROWID;
CREATE TABLE shapes (name TEXT PRIMARY KEY, targets TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE lost (mark INTEGER PRIMARY KEY, seal INTEGER) STRICT;
CREATE TABLE memory (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
PRAGMA application_id = ${APPLICATION};
PRAGMA user_version = ${FORMAT};
`;
