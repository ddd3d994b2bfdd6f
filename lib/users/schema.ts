import * as z from "zod/mini";
import { locales, roles, themes } from "@/lib/auth/schema";

export const user = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: z.enum(roles),
  projectIds: z.array(z.string()),
  active: z.boolean(),
  createdAt: z.number(),
  updatedAt: z.number(),
});
export type User = z.infer<typeof user>;

export const userList = z.object({ items: z.array(user), nextCursor: z.nullable(z.string()) });

export const account = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: z.enum(roles),
  locale: z.nullable(z.enum(locales)),
  theme: z.nullable(z.enum(themes)),
});
export type Account = z.infer<typeof account>;
