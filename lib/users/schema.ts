import * as z from "zod/mini";
import { locales, roles, themes } from "@/lib/auth/schema";

export const user = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: z.enum(roles),
  projectIds: z.array(z.string()),
  active: z.boolean(),
  hasPassword: z.boolean(),
  secondFactor: z.boolean(),
  /** Whether an account at the OpenID provider opens this one. */
  connected: z.boolean(),
  /** Null where he never has. */
  signedInAt: z.nullable(z.number()),
  /** Until when a link that was made for him works, where there is one. */
  linkUntil: z.nullable(z.number()),
  createdAt: z.number(),
  updatedAt: z.number(),
});
export type User = z.infer<typeof user>;

export const userList = z.object({ items: z.array(user), nextCursor: z.nullable(z.string()) });

/** Somebody who may work in a project: may have its conversations, may be mentioned in them. */
const colleague = z.object({ id: z.string(), name: z.string(), role: z.enum(roles) });
export type Colleague = z.infer<typeof colleague>;
export const colleagueList = z.object({ items: z.array(colleague), nextCursor: z.null() });

const clock = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/));

/** What an agent has chosen for himself. What is missing, old or unreadable is as if he had never chosen it. */
export const preferences = z.object({
  sendKey: z.catch(z.enum(["enter", "ctrl-enter"]), "enter"),
  /** What he hears of, and how. */
  notify: z.catch(
    z.object({
      /** Customers' messages in conversations that are his, and new ones of these. */
      mine: z.catch(z.boolean(), true),
      unassigned: z.catch(z.boolean(), false),
      mentions: z.catch(z.boolean(), true),
      sound: z.catch(z.boolean(), true),
      desktop: z.catch(z.boolean(), false),
    }),
    { mine: true, unassigned: false, mentions: true, sound: true, desktop: false },
  ),
  /** By the clock of where he is; over midnight when `from` is later than `to`. */
  quietHours: z.catch(z.nullable(z.object({ from: clock, to: clock })), null),
  /** Combos by action; null is switched off, and what isn't there is as it comes. */
  keys: z.catch(z.record(z.string(), z.nullable(z.string())), {}),
});
export type Preferences = z.infer<typeof preferences>;

export const account = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: z.enum(roles),
  locale: z.nullable(z.enum(locales)),
  theme: z.nullable(z.enum(themes)),
  hasPassword: z.boolean(),
  /** What the OpenID provider is called and whether an account there opens this one; null without a provider. */
  provider: z.nullable(z.object({ name: z.string(), isConnected: z.boolean() })),
  preferences,
});
export type Account = z.infer<typeof account>;

const purpose = z.enum(["invitation", "password_reset"]);

/** A link that was just made: `url` here and never again, null where it was mailed. */
export const userLink = z.object({
  purpose,
  url: z.nullable(z.string()),
  expiresAt: z.number(),
  mailed: z.boolean(),
  /** Why it could not be mailed, where it should have been. */
  mailFailure: z.nullable(z.enum(["unreachable", "refused"])),
});
export type UserLink = z.infer<typeof userLink>;

/** What who has a link may know of it. */
export const oneTimeLink = z.object({ purpose, name: z.string(), email: z.string() });
export type OneTimeLink = z.infer<typeof oneTimeLink>;
