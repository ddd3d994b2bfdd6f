import * as z from "zod";
import { email, locales, password, role, themes } from "@/lib/auth/schema";

export const user = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role,
  projectIds: z.array(z.string()),
  active: z.boolean(),
  createdAt: z.number(),
  updatedAt: z.number(),
});
export type User = z.infer<typeof user>;

export const userList = z.object({ items: z.array(user), nextCursor: z.string().nullable() });

const name = z.string().trim().min(1).max(100);
const projectIds = z.array(z.string().max(100)).max(1000);

export const newUser = z.strictObject({
  email,
  name,
  role,
  password,
  projectIds: projectIds.default([]),
  active: z.boolean().default(true),
});
export type NewUser = z.output<typeof newUser>;

export const userChange = z.strictObject({
  email: email.optional(),
  name: name.optional(),
  role: role.optional(),
  password: password.optional(),
  projectIds: projectIds.optional(),
  active: z.boolean().optional(),
});
export type UserChange = z.output<typeof userChange>;

export const setupInput = z.strictObject({ token: z.string().max(200), email, name, password });

export const account = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role,
  locale: z.enum(locales).nullable(),
  theme: z.enum(themes).nullable(),
});
export type Account = z.infer<typeof account>;

export const accountChange = z.strictObject({
  locale: z.enum(locales).optional(),
  theme: z.enum(themes).optional(),
});

export const passwordChange = z.strictObject({ current: z.string().max(200), next: password });
