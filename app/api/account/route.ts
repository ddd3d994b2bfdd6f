import { json, noContent } from "@/lib/http/respond";
import { route } from "@/lib/http/route";
import { accountChange } from "@/lib/users/input";
import { changeAccount } from "@/lib/users/write";

export const GET = route({}, ({ session }) => Promise.resolve(json(session.user)));

export const PATCH = route({ body: accountChange }, async ({ session, body }) => {
  await changeAccount(session, body);
  return noContent();
});
