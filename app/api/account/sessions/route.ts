import { listOwnSessions } from "@/lib/auth/read-sessions";
import { endOtherSessions } from "@/lib/auth/write-own-sessions";
import { json, noContent } from "@/lib/http/respond";
import { route } from "@/lib/http/route";

export const GET = route({}, async ({ session }) =>
  json({ items: await listOwnSessions(session), nextCursor: null }),
);

export const DELETE = route({}, async ({ session }) => {
  await endOtherSessions(session);
  return noContent();
});
