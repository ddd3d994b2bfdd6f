// Loaded before the desk: each SIGUSR2 moves its clock by the next of CLOCK_STEPS, in milliseconds.
const steps = (process.env.CLOCK_STEPS ?? "").split(",").map(Number);
const RealDate = Date;
let offset = 0;

class ShiftedDate extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + offset);
    else super(...given);
  }

  static now() {
    return RealDate.now() + offset;
  }
}

globalThis.Date = ShiftedDate;
process.on("SIGUSR2", () => {
  offset += steps.shift() ?? 0;
});
