import * as z from "zod";
import { email, password } from "@/lib/auth/input";
import { locales, roles, themes } from "@/lib/auth/schema";

const name = z.string().trim().min(1).max(100);
const projectIds = z.array(z.string().max(100)).max(1000);

export const newUser = z.strictObject({
  email,
  name,
  role: z.enum(roles),
  /** Without one nobody gets in until an admin sets it. */
  password: password.optional(),
  projectIds: projectIds.default([]),
  active: z.boolean().default(true),
});
export type NewUser = z.output<typeof newUser>;

export const userChange = z.strictObject({
  email: email.optional(),
  name: name.optional(),
  role: z.enum(roles).optional(),
  password: password.optional(),
  projectIds: projectIds.optional(),
  active: z.boolean().optional(),
});
export type UserChange = z.output<typeof userChange>;

export const setupInput = z.strictObject({ token: z.string().max(200), email, name, password });

export const accountChange = z.strictObject({
  locale: z.enum(locales).optional(),
  theme: z.enum(themes).optional(),
});

export const passwordChange = z.strictObject({ current: z.string().max(200), next: password });
