import * as z from "zod";
import { email, password } from "@/lib/auth/input";
import { locales, roles, themes } from "@/lib/auth/schema";

const name = z.string().trim().min(1).max(100);
const projectIds = z.array(z.string().max(100)).max(1000);

export const newUser = z.strictObject({
  email,
  name,
  role: z.enum(roles),
  /** Without one he gets in by an invitation. */
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
  /** Takes a lost one away. */
  secondFactor: z.literal(false).optional(),
  /** Disconnects what he has at the OpenID provider. */
  identity: z.literal(false).optional(),
  /** Everywhere. */
  signOut: z.literal(true).optional(),
});
export type UserChange = z.output<typeof userChange>;

export const setupInput = z.strictObject({ token: z.string().max(200), email, name, password });

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const combo = z.string().regex(/^((Mod|Alt|Shift)\+){0,3}(\S|[A-Z]\w{1,20})$/u);

export const accountChange = z.strictObject({
  locale: z.enum(locales).optional(),
  theme: z.enum(themes).optional(),
  /** Each of these replaces the whole of what was there. */
  preferences: z
    .strictObject({
      sendKey: z.enum(["enter", "ctrl-enter"]),
      notify: z.strictObject({
        mine: z.boolean().default(true),
        unassigned: z.boolean().default(false),
        mentions: z.boolean().default(true),
        sound: z.boolean().default(true),
        desktop: z.boolean().default(false),
      }),
      quietHours: z
        .strictObject({ from: clock, to: clock })
        .refine(({ from, to }) => from !== to, { message: "This lasts no time.", path: ["to"] })
        .nullable(),
      keys: z
        .record(z.string().regex(/^[a-zA-Z]{1,40}$/), combo.nullable())
        .refine((keys) => Object.keys(keys).length <= 100, "These are too many."),
    })
    .partial()
    .optional(),
});

export const passwordChange = z.strictObject({ current: z.string().max(200), next: password });

const token = z.string().max(200);
export const linkToken = z.strictObject({ token });
export const linkPassword = z.strictObject({ token, password });
export const resetRequest = z.strictObject({ email });
