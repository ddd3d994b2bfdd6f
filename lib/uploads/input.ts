import * as z from "zod";

/** Of a raw body; a form's field names its file itself. */
export const uploadQuery = z.object({ filename: z.string().optional() });

export const mediaQuery = z.object({
  expires: z.string().regex(/^\d{1,12}$/),
  signature: z.string().max(100),
});
