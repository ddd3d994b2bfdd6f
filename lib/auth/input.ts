import * as z from "zod";

export const email = z.string().trim().toLowerCase().pipe(z.email().max(200));
export const password = z.string().min(8).max(200);
