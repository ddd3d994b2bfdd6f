import * as z from "zod";
import { presenceStates } from "./schema";

export const presenceInput = z.strictObject({ state: z.enum(presenceStates) });
