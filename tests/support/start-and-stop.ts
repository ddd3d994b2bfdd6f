// Starts a desk on the settings of the environment and stops it again.
import { startDesk } from "@/lib/desk";

const desk = await startDesk();
await desk.stop();
