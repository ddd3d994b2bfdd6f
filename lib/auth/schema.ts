import * as z from "zod";

export const roles = ["agent", "supervisor", "admin"] as const;
export const role = z.enum(roles);
export type Role = z.infer<typeof role>;

export const locales = ["es", "en", "pt"] as const;
export type Locale = (typeof locales)[number];

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

export const email = z.string().trim().toLowerCase().pipe(z.email().max(200));
export const password = z.string().min(8).max(200);
