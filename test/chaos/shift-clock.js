/** Loaded into a run before all else: for it the time is what ETL_CLOCK_AHEAD_MS adds to that of the machine. */
const AHEAD_MS = Number(process.env.ETL_CLOCK_AHEAD_MS);
const MachineDate = Date;

globalThis.Date = class Date extends MachineDate {
  constructor(...parts) {
    if (parts.length === 0) super(MachineDate.now() + AHEAD_MS);
    else super(...parts);
  }

  static now() {
    return MachineDate.now() + AHEAD_MS;
  }
};
