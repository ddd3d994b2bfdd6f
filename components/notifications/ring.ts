let context: AudioContext | undefined;

const notes = [
  { hertz: 784, at: 0 },
  { hertz: 1047, at: 0.11 },
];
const noteSeconds = 0.22;
const loudness = 0.09;
const patienceMs = 250;

/** A short sound of two notes. False where the browser lets the page make none before somebody has touched it. */
export async function ring(): Promise<boolean> {
  context ??= new AudioContext();
  const { currentTime, destination } = context;
  if (context.state !== "running") {
    const patience = new Promise((resolve) => setTimeout(resolve, patienceMs));
    await Promise.race([context.resume(), patience]);
    if (!isRunning(context)) {
      // Else it would ring when the page is touched, long after.
      void context.close();
      context = undefined;
      return false;
    }
  }
  for (const { hertz, at } of notes) {
    const start = Math.max(currentTime, context.currentTime) + at;
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.linearRampToValueAtTime(loudness, start + 0.01);
    gain.gain.exponentialRampToValueAtTime(0.0001, start + noteSeconds);
    const tone = new OscillatorNode(context, { type: "sine", frequency: hertz });
    tone.connect(gain).connect(destination);
    tone.start(start);
    tone.stop(start + noteSeconds);
  }
  return true;
}

const isRunning = ({ state }: AudioContext) => state === "running";
