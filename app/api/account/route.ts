import { json, noContent } from "@/lib/http/respond";
import { route } from "@/lib/http/route";
import { accountChange } from "@/lib/users/input";
import { getAccount } from "@/lib/users/read";
import { changeAccount } from "@/lib/users/write";

export const GET = route({}, async ({ session }) => json(await getAccount(session)));

export const PATCH = route({ body: accountChange }, async ({ session, body }) => {
  await changeAccount(session, body);
  return noContent();
});
