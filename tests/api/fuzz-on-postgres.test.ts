import { fuzzDesk } from "../support/fuzz-desk.ts";

await fuzzDesk("postgres");
